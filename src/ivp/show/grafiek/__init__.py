"""The figures of indicators: one function per kind of chart, each giving a ``Beeld``."""

from ivp.show.grafiek.rangorde import Referentie, punten, staven
from ivp.show.grafiek.reeks import reeks
from ivp.show.grafiek.veelvoud import kleine_veelvouden
from ivp.show.grafiek.verhouding import verhoudingen
from ivp.show.grafiek.vooruit import vooruitblik

__all__ = [
    "Referentie",
    "kleine_veelvouden",
    "punten",
    "reeks",
    "staven",
    "verhoudingen",
    "vooruitblik",
]

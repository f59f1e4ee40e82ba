"""The figures of indicators: one function per kind of chart, each giving a ``Beeld``."""

from ivp.show.grafiek.rangorde import Referentie, punten, staven
from ivp.show.grafiek.reeks import reeks
from ivp.show.grafiek.trechter import trechter
from ivp.show.grafiek.veelvoud import kleine_veelvouden, per_gebied
from ivp.show.grafiek.verhouding import verhoudingen
from ivp.show.grafiek.vooruit import vooruitblik

__all__ = [
    "Referentie",
    "kleine_veelvouden",
    "per_gebied",
    "punten",
    "reeks",
    "staven",
    "trechter",
    "verhoudingen",
    "vooruitblik",
]

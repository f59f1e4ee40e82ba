"""The figures of indicators: one function per kind of chart, each giving a ``Beeld``."""

from ivp.show.figures.rangorde import Referentie, punten, staven
from ivp.show.figures.reeks import reeks
from ivp.show.figures.trechter import trechter
from ivp.show.figures.veelvoud import kleine_veelvouden, per_gebied
from ivp.show.figures.verhouding import verhoudingen
from ivp.show.figures.vooruit import vooruitblik

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

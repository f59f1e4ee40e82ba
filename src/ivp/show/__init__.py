"""What a notebook calls: open the chapter's input, show figures, tables and computed text."""

from ivp.show.getal import Ontbreekt, aantal, datum, euro, getal, interval, opsomming, procent, span
from ivp.show.hoofdstuk import Hoofdstuk, hoofdstuk, waarden
from ivp.show.opmaak import links, md
from ivp.show.uitvoer import Bron, bestanden, figuur, onderdeel, tabel, tekst

__all__ = [
    "Bron",
    "Hoofdstuk",
    "Ontbreekt",
    "aantal",
    "bestanden",
    "datum",
    "euro",
    "figuur",
    "getal",
    "hoofdstuk",
    "interval",
    "links",
    "md",
    "onderdeel",
    "opsomming",
    "procent",
    "span",
    "tabel",
    "tekst",
    "waarden",
]

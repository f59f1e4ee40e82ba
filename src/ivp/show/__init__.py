"""What a notebook calls: open the chapter's input, show figures, tables and computed text."""

from ivp.show.getal import Ontbreekt, aantal, datum, getal, interval, opsomming, procent
from ivp.show.hoofdstuk import Hoofdstuk, hoofdstuk, waarden
from ivp.show.opmaak import md
from ivp.show.uitvoer import Bron, bestanden, figuur, onderdeel, tabel, tekst

__all__ = [
    "Bron",
    "Hoofdstuk",
    "Ontbreekt",
    "aantal",
    "bestanden",
    "datum",
    "figuur",
    "getal",
    "hoofdstuk",
    "interval",
    "md",
    "onderdeel",
    "opsomming",
    "procent",
    "tabel",
    "tekst",
    "waarden",
]

"""Areas: their codes without padding, and names to codes through a declared list only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ivp.data.readers.plaats import bronfout, eerste, opsomming
from ivp.data.readers.waarden import schoon
from ivp.errors import nearest

SOORTEN = {
    "NL": "land",
    "LD": "landsdeel",
    "PV": "provincie",
    "CR": "coropgebied",
    "RE": "regionale eenheid",
    "PR": "politieregio",
    "VR": "veiligheidsregio",
    "GM": "gemeente",
    "WK": "wijk",
    "BU": "buurt",
}
LAND = frozenset({"NL00", "NL01"})
"""The Netherlands: NL00 in most tables, NL01 in 47013NED and other tables of municipalities."""

_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{2,8}")
_LENGTH = {"GM": 6, "WK": 8, "BU": 10}
_PIPES = re.compile(r"^\|+")


def code(text: str) -> str | None:
    """The code without padding (``GM0420``), or ``None`` when this is no area code."""
    bare = schoon(text)
    if not _CODE.fullmatch(bare) or len(bare) != _LENGTH.get(bare[:2], len(bare)):
        return None
    return bare


def soort(regio: str) -> str | None:
    """What kind of area a code stands for: ``gemeente``, ``wijk``, ``buurt``, …"""
    return SOORTEN.get(regio[:2])


def gemeente_van(regio: str) -> str | None:
    """The municipality in which a wijk or buurt lies, by its code."""
    return f"GM{regio[2:6]}" if regio[:2] in ("GM", "WK", "BU") else None


def label(text: str) -> str:
    """A label without the ``|||`` that StatLine puts before it for its level, nor blanks."""
    return unicodedata.normalize("NFC", schoon(_PIPES.sub("", schoon(text))))


@dataclass(frozen=True)
class Namenlijst:
    """A declared list of areas: which codes have which name."""

    herkomst: str
    codes: Mapping[str, tuple[str, ...]]

    @classmethod
    def uit(cls, paren: Iterable[tuple[str, str]], herkomst: str) -> Namenlijst:
        """From pairs of code and name, such as the block ``RegioS`` of a table's metadata."""
        found: dict[str, tuple[str, ...]] = {}
        for regio, naam in paren:
            key, bare = label(naam), schoon(regio)
            if bare not in found.get(key, ()):
                found[key] = (*found.get(key, ()), bare)
        return cls(herkomst, found)

    def zoek(self, namen: Iterable[str], *, soort: str | None = None) -> Gevonden:
        """The code of every name; ``soort`` (``gemeente``) limits where a name may point to."""
        found, unknown, ambiguous = {}, [], {}
        for naam in dict.fromkeys(label(n) for n in namen):
            codes = [
                c for c in self.codes.get(naam, ()) if soort is None or SOORTEN.get(c[:2]) == soort
            ]
            if len(codes) == 1:
                found[naam] = codes[0]
            elif codes:
                ambiguous[naam] = tuple(codes)
            else:
                unknown.append(naam)
        return Gevonden(found, tuple(unknown), ambiguous)


@dataclass(frozen=True)
class Gevonden:
    """Which names have one code, which have none, and which have several."""

    codes: Mapping[str, str]
    onbekend: tuple[str, ...]
    dubbel: Mapping[str, tuple[str, ...]]

    def eis(self, lijst: Namenlijst, bestand: str) -> Mapping[str, str]:
        """The codes, or ``BronFout`` that lists what is unknown or has several codes."""
        parts = []
        if self.onbekend:
            hint = nearest(self.onbekend[0], lijst.codes)
            parts.append(
                f"niet in de lijst: {opsomming(list(self.onbekend))}"
                + (f" (bedoelt u '{hint}'?)" if hint else "")
            )
        if self.dubbel:
            shown = [f"{naam} ({' of '.join(codes)})" for naam, codes in self.dubbel.items()]
            parts.append(f"meer dan een code: {opsomming(shown)}")
        if parts:
            raise bronfout(
                f"Niet elk gebied is te vinden in {lijst.herkomst}: " + "; ".join(parts),
                bestand,
                waarom="een cijfer bij het verkeerde gebied is een verkeerd cijfer",
                doe="vul de lijst aan, of vraag een levering met gebiedscodes",
            )
        return self.codes


def kolom(cellen: pd.Series, naam: str, bestand: str, rijen: pd.Series) -> pd.Series:
    """Area codes without padding; raises ``BronFout`` with the row of the first that is none."""
    read = {cel: code(cel) for cel in cellen.unique()}
    wrong = [cel for cel, found in read.items() if found is None]
    if wrong:
        first = eerste(cellen.isin(wrong))
        raise bronfout(
            f"'{cellen.iloc[first]}' is geen gebiedscode",
            bestand,
            rij=int(rijen.iloc[first]),
            kolom=naam,
            waarom="een cijfer bij het verkeerde gebied is een verkeerd cijfer",
            doe="vraag een levering met codes zoals GM0420, WK042001 of BU04200101",
        )
    return cellen.map(read).astype("str")

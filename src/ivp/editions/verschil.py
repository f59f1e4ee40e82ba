"""What changed between two editions, in three tiers: what a reviewer must look at first.

All of it follows from the two books themselves; only the rows of the sources are looked up by
their checksum (``ivp.editions.inhoud``), where they can still be found.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivp.editions import inhoud, zinnen
from ivp.editions.manifest import Edition
from ivp.editions.stand import CIJFERS, CONCLUSIES
from ivp.editions.verify import verify
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.show.getal import getal
from ivp.sources.verschil import Verschil

_KEY = ("indicator", "eenheid", "gebied", "periode")
_PUBLIC = ("definitief", "voorlopig")
_DIRECTION = {
    "geen_duidelijke_verandering": "geen duidelijke verandering",
    "geen_uitspraak": "geen uitspraak",
}


@dataclass(frozen=True)
class Cijfer:
    """One figure that is another now. ``duidelijk``: outside the old margin; ``None``: no margin.

    ``oud`` or ``nieuw`` is missing when the edition does not show the figure.
    """

    indicator: str
    waar: str
    oud: float | None
    nieuw: float | None
    duidelijk: bool | None

    @property
    def verloren(self) -> bool:
        return self.nieuw is None

    @property
    def grootte(self) -> float:
        """How far it moved, as a share of what it was."""
        if self.oud is None or self.nieuw is None:
            return 0.0
        return abs(self.nieuw - self.oud) / abs(self.oud) if self.oud else float("inf")

    def __str__(self) -> str:
        was, now = ("geen cijfer" if x is None else getal(x, 2) for x in (self.oud, self.nieuw))
        margin = {True: "; groter dan de marge", False: "; binnen de marge", None: ""}
        return f"{self.waar}: {was} → {now}{margin[self.duidelijk]}"


@dataclass(frozen=True)
class Bronwijziging:
    """A data set with another content; ``rijen`` when both contents could be found."""

    naam: str
    titel: str
    wat: str
    rijen: Verschil | None
    personen: bool

    def regels(self) -> list[str]:
        """Dutch lines, losses first. Of persons only how many rows differ."""
        if self.rijen is None:
            return [self.wat]
        if not self.personen:
            return self.rijen.regels()
        lost = len(self.rijen.verdwenen_rijen) + len(self.rijen.verdwenen_cijfers)
        parts = ((lost, "verdwenen"), (len(self.rijen.herzien), "herzien"),
                 (len(self.rijen.nieuwe_rijen), "nieuw"))  # fmt: skip
        return [f"{what}: {count}" for count, what in parts if count]


@dataclass(frozen=True)
class Wijzigingen:
    """Everything that differs between the editions ``oud`` and ``nieuw``."""

    oud: Edition
    nieuw: Edition
    bronnen: tuple[Bronwijziging, ...]
    instellingen: tuple[str, ...]
    cijfers: tuple[Cijfer, ...]
    conclusies: tuple[str, ...]
    zinnen: tuple[zinnen.Zin, ...]
    figuren: tuple[str, ...]

    def lagen(self) -> dict[str, dict[str, list[str]]]:
        """Three tiers → heading → lines; headings without lines are left out."""
        lost = [line for one in self.bronnen if one.rijen and one.rijen.verlies
                for line in [f"{one.titel}: {text}" for text in one.regels()]]  # fmt: skip
        other = [one for one in self.bronnen if not (one.rijen and one.rijen.verlies)]
        gone = [str(one) for one in self.cijfers if one.verloren]
        moved = [one for one in self.cijfers if one.oud is not None and one.nieuw is not None]
        tiers = {
            "Kijk hier eerst naar": {
                "Verloren in de bronnen": lost,
                "Cijfers die er niet meer zijn": gone,
                "Andere conclusies": list(self.conclusies),
                "Cijfers die meer verschillen dan de marge": [
                    str(one) for one in moved if one.duidelijk
                ],
            },
            "Controleer": {
                "Bronnen": [f"{one.titel}: {text}" for one in other for text in one.regels()],
                "Instellingen": list(self.instellingen),
                "Andere cijfers": [str(one) for one in moved if not one.duidelijk],
                "Zinnen": [str(one) for one in self.zinnen],
            },
            "Ter kennisname": {
                "Nieuwe cijfers": [str(one) for one in self.cijfers if one.oud is None],
                "Figuren en tabellen met andere cijfers": list(self.figuren),
                "Programma's": _versions(self.oud, self.nieuw),
            },
        }
        kept = {tier: {k: v for k, v in parts.items() if v} for tier, parts in tiers.items()}
        return {tier: parts for tier, parts in kept.items() if parts}

    @property
    def hoofdstukken(self) -> list[str]:
        """The pages with another text, figure or table."""
        return sorted({zin.pagina for zin in self.zinnen})


def vergelijk(project: Project, oud: Path, nieuw: Path) -> Wijzigingen:
    """Compare the books in two folders; raises ``IvpFout`` when one is not whole."""
    before, after = _whole(oud), _whole(nieuw)
    return Wijzigingen(
        before,
        after,
        tuple(_sources(project, before, after)),
        tuple(inhoud.instellingen(project, before.invoer, after.invoer)),
        tuple(_figures(_rows(oud), _rows(nieuw), _titles(oud) | _titles(nieuw))),
        tuple(_conclusions(_json(oud), _json(nieuw))),
        tuple(zinnen.vergelijk(oud, nieuw)),
        tuple(_downloads(before.uitvoer, after.uitvoer)),
    )


def _whole(folder: Path) -> Edition:
    found = verify(folder)
    if not found.whole:
        raise found.fout()
    for name in (CIJFERS, CONCLUSIES):
        if name not in found.edition.uitvoer:
            raise IvpFout(
                f"In het boek in {folder} staat geen {name}",
                waarom="zonder dat bestand is dit boek niet met een ander te vergelijken",
                doe="maak het boek opnieuw met `ivp book`",
            )
    return found.edition


def _sources(project: Project, before: Edition, after: Edition) -> Iterator[Bronwijziging]:
    for name in sorted({*before.bronnen, *after.bronnen}):
        one, two = before.bronnen.get(name), after.bronnen.get(name)
        if one is None or two is None:
            known = one or two
            assert known is not None
            what = "nieuwe bron" if one is None else "bron vervallen"
            yield Bronwijziging(name, known.titel, what, None, False)
        elif one.sha256 != two.sha256:
            rows, persons = inhoud.rijen(project, name, one.bestand, one.sha256, two.sha256)
            what = "andere inhoud; de oude of nieuwe rijen zijn hier niet te vinden"
            yield Bronwijziging(name, two.titel, what, rows, persons)


def _rows(folder: Path) -> dict[tuple[str, ...], dict[str, str]]:
    with (folder / CIJFERS).open(encoding="utf-8", newline="") as file:
        return {tuple(row[k] for k in _KEY): row for row in csv.DictReader(file)}


def _json(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / CONCLUSIES).read_bytes())
    return found


def _titles(folder: Path) -> dict[str, str]:
    return {name: str(one["titel"]) for name, one in _json(folder)["ontwikkeling"].items()}


def _figures(
    before: Mapping[tuple[str, ...], Mapping[str, str]],
    after: Mapping[tuple[str, ...], Mapping[str, str]],
    titles: Mapping[str, str],
) -> list[Cijfer]:
    """Figures that differ: largest movement first."""
    found = []
    for key in sorted({*before, *after}):
        one, two = before.get(key), after.get(key)
        was, now = _value(one), _value(two)
        if was == now:
            continue
        row = two or one
        assert row is not None
        title = titles.get(key[0], key[0])
        place = f"{title}, {row['gebied_naam']} {row['periode']} ({key[1].replace('_', ' ')})"
        clear = _clear(one, now) if one is not None and was is not None else None
        found.append(Cijfer(key[0], place, was, now, clear))
    return sorted(found, key=lambda cijfer: (-cijfer.grootte, cijfer.waar))


def _value(row: Mapping[str, str] | None) -> float | None:
    if row is None or row["status"] not in _PUBLIC or not row["waarde"]:
        return None
    return float(row["waarde"])


def _clear(row: Mapping[str, str], now: float | None) -> bool | None:
    if now is None or not row["ondergrens"] or not row["bovengrens"]:
        return None
    return not float(row["ondergrens"]) <= now <= float(row["bovengrens"])


def _conclusions(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    one, two = before["ontwikkeling"], after["ontwikkeling"]
    for name in sorted({*one} & {*two}):
        was, now = (side[name]["richting"] for side in (one, two))
        if was != now:
            words = [_DIRECTION.get(text, text) for text in (was, now)]
            yield f"{two[name]['titel']}: van “{words[0]}” naar “{words[1]}”"
    tops = [side["rangorde"][: side["top"]] for side in (before, after)]
    for thema in tops[1]:
        if thema not in tops[0]:
            yield f"{thema} komt bij de eerste {after['top']} thema’s"
    for thema in tops[0]:
        if thema not in tops[1]:
            yield f"{thema} valt buiten de eerste {after['top']} thema’s"


def _downloads(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    folder = "_executed/downloads/"
    for path in sorted({*before, *after}):
        if (
            path.startswith(folder)
            and path.endswith(".csv")
            and before.get(path) != after.get(path)
        ):
            what = "" if path in before and path in after else (
                " (nieuw)" if path in after else " (vervallen)"
            )  # fmt: skip
            yield path.removeprefix(folder).removesuffix(".csv") + what


def _versions(before: Edition, after: Edition) -> list[str]:
    one, two = ({**e.versies, "renderer": e.renderer} for e in (before, after))
    names = sorted({*one, *two})
    return [
        f"{name}: {one.get(name, 'geen')} → {two.get(name, 'geen')}"
        for name in names
        if one.get(name) != two.get(name)
    ]

"""What changed between two editions, in three tiers: what a reviewer must look at first.

All of it follows from the two books themselves; only the rows of the sources are looked up by
their checksum (``ivp.editions.inhoud``), where they can still be found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.editions import figuren, inhoud, zinnen
from ivp.editions.figuren import Figuur, waarde
from ivp.editions.stand import COLUMNS, FOLDER, KEY, NAME, Stand
from ivp.editions.verify import verify
from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.data.verschil import Verschil

Regel = str | zinnen.Zin | Figuur
_NAME_OF_EDITION = ("editie.nummer", "editie.datum")
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
        was, now = ("geen cijfer" if x is None else waarde(x) for x in (self.oud, self.nieuw))
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

    oud: Stand
    nieuw: Stand
    bronnen: tuple[Bronwijziging, ...]
    instellingen: tuple[str, ...]
    cijfers: tuple[Cijfer, ...]
    conclusies: tuple[str, ...]
    zinnen: tuple[zinnen.Zin, ...]
    figuren: tuple[Figuur, ...]

    def lagen(self) -> dict[str, dict[str, Sequence[Regel]]]:
        """Three tiers → heading → lines; headings without lines are left out."""
        lost = [line for one in self.bronnen if one.rijen and one.rijen.verlies
                for line in [f"{one.titel}: {text}" for text in one.regels()]]  # fmt: skip
        other = [one for one in self.bronnen if not (one.rijen and one.rijen.verlies)]
        gone = [str(one) for one in self.cijfers if one.verloren]
        moved = [one for one in self.cijfers if one.oud is not None and one.nieuw is not None]
        tiers: dict[str, dict[str, Sequence[Regel]]] = {
            "Kijk hier eerst naar": {
                "Verloren in de bronnen": lost,
                "Cijfers die er niet meer zijn": gone,
                "Andere conclusies": self.conclusies,
                "Cijfers die meer verschillen dan de marge": [
                    str(one) for one in moved if one.duidelijk
                ],
            },
            "Controleer": {
                "Bronnen": [f"{one.titel}: {text}" for one in other for text in one.regels()],
                "Instellingen": self.instellingen,
                "Andere cijfers": [str(one) for one in moved if not one.duidelijk],
                "Figuren en tabellen met andere cijfers": self.figuren,
                "Zinnen": self.zinnen,
            },
            "Ter kennisname": {
                "Nieuwe cijfers": [str(one) for one in self.cijfers if one.oud is None],
                "Programma's": _versions(self.oud, self.nieuw),
            },
        }
        kept = {tier: {k: v for k, v in parts.items() if v} for tier, parts in tiers.items()}
        return {tier: parts for tier, parts in kept.items() if parts}

    @property
    def hoofdstukken(self) -> list[str]:
        """The pages with another text, figure or table."""
        figures = {one.plek.partition("#")[0].replace(".qmd", ".html") for one in self.figuren}
        return sorted({zin.pagina for zin in self.zinnen} | figures)


def vergelijk(
    project: Project, oud: Stand, nieuw: Stand, *, geschiedenis: bool = True
) -> Wijzigingen:
    """Compare two stands; without ``geschiedenis`` rows of sources are not looked up in git."""
    titles = {
        name: one["titel"] for side in (oud, nieuw) for name, one in side.ontwikkeling.items()
    }
    return Wijzigingen(
        oud,
        nieuw,
        tuple(_sources(project, oud, nieuw, geschiedenis)),
        tuple(_settings(oud, nieuw)),
        tuple(_figures(_rows(oud), _rows(nieuw), titles)),
        tuple(_conclusions(oud, nieuw)),
        tuple(zinnen.vergelijk(oud.alineas, nieuw.alineas)),
        tuple(figuren.vergelijk(oud.gegevens, nieuw.gegevens)),
    )


def vergelijk_boeken(project: Project, oud: Path, nieuw: Path) -> Wijzigingen:
    """Compare the books in two folders; raises ``IvpFout`` when one is not whole."""
    return vergelijk(project, van_boek(oud), van_boek(nieuw))


def van_boek(folder: Path) -> Stand:
    """The stand of the book in ``folder``; raises ``IvpFout`` when the book is not whole."""
    found = verify(folder)
    if not found.whole:
        raise found.fout()
    stand = Stand.lees(folder / FOLDER / NAME)
    versions = {**stand.versies, "renderer": found.edition.renderer}
    return stand.model_copy(update={"id": found.edition.id, "versies": versions})


def _sources(
    project: Project, before: Stand, after: Stand, geschiedenis: bool
) -> Iterator[Bronwijziging]:
    for name in sorted({*before.bronnen, *after.bronnen}):
        one, two = before.bronnen.get(name), after.bronnen.get(name)
        if one is None or two is None:
            known = one or two
            assert known is not None
            what = "nieuwe bron" if one is None else "bron vervallen"
            yield Bronwijziging(name, known.titel, what, None, False)
        elif one.sha256 != two.sha256:
            rows, persons = inhoud.rijen(
                project, name, one.bestand, one.sha256, two.sha256, geschiedenis=geschiedenis
            )
            what = "andere inhoud; de oude of nieuwe rijen zijn hier niet te vinden"
            yield Bronwijziging(name, two.titel, what, rows, persons)


def _settings(before: Stand, after: Stand) -> Iterator[str]:
    """The settings that differ. The number and date of an edition always do: they are its name."""
    for name in sorted({*before.instellingen, *after.instellingen}):
        was, now = before.instellingen.get(name, {}), after.instellingen.get(name, {})
        for key in sorted({*was, *now}):
            if was.get(key) != now.get(key) and key not in _NAME_OF_EDITION:
                yield f"{name}, {key}: {was.get(key, 'geen')} → {now.get(key, 'geen')}"


def _rows(stand: Stand) -> dict[tuple[str, ...], dict[str, str]]:
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in stand.cijfers)
    return {tuple(row[k] for k in KEY): row for row in rows}


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


def _conclusions(before: Stand, after: Stand) -> Iterator[str]:
    one, two = before.ontwikkeling, after.ontwikkeling
    for name in sorted({*one} & {*two}):
        was, now = (side[name]["richting"] for side in (one, two))
        if was != now:
            words = [_DIRECTION.get(text, text) for text in (was, now)]
            yield f"{two[name]['titel']}: van “{words[0]}” naar “{words[1]}”"
    tops = [side.rangorde[: side.top] for side in (before, after)]
    for thema in tops[1]:
        if thema not in tops[0]:
            yield f"{thema} komt bij de eerste {after.top} thema’s"
    for thema in tops[0]:
        if thema not in tops[1]:
            yield f"{thema} valt buiten de eerste {after.top} thema’s"


def _versions(before: Stand, after: Stand) -> list[str]:
    one, two = before.versies, after.versies
    # Before a book is rendered, nobody knows by what.
    unknown = {"renderer"} - ({*one} & {*two})
    names = sorted({*one, *two} - unknown)
    return [
        f"{name}: {one.get(name, 'geen')} → {two.get(name, 'geen')}"
        for name in names
        if one.get(name) != two.get(name)
    ]

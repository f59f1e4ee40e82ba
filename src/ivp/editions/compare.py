"""What changed between two editions, in three tiers: what a reviewer must look at first.

All of it follows from the two books themselves; only the rows of the sources are looked up by their
checksum, where they can still be found: in ``data/``, or in git's history.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from ivp import dutch
from ivp.data import Package
from ivp.editions.manifest import EditionSource
from ivp.editions.record import COLUMNS, FOLDER, KEY, NAME, EditionRecord, Series
from ivp.editions.verify import verify
from ivp.paths import Project
from ivp.show.tables import md
from ivp.store import sha256

if TYPE_CHECKING:
    from ivp.data.row_changes import RowChanges

_NAME_OF_EDITION = ("editie.nummer", "editie.datum")
_PUBLIC = ("definitief", "voorlopig")
_DIRECTION = {
    "geen_duidelijke_verandering": "geen duidelijke verandering",
    "geen_uitspraak": "geen uitspraak",
}
_NUMBER = re.compile(r"-?\d+\.\d+")
_NONE = "–"
_UNKNOWN_ROWS = "andere inhoud; de oude of nieuwe rijen zijn hier niet te vinden"

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class ChangedValue:
    """A row of the indicator table that is another now.

    ``before`` or ``after`` is missing when the edition does not show the figure. ``clear``: outside
    the old margin; ``None``: there was no margin.
    """

    place: str
    before: float | None
    after: float | None
    clear: bool | None

    @property
    def size(self) -> float:
        """How far it moved, as a share of what it was."""
        if self.before is None or self.after is None:
            return 0.0
        return abs(self.after - self.before) / abs(self.before) if self.before else float("inf")

    def __str__(self) -> str:
        was, now = ("geen cijfer" if x is None else value(x) for x in (self.before, self.after))
        margin = {True: "; groter dan de marge", False: "; binnen de marge", None: ""}
        return f"{self.place}: {was} → {now}{margin[self.clear]}"


@dataclass(frozen=True)
class ChangedSource:
    """A data set with another content; ``rows`` when both contents could be found."""

    title: str
    what: str
    rows: RowChanges | None

    @property
    def lost(self) -> bool:
        return self.rows is not None and self.rows.loss

    def lines(self) -> list[str]:
        """Dutch lines, losses first."""
        lines = [self.what] if self.rows is None else self.rows.lines()
        return [f"{self.title}: {line}" for line in lines]


@dataclass(frozen=True)
class ChangedParagraph:
    """A paragraph that differs; ``before`` or ``after`` is empty when it was added or removed."""

    page: str
    before: str
    after: str

    def parts(self) -> Iterator[tuple[str, str]]:
        """The two as one text, in parts: what both have under ``=``, else under ``-`` or ``+``."""
        one, two = (re.findall(r"\s+|[^\s]+", text) for text in (self.before, self.after))
        for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            before, after = "".join(one[a:b]), "".join(two[c:d])
            if what == "equal":
                yield "=", before
                continue
            if before:
                yield "-", before
            if after:
                yield "+", after

    def markdown(self) -> str:
        """As literal Markdown: ~~weg~~ and **erbij**."""
        # Read aloud the marks are not heard, so the words must not run together.
        text = "".join(_marked(kind, text) for kind, text in self.parts())
        return text.replace("~~**", "~~ **")

    def __str__(self) -> str:
        """For a terminal: ``[-weg-]`` and ``{+erbij+}``."""
        forms = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
        return f"{self.page}: " + "".join(forms[kind].format(text) for kind, text in self.parts())


@dataclass(frozen=True)
class ChangedCell:
    """One cell of a series: where it stands, what it was and what it is."""

    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedSeries:
    """A figure or table with other values; ``cells`` is empty when it is new or has gone."""

    name: str
    title: str
    place: str
    what: str
    cells: tuple[ChangedCell, ...]

    def __str__(self) -> str:
        return f"{self.title} [{self.name}]: {self.what}"


Line = str | ChangedParagraph | ChangedSeries


@dataclass(frozen=True)
class Changes:
    """Everything that differs between the editions ``before`` and ``after``."""

    before: EditionRecord
    after: EditionRecord
    sources: tuple[ChangedSource, ...]
    settings: tuple[str, ...]
    values: tuple[ChangedValue, ...]
    conclusions: tuple[str, ...]
    paragraphs: tuple[ChangedParagraph, ...]
    series: tuple[ChangedSeries, ...]

    def tiers(self) -> dict[str, dict[str, Sequence[Line]]]:
        """Three tiers → heading → lines; headings without lines are left out."""
        lost = [line for one in self.sources if one.lost for line in one.lines()]
        other = [line for one in self.sources if not one.lost for line in one.lines()]
        moved = [one for one in self.values if one.before is not None and one.after is not None]
        tiers: dict[str, dict[str, Sequence[Line]]] = {
            "Kijk hier eerst naar": {
                "Verloren in de bronnen": lost,
                "Cijfers die er niet meer zijn": [
                    str(one) for one in self.values if one.after is None
                ],
                "Andere conclusies": self.conclusions,
                "Cijfers die meer verschillen dan de marge": [
                    str(one) for one in moved if one.clear
                ],
            },
            "Controleer": {
                "Bronnen": other,
                "Instellingen": self.settings,
                "Andere cijfers": [str(one) for one in moved if not one.clear],
                "Figuren en tabellen met andere cijfers": self.series,
                "Zinnen": self.paragraphs,
            },
            "Ter kennisname": {
                "Nieuwe cijfers": [str(one) for one in self.values if one.before is None],
                "Programma's": _programs(self.before, self.after),
            },
        }
        kept = {tier: {k: v for k, v in parts.items() if v} for tier, parts in tiers.items()}
        return {tier: parts for tier, parts in kept.items() if parts}


def compare(
    project: Project, before: EditionRecord, after: EditionRecord, *, history: bool = True
) -> Changes:
    """Compare two records; without ``history`` rows of sources are not looked up in git."""
    titles = {
        name: one["titel"] for side in (before, after) for name, one in side.ontwikkeling.items()
    }
    return Changes(
        before,
        after,
        tuple(_sources(project, before, after, history)),
        tuple(_settings(before, after)),
        tuple(_values(_rows(before), _rows(after), titles)),
        tuple(_conclusions(before, after)),
        tuple(changed_paragraphs(before.alineas, after.alineas)),
        tuple(changed_series(before.gegevens, after.gegevens)),
    )


def compare_books(project: Project, before: Path, after: Path) -> Changes:
    """Compare the books in two folders; raises ``IvpFout`` when one is not whole."""
    return compare(project, record_of_book(before), record_of_book(after))


def record_of_book(folder: Path) -> EditionRecord:
    """The record of the book in ``folder``; raises ``IvpFout`` when the book is not whole."""
    found = verify(folder)
    if not found.whole:
        raise found.error()
    record = EditionRecord.read(folder / FOLDER / NAME)
    versions = {**record.versies, "renderer": found.edition.renderer}
    return record.model_copy(update={"id": found.edition.id, "versies": versions})


def value(number: float) -> str:
    """A figure of before or after in Dutch: whole, or with two decimals."""
    return dutch.number(number, 0 if number.is_integer() else 2)


def _sources(
    project: Project, before: EditionRecord, after: EditionRecord, history: bool
) -> Iterator[ChangedSource]:
    for name in sorted({*before.bronnen, *after.bronnen}):
        one, two = before.bronnen.get(name), after.bronnen.get(name)
        if one is None or two is None:
            known = one or two
            assert known is not None
            yield ChangedSource(
                known.titel, "nieuwe bron" if one is None else "bron vervallen", None
            )
        elif one.sha256 and two.sha256 and one.sha256 != two.sha256:
            rows = _changed_rows(project, name, one, two, history)
            yield ChangedSource(two.titel, _UNKNOWN_ROWS, rows)
        elif one.opgehaald != two.opgehaald or bool(one.sha256) != bool(two.sha256):
            # Of persons no checksum is published: the date says that there was a delivery.
            yield ChangedSource(two.titel, f"nieuwe levering van {two.opgehaald}", None)


def _changed_rows(
    project: Project, name: str, one: EditionSource, two: EditionSource, history: bool
) -> RowChanges | None:
    """What rows of a data set differ; ``None`` when a content or its key is not known here."""
    import pandas as pd

    from ivp.data.row_changes import compare_rows

    package = Package.load(project)
    if name not in package.names:
        return None
    resource = package.dataset(name).resource
    key = resource.schema_.primary_key
    found = [_content(project, one.bestand, side.sha256, history) for side in (one, two)]
    if not key or resource.ivp.persoonsregistratie:
        return None
    words = {str(column): str for column in key}
    frames = [pd.read_csv(io.BytesIO(raw), dtype=words) for raw in found if raw is not None]
    if len(frames) < 2 or any(column not in frame for frame in frames for column in key):
        return None
    return compare_rows(frames[0], frames[1], list(key))


def _content(project: Project, name: str, checksum: str, history: bool) -> bytes | None:
    """The content of file ``name`` (relative to the root) that has this SHA-256, or ``None``."""
    for path in (project.root / name, project.data / "vorige" / name.rpartition("/")[2]):
        if path.is_file() and sha256(raw := path.read_bytes()) == checksum:
            return raw
    versions = _history(project, name) if history else iter(())
    return next((raw for raw in versions if sha256(raw) == checksum), None)


def _history(project: Project, name: str) -> Iterator[bytes]:
    git = shutil.which("git")
    if git is None or not (project.root / ".git").exists():
        return

    def ask(*words: str) -> bytes:
        done = subprocess.run([git, *words], cwd=project.root, capture_output=True, check=False)
        return done.stdout

    for commit in ask("log", "--format=%H", "--", name).decode().split():
        yield ask("show", f"{commit}:./{name}")


def _settings(before: EditionRecord, after: EditionRecord) -> Iterator[str]:
    """The settings that differ. The number and date of an edition always do: they are its name."""
    for name in sorted({*before.instellingen, *after.instellingen}):
        was, now = before.instellingen.get(name, {}), after.instellingen.get(name, {})
        for key in sorted({*was, *now}):
            if was.get(key) != now.get(key) and key not in _NAME_OF_EDITION:
                yield f"{name}, {key}: {was.get(key, 'geen')} → {now.get(key, 'geen')}"


def _rows(record: EditionRecord) -> dict[tuple[str, ...], dict[str, str]]:
    rows = (dict(zip(COLUMNS, row, strict=True)) for row in record.cijfers)
    return {tuple(row[k] for k in KEY): row for row in rows}


def _values(
    before: Mapping[tuple[str, ...], Mapping[str, str]],
    after: Mapping[tuple[str, ...], Mapping[str, str]],
    titles: Mapping[str, str],
) -> list[ChangedValue]:
    """Figures that differ: largest movement first."""
    found = []
    for key in sorted({*before, *after}):
        one, two = before.get(key), after.get(key)
        was, now = _shown_value(one), _shown_value(two)
        if was == now:
            continue
        row = two or one
        assert row is not None
        title = titles.get(key[0], key[0])
        place = f"{title}, {row['gebied_naam']} {row['periode']} ({key[1].replace('_', ' ')})"
        clear = _clear(one, now) if one is not None and was is not None else None
        found.append(ChangedValue(place, was, now, clear))
    return sorted(found, key=lambda one: (-one.size, one.place))


def _shown_value(row: Mapping[str, str] | None) -> float | None:
    if row is None or row["status"] not in _PUBLIC or not row["waarde"]:
        return None
    return float(row["waarde"])


def _clear(row: Mapping[str, str], now: float | None) -> bool | None:
    if now is None or not row["ondergrens"] or not row["bovengrens"]:
        return None
    return not float(row["ondergrens"]) <= now <= float(row["bovengrens"])


def _conclusions(before: EditionRecord, after: EditionRecord) -> Iterator[str]:
    one, two = before.ontwikkeling, after.ontwikkeling
    for name in sorted({*one} & {*two}):
        was, now = (side[name]["richting"] for side in (one, two))
        if was != now:
            words = [_DIRECTION.get(text, text) for text in (was, now)]
            yield f"{two[name]['titel']}: van “{words[0]}” naar “{words[1]}”"
    old, new = (side.rangorde[: side.top] for side in (before, after))
    for thema in new:
        if thema not in old:
            yield f"{thema} komt bij de eerste {after.top} thema’s"
    for thema in old:
        if thema not in new:
            yield f"{thema} valt buiten de eerste {after.top} thema’s"


def _programs(before: EditionRecord, after: EditionRecord) -> list[str]:
    one, two = before.versies, after.versies
    # Before a book is rendered, nobody knows by what.
    names = sorted({*one, *two} - ({"renderer"} - ({*one} & {*two})))
    return [
        f"{name}: {one.get(name, 'geen')} → {two.get(name, 'geen')}"
        for name in names
        if one.get(name) != two.get(name)
    ]


def changed_paragraphs(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> Iterator[ChangedParagraph]:
    """The paragraphs that differ, page by page."""
    for name in sorted({*before, *after}):
        one, two = before.get(name, ()), after.get(name, ())
        for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            if what == "equal":
                continue
            old, new = one[a:b], two[c:d]
            for number in range(max(len(old), len(new))):
                yield ChangedParagraph(
                    name,
                    old[number] if number < len(old) else "",
                    new[number] if number < len(new) else "",
                )


def _marked(kind: str, text: str) -> str:
    mark = {"=": "", "-": "~~", "+": "**"}[kind]
    words = md(text)
    head, tail = (" " if space else "" for space in (text[:1].isspace(), text[-1:].isspace()))
    return f"{head}{mark}{words}{mark}{tail}" if words else " "


def changed_series(
    before: Mapping[str, Series], after: Mapping[str, Series]
) -> Iterator[ChangedSeries]:
    """The figures and tables whose series differ, in the order of their names."""
    for name in sorted({*before, *after}):
        one, two = before.get(name), after.get(name)
        here = two or one
        assert here is not None
        if one is None or two is None:
            what = "nieuw" if one is None else "vervallen"
            yield ChangedSeries(name, here.titel, here.plek, what, ())
        elif one.rijen != two.rijen:
            cells = tuple(_cells(one.rijen, two.rijen))
            count = len(cells)
            what = f"{count} {'cijfer' if count == 1 else 'cijfers'} anders"
            yield ChangedSeries(
                name, here.titel, here.plek, what if count else "anders ingedeeld", cells
            )


def _cells(before: Rows, after: Rows) -> Iterator[ChangedCell]:
    """Each differing cell. Rows belong together by the columns that tell them apart."""
    width = _key(before, after)
    head = after[0]
    old, new = ({tuple(row[:width]): row for row in rows[1:]} for rows in (before, after))
    for key in dict.fromkeys([*old, *new]):
        one = dict(zip(before[0], old.get(key, ()), strict=False))
        two = dict(zip(head, new.get(key, ()), strict=False))
        for column in dict.fromkeys([*before[0][width:], *head[width:]]):
            was, now = one.get(column, _NONE), two.get(column, _NONE)
            if was != now:
                yield ChangedCell(", ".join(key), column, _shown(was), _shown(now))


def _key(before: Rows, after: Rows) -> int:
    """How many columns, from the left, tell the rows of both apart."""
    same = 0
    for one, two in zip(before[0], after[0], strict=False):
        if one != two:
            break
        same += 1
        if all(len({tuple(row[:same]) for row in rows[1:]}) == len(rows) - 1
               for rows in (before, after)):  # fmt: skip
            return same
    return same


def _shown(text: str) -> str:
    return value(float(text)) if _NUMBER.fullmatch(text) else text or _NONE

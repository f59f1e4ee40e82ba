"""What an edition says, as data: its figures, conclusions, sentences and the series behind figures.

Made before the pages are, and published with them, so that two editions can be compared without the
files they came from. It holds nothing that a chapter could not show: the rows are those that the
chapters were given, after disclosure control, without the counts and denominators behind them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from ivp import dutch
from ivp.book import embedded_cells, manuscript
from ivp.code import Code
from ivp.config import Chapter, yamlfile
from ivp.data import Package
from ivp.editions.manifest import EditionPart, EditionSource, versions
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.program_versions import program_versions
from ivp.run import workers
from ivp.run.prepare import Prepared
from ivp.store import Store, digest
from ivp.store import write as write_file

FOLDER, NAME = "_executed/editie", "stand.json"
ABOUT_THE_EDITION = ("veranderd", "colofon")
"""The chapters about the edition itself: they differ by definition, and are not compared."""
KEY = ("indicator", "eenheid", "gebied", "periode")
COLUMNS = (*KEY, "gebied_naam", "waarde", "ondergrens", "bovengrens", "status")
_PLACE, _THEME, _LONG = "Plaats", "Thema", "Bron en status"


class Series(EditionPart):
    """The series behind a figure or table, as its download has them."""

    titel: str
    plek: str
    """Chapter and label: ``chapters/x.qmd#fig-y``."""
    rijen: tuple[tuple[str, ...], ...]
    """The head first; without the column that names the sources."""


class EditionRecord(EditionPart):
    """All that two editions are compared by; ``id`` is empty until the book is sealed."""

    formaat: Literal[1] = 1
    id: str = ""
    nummer: str
    datum: str
    status: Literal["concept", "vastgesteld"]
    titel: str
    gemeente: str
    bronnen: dict[str, EditionSource]
    versies: dict[str, str]
    instellingen: dict[str, dict[str, str]]
    """File in ``params/`` → place in it → value."""
    kolommen: tuple[str, ...] = COLUMNS
    cijfers: tuple[tuple[str, ...], ...]
    """Rows of the indicator table, with ``kolommen``."""
    ontwikkeling: dict[str, dict[str, str]]
    """Indicator → ``titel``, ``eenheid`` and ``richting`` in the municipality."""
    rangorde: tuple[str, ...]
    """Themas from high to low."""
    top: int
    alineas: dict[str, tuple[str, ...]]
    """Page → its paragraphs."""
    gegevens: dict[str, Series]

    @property
    def name(self) -> str:
        """How people call this edition."""
        day = dutch.date(dt.date.fromisoformat(self.datum))
        return f"{self.nummer} ({self.status}, {day})"

    def to_json(self) -> bytes:
        """One row per line, so that git shows what differs."""
        data = self.model_dump(mode="json")
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in data.pop("cijfers"))
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        return f'{{"cijfers": [\n{rows}\n],{text.removeprefix("{")}\n'.encode()

    @classmethod
    def read(cls, path: Path) -> EditionRecord:
        """The record in a file; raises ``IvpFout`` when there is none, or it is none."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            raise IvpFout(
                f"{path} is niet te lezen als stand van een editie",
                waarom="zonder dat bestand is dit boek niet met een ander te vergelijken",
                doe="haal het bestand opnieuw uit git, of maak het boek opnieuw met `ivp book`",
            ) from None


def make(project: Project, prepared: Prepared, profile: str | None = None) -> EditionRecord:
    """The record of the book that ``prepared`` gives, once its notebooks have run."""
    config = prepared.config
    store = Store.of(project)
    cijfers, ontwikkeling = _figures(config.gemeente.code, prepared.chapters, store)
    gegevens = dict(_series(project, prepared.chapters))
    about = [f"chapters/{name}.qmd" for name in ABOUT_THE_EDITION]
    return EditionRecord(
        nummer=config.boek.editie.nummer,
        datum=config.boek.editie.datum.isoformat(),
        status=config.boek.editie.status,
        titel=config.lokaal.plan.titel,
        gemeente=config.gemeente.naam,
        bronnen={one.name: EditionSource.of(one) for one in Package.load(project).datasets},
        versies=versions(project),
        instellingen=dict(_settings(project)),
        cijfers=cijfers,
        ontwikkeling=ontwikkeling,
        rangorde=tuple(_ranking(gegevens)),
        top=config.lokaal.prioritering.aantal_prioriteiten,
        alineas={k: tuple(v) for k, v in manuscript.paragraphs(project, profile, about).items()},
        gegevens=gegevens,
    )


def page_words(page: str) -> str:
    """How people call a page: ``chapters/veld-jeugd.html`` is ``Veld jeugd``."""
    words = page.rpartition("/")[2].removesuffix(".html").replace("-", " ").capitalize()
    return "Voorpagina" if words == "Index" else words


def natural_order(text: str) -> list[tuple[bool, int, str]]:
    """A key to sort by, in which 1.9 comes before 1.10."""
    parts = re.findall(r"\d+|\D+", text)
    return [(not one.isdecimal(), int(one) if one.isdecimal() else 0, one) for one in parts]


def write(project: Project, record: EditionRecord) -> None:
    """Put the record where both renderers take it into the book."""
    write_file(project.root / FOLDER / NAME, record.to_json())


def _figures(
    place: str, chapters: Sequence[Chapter], store: Store
) -> tuple[tuple[tuple[str, ...], ...], dict[str, dict[str, str]]]:
    """``cijfers`` and ``ontwikkeling`` of a record: each indicator from the first chapter with it.

    What a chapter adds is kept, so that a revised source asks only for the chapters that use it.
    """
    code = [Code(store=store).digest("ivp.editions.record"), program_versions()]
    rows: list[tuple[str, ...]] = []
    found: dict[str, dict[str, str]] = {}
    for chapter in chapters:
        new = sorted(set(chapter.reads.indicatoren) - set(found))
        if not new:
            continue
        # The name of the file says what is in it.
        key = digest([chapter.input.name, new, place, code])
        given = (chapter.input, new, place)
        made = store.remember_data("indicators", key, partial(_elsewhere, given))
        rows += map(tuple, made["cijfers"])
        found |= made["ontwikkeling"]
    return tuple(sorted(rows, key=lambda row: row[: len(KEY)])), dict(sorted(found.items()))


def _elsewhere(given: tuple[Path, Sequence[str], str]) -> dict[str, Any]:
    """``_rows_and_courses`` in the second process, which has pandas and ``statsmodels`` loaded."""
    return workers.submit(_rows_and_courses, *given).result()


def _rows_and_courses(invoer: Path, names: Sequence[str], place: str) -> dict[str, Any]:
    """The rows of indicators ``names`` in a chapter's input, and their development in ``place``."""
    from ivp.indicators.chapter_input import ChapterInput
    from ivp.indicators.outcomes import development

    one = ChapterInput.from_json(invoer.read_bytes())
    table = one.table.frame()
    table = table[table["indicator"].isin(names)]
    here = table[table["gebied"] == place]
    found = {}
    for name in names:
        definition = one.definitions[name]
        course = development(here, definition, name, place)
        direction = course.direction or "geen_uitspraak"
        found[name] = {
            "titel": definition.titel,
            "eenheid": course.unit,
            "richting": direction,
        }
    text = table[list(COLUMNS)].to_csv(index=False, header=False, lineterminator="\n")
    return {"cijfers": list(csv.reader(io.StringIO(text))), "ontwikkeling": found}


def _series(project: Project, chapters: Sequence[Chapter]) -> Iterator[tuple[str, Series]]:
    for chapter in chapters:
        name = f"{chapter.id}.ipynb"
        if chapter.id in ABOUT_THE_EDITION:
            continue
        for cell in embedded_cells.read(project.executed / name, name):
            path = project.executed / "downloads" / f"{chapter.id}-{cell.label}.csv"
            if not cell.label.startswith(("fig-", "tbl-")) or not path.is_file():
                continue
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
            kept = [i for i, column in enumerate(rows[0]) if column != _LONG]
            yield (
                path.stem,
                Series(
                    titel=_plain(cell.caption),
                    plek=f"{chapter.text}#{cell.label}",
                    rijen=tuple(tuple(row[i] for i in kept) for row in rows),
                ),
            )


def _plain(caption: str) -> str:
    """A caption without its sources, and no longer as Markdown."""
    return re.sub(r"\\(.)", r"\1", caption.partition(". Bron: ")[0])


def _ranking(gegevens: Mapping[str, Series]) -> list[str]:
    """Themas in the order that the book shows, from the series of that figure."""
    for name, one in sorted(gegevens.items()):
        head, *rows = one.rijen
        if name.endswith("-fig-ranglijst") and _PLACE in head and _THEME in head:
            return [row[head.index(_THEME)] for row in rows]
    return []


def _settings(project: Project) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(project.params.rglob("*.yml")):
        name = project.relative(path)
        yield name, dict(_flat(yamlfile.read(path, name).data or {}))


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list) and any(isinstance(part, (dict, list)) for part in value):
        for number, part in enumerate(value):
            name = part.get("id", number) if isinstance(part, dict) else number
            yield from _flat(part, f"{place}[{name}]")
    else:
        yield place, str(value)

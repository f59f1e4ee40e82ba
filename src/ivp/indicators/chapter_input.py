"""Everything one chapter's notebook may read, as one file with the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict

from ivp.config import Chapter, Config, load
from ivp.config import model as m
from ivp.contracts import VERDICTS, Verdict
from ivp.data import Dataset, Package
from ivp.errors import IvpFout, ParamsFout, did_you_mean
from ivp.indicators.book_sources import Source, source_of, uses
from ivp.indicators.indicator_table import behind, build_table
from ivp.indicators.published import Contradiction, contradictions
from ivp.indicators.rows import SCHEMA, Remember, always
from ivp.indicators.survey_questions import survey_tests
from ivp.paths import Project


class Frame(BaseModel):
    """A frame as JSON: columns with their dtypes, and rows in which missing is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: list[str]
    dtypes: list[str]
    rows: list[list[Any]]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Self:
        columns = [_plain(frame[name]) for name in frame.columns]
        return cls(
            columns=[str(name) for name in frame.columns],
            dtypes=[str(dtype) for dtype in frame.dtypes],
            rows=[list(row) for row in zip(*columns, strict=True)],
        )

    def frame(self) -> pd.DataFrame:
        """The same frame again, with a fresh index."""
        types = dict(zip(self.columns, self.dtypes, strict=True))
        return pd.DataFrame(self.rows, columns=self.columns, dtype=object).astype(types)


class Thresholds(BaseModel):
    """The smallest numbers that may be shown or divided by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    personen: int
    respondenten: int
    inwoners: int


class ChapterInput(BaseModel):
    """The declared input of one run (docs/architecture.md, "Chapter input").

    ``table`` holds the rows of the indicator table of the declared indicators, ``datasets`` the
    declared data sets, ``parts`` those of the params, ``sources`` what is known of every data set
    behind them, and ``contradictions`` the published figures that were not used because they
    contradict each other.
    When a data set was delivered and with which checksum is the part ``leveringen``: a chapter
    that does not show it, need not run again for a delivery that changes none of its figures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    gemeente: m.Gemeente
    deelgebieden: tuple[m.Deelgebied, ...]
    plan: m.Plan
    editie: m.Editie
    zaad: int
    drempels: Thresholds
    definitions: dict[str, m.Indicator]
    table: Frame
    datasets: dict[str, Frame]
    parts: dict[str, Any]
    sources: list[Source]
    contradictions: list[Contradiction]

    def dataset(self, name: str) -> pd.DataFrame:
        """A declared data set as ``Dataset.read`` gave it. Raises ``KeyError`` when undeclared."""
        return self.datasets[name].frame()

    def to_json(self) -> bytes:
        """Deterministic JSON: keys sorted, missing is null, UTF-8, ends with a newline."""
        data = self.model_dump(mode="json")
        text = json.dumps(
            data, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        return f"{text}\n".encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Self:
        """Read what ``to_json`` wrote; raises ``IvpFout`` for anything else."""
        try:
            return cls.model_validate(json.loads(raw))
        except ValueError as error:
            raise IvpFout(
                "Het invoerbestand van dit hoofdstuk is niet te lezen",
                waar=".cache/invoer",
                waarom="het notitieboek heeft geen cijfers om mee te rekenen",
                doe="verwijder de map .cache en maak het boek opnieuw",
            ) from error


def build_input(
    chapter: Chapter,
    config: Config,
    package: Package,
    table: pd.DataFrame,
    verdicts: Sequence[Verdict] = (),
    remember: Remember = always,
) -> ChapterInput:
    """The input of ``chapter``: nothing but what it declares that it ``reads``.

    ``table`` is that of ``build_table`` and ``remember`` is as there; ``verdicts`` are the outcomes
    of the contracts.
    A data set that counts persons, row by row, is refused (``ParamsFout``): its small counts would
    end up in the notebook; the indicators made from it have those hidden.
    """
    definitions = {name: config.indicatoren[name] for name in sorted(chapter.reads.indicatoren)}
    chosen = table[table["indicator"].isin(definitions)]
    behind = {name for bron in chosen["bron"] for name in bron.split("+")}
    behind |= {definition.dataset for definition in definitions.values()}
    everything = "bronnen" in chapter.reads.onderdelen
    wanted = package.names if everything else sorted(behind | set(chapter.reads.datasets))
    return ChapterInput(
        id=chapter.id,
        gemeente=config.gemeente,
        deelgebieden=config.lokaal.deelgebieden,
        plan=config.lokaal.plan,
        editie=config.boek.editie,
        zaad=config.boek.zaad,
        drempels=Thresholds(
            personen=config.boek.drempel_personen,
            respondenten=config.boek.drempel_respondenten,
            inwoners=config.boek.drempel_inwoners,
        ),
        definitions=definitions,
        table=Frame.of(chosen[list(SCHEMA)]),
        datasets={
            name: Frame.of(_public(package.dataset(name), chapter).read())
            for name in chapter.reads.datasets
        },
        parts={
            name: _tests(definitions, config, package, table, remember)
            if name == "toetsen"
            else _part(name, config, package, verdicts, wanted)
            for name in chapter.reads.onderdelen
        },
        sources=[source_of(package.dataset(name)) for name in sorted(wanted)],
        contradictions=contradictions(definitions, package),
    )


def make_input(project: Project, chapter_id: str) -> ChapterInput:
    """The input of chapter ``chapter_id`` straight from ``params/`` and ``data/``.

    For an analyst who opens a notebook by hand. Contracts are checked only when it shows how
    they ended, and stop nothing. Raises ``ParamsFout`` for an unknown chapter.
    """
    config = load(project)
    chapters = {chapter.id: chapter for chapter in config.chapters}
    if chapter_id not in chapters:
        raise ParamsFout(
            f"Hoofdstuk '{chapter_id}' bestaat niet." + did_you_mean(chapter_id, chapters),
            waar="params/boek.yml, hoofdstukken",
            waarom="zonder opgave van het hoofdstuk is niet bekend wat het mag lezen",
            doe="herstel de naam, of voeg het hoofdstuk toe",
        )
    package = Package.load(project)
    made = build_input(chapters[chapter_id], config, package, build_table(config, package))
    if "contracten" not in made.parts:
        return made
    from ivp.contracts.check_datasets import check, publishable

    verdicts = publishable(check(package, [source.name for source in made.sources]), package)
    shown = VERDICTS.dump_python(verdicts, mode="json")
    return made.model_copy(update={"parts": {**made.parts, "contracten": shown}})


def _plain(column: pd.Series) -> list[Any]:
    """The values of a column, ``None`` where they are missing."""
    values, missing = column.tolist(), column.isna()
    if missing.any():
        return [None if gone else v for v, gone in zip(values, missing.tolist(), strict=True)]
    return values


def _tests(
    definitions: Collection[str],
    config: Config,
    package: Package,
    table: pd.DataFrame,
    remember: Remember,
) -> Any:
    """What was tested on the answers of the survey, and by which rule; the answers stay out.

    The last bits of a sum depend on how many threads add it up: they are rounded off, so that the
    same inputs give the same bytes on every machine.
    """

    def make() -> Any:
        tests = survey_tests(config, package, table).round(9)
        return Frame.of(tests[tests["indicator"].isin(definitions)]).model_dump(mode="json")

    rule = config.boek.toetsing.model_dump(mode="json")
    asked = {name: d for name, d in config.indicatoren.items() if d.soort == "enquete"}
    beside = {definition.referentie for definition in asked.values()}
    rows = table[table["indicator"].isin([*asked, *beside])]
    given = [
        sorted(definitions),
        rule,
        list(asked),  # their order is that of the tests
        behind(asked, config, package),
        Frame.of(rows).rows,
    ]
    return {"regel": rule, "uitkomsten": remember(given, make)}


def _part(
    name: str,
    config: Config,
    package: Package,
    verdicts: Sequence[Verdict],
    sources: Sequence[str],
) -> Any:
    if name == "contracten":
        from ivp.contracts.check_datasets import publishable

        return VERDICTS.dump_python(publishable(verdicts, package), mode="json")
    if name == "leveringen":
        return {source: _delivery(package.dataset(source)) for source in sources}
    if name == "bronnen":
        # The sources themselves stand in `sources`; the part asks for all of them and their use.
        return uses(config, package.names)
    return config.onderdeel(name)


def _public(dataset: Dataset, chapter: Chapter) -> Dataset:
    if dataset.resource.ivp.persoonsregistratie:
        raise ParamsFout(
            f"Bron '{dataset.name}' telt personen en kan niet in zijn geheel naar een hoofdstuk",
            waar=f"params/boek.yml, hoofdstuk {chapter.id}, leest.datasets",
            waarom="kleine aantallen zouden in het notitieboek en de downloads terechtkomen",
            doe="noem bij leest.indicatoren de indicatoren die het hoofdstuk nodig heeft",
        )
    return dataset


def _delivery(dataset: Dataset) -> dict[str, str]:
    """When a data set was taken over (ISO date), and its SHA-256 if that may be published."""
    resource = dataset.resource
    return {
        "opgehaald": resource.ivp.opgehaald.isoformat(),
        "sha256": resource.public_sha256,
    }

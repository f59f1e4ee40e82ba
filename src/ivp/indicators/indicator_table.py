"""The indicator table: one row per indicator, unit, area and period (docs/architecture.md)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.data import Package
from ivp.errors import BronFout, did_you_mean
from ivp.indicators import hidden_counts
from ivp.indicators.counts import Choice, Count, counts
from ivp.indicators.published import published_rows
from ivp.indicators.rows import KEY, MISSING, SCHEMA, Remember, Row, always, frame
from ivp.indicators.survey_questions import survey_rows
from ivp.stats.rates import SmallDenominator, poisson_interval, rate
from ivp.store import sha256

Read = Callable[[str], pd.DataFrame]
People = Callable[[str, str], Mapping[tuple[str, int], float]]
Line = tuple[str, str, bool, Row]
"""An indicator, its sources, whether all of those are real, and a row of it."""


def build_table(config: Config, package: Package, remember: Remember = always) -> pd.DataFrame:
    """All indicators of ``params/indicatoren.yml`` as one frame with ``SCHEMA``, sorted by ``KEY``.

    A count gives ``aantal`` and, with a ``noemer``, the rate per area and year (Garwood interval,
    chance variation only); a survey question gives the municipality and each deelgebied; a
    published figure is taken over. ``waarde`` is missing unless ``status`` is ``definitief`` or
    ``voorlopig``. For survey rows ``noemer`` is the number of respondents who answered.
    ``remember`` is asked per data set, so that only what follows from a revised one is made again.
    Raises ``BronFout`` for data sets or columns that a definition names but that do not exist.
    """
    read = cache(lambda name: package.dataset(name).read())
    people = cache(partial(_people, config.gemeente, read))
    by_dataset: dict[str, dict[str, m.Indicator]] = {}
    for name, definition in config.indicatoren.items():
        by_dataset.setdefault(definition.dataset, {})[name] = definition
    lines: list[Line] = []
    for some in by_dataset.values():
        make = partial(_lines, some, config, package, read, people)
        lines += remember(behind(some, config, package), make)
    table = frame([Row(*row) for _, _, _, row in lines])
    table["indicator"] = [name for name, _, _, _ in lines]
    table["bron"] = [bron for _, bron, _, _ in lines]
    table["werkelijk"] = [real for _, _, real, _ in lines]
    table["periode"] = table["jaar"].astype(str)
    table = table[list(SCHEMA)].astype(SCHEMA)
    persons = {
        name: definition
        for name, definition in config.indicatoren.items()
        if definition.soort == "telling"
        and package.dataset(definition.dataset).resource.ivp.persoonsregistratie
    }
    parents = hidden_counts.enclosing_areas(config, read, package.names)
    table = hidden_counts.suppress(table, config, persons, read, parents, remember)
    return table.sort_values(KEY, ignore_index=True)


def _datasets(definition: m.Indicator) -> list[str]:
    """The data sets of an indicator: what is counted, and what it is divided by."""
    return [definition.dataset, *([definition.noemer.dataset] if definition.noemer else [])]


def behind(some: Mapping[str, m.Indicator], config: Config, package: Package) -> Any:
    """All that the rows of ``some`` follow from before disclosure control, the code aside."""
    datasets = sorted({name for definition in some.values() for name in _datasets(definition)})
    found = [package.dataset(name) for name in datasets]
    local, book = config.lokaal, config.boek
    return [
        {name: definition.model_dump(mode="json") for name, definition in some.items()},
        [[one.resource.model_dump(mode="json"), sha256(one.raw())] for one in found],
        [area.model_dump(mode="json") for area in local.deelgebieden],
        [part.model_dump(mode="json") for part in (local.gemeente, local.vergelijking)],
        [book.drempel_respondenten, book.drempel_inwoners],
    ]


def _lines(
    some: Mapping[str, m.Indicator], config: Config, package: Package, read: Read, people: People
) -> list[Line]:
    """The rows of the indicators of one data set, before disclosure control."""
    for name, definition in some.items():
        _check_columns(name, definition, read)
    found: list[Line] = []
    counted = _counted(some, config, read)
    for name, definition in some.items():
        source = read(definition.dataset)
        match definition.soort:
            case "telling":
                rows = _count_rows(definition, counted[name], config, people)
            case "enquete":
                rows = survey_rows(definition, config, source)
            case "gepubliceerd":
                rows = published_rows(definition, config, source)
        both = _datasets(definition)
        real = {dataset: package.dataset(dataset).resource.ivp.werkelijk for dataset in both}
        late = _provisional(definition, package)
        for row in rows:
            if definition.vanaf is not None and row.jaar < definition.vanaf:
                continue
            if row.status == "definitief" and late(row):
                row = row._replace(status="voorlopig")
            used = both[:1] if row.eenheid == "aantal" else both
            found.append((name, "+".join(used), all(real[dataset] for dataset in used), row))
    return found


def _provisional(definition: m.Indicator, package: Package) -> Callable[[Row], bool]:
    """Whether a row rests on a period that a source still calls provisional."""

    def years(dataset: str, lag: int) -> set[int]:
        periods = package.dataset(dataset).resource.ivp.voorlopig
        return {int(period[:4]) + lag for period in periods}

    noemer, since = definition.noemer, definition.voorlopig_vanaf
    own, below = years(definition.dataset, 0), set()
    if noemer is not None:
        below = years(noemer.dataset, 1 if noemer.peil == "begin" else 0)
    return lambda row: (
        row.jaar in own
        or (row.jaar in below and row.eenheid != "aantal")
        or (since is not None and row.jaar >= since)
    )


def _counted(some: Mapping[str, m.Indicator], config: Config, read: Read) -> dict[str, list[Count]]:
    """The counts of those of ``some`` that are counted; they are all of one data set."""
    wanted = {n: Choice(d.kolom, d.selectie) for n, d in some.items() if d.soort == "telling"}
    if not wanted:
        return {}
    return counts(read(some[next(iter(wanted))].dataset), wanted, config.gemeente)


def _count_rows(
    definition: m.Indicator, found: Sequence[Count], config: Config, people: People
) -> list[Row]:
    """Rows of a counted indicator: ``aantal`` and, with a denominator, the rate."""
    rows = [_count_row(*one) for one in found]
    if definition.noemer is not None:
        noemer = definition.noemer
        minimum = noemer.minimum or config.boek.drempel_inwoners
        known = people(noemer.dataset, noemer.kolom)
        # A stand is that of 31 December, so a year begins with the stand of the year before.
        lag = 1 if noemer.peil == "begin" else 0
        rows += [
            _rate_row(*one, known.get((one.gebied, one.jaar - lag), MISSING), noemer, minimum)
            for one in found
        ]
    return rows


def _people(
    gemeente: m.Gemeente, read: Read, dataset: str, kolom: str
) -> dict[tuple[str, int], float]:
    """How many there were to divide by, per area and year of the stand."""
    found = counts(read(dataset), {kolom: Choice(kolom, {})}, gemeente)
    return {(one.gebied, one.jaar): one.aantal for one in found[kolom]}


def _count_row(gebied: str, naam: str, jaar: int, total: float) -> Row:
    if math.isnan(total):
        return Row(gebied, naam, jaar, "aantal", "onbekend")
    return Row(gebied, naam, jaar, "aantal", "definitief", total, *poisson_interval(total))


def _rate_row(
    gebied: str,
    naam: str,
    jaar: int,
    total: float,
    denominator: float,
    noemer: m.Noemer,
    minimum: int,
) -> Row:
    behind = {"teller": total, "noemer": denominator}
    if math.isnan(total) or math.isnan(denominator):
        return Row(gebied, naam, jaar, noemer.eenheid, "onbekend", **behind)
    found = rate(total, denominator, noemer.per, minimum)
    if isinstance(found, SmallDenominator):
        return Row(gebied, naam, jaar, noemer.eenheid, "kleine_noemer", **behind)
    limits = (found.value, found.lower, found.upper)
    return Row(gebied, naam, jaar, noemer.eenheid, "definitief", *limits, **behind)


def _check_columns(name: str, definition: m.Indicator, read: Read) -> None:
    columns = definition.schaal.stellingen if definition.schaal else (definition.kolom,)
    needed = [(definition.dataset, [*columns, "jaar", *definition.selectie])]
    if definition.soort == "enquete":
        needed.append((definition.dataset, ["gewicht", "deelgebied"]))
    if definition.soort == "gepubliceerd":
        needed.append((definition.dataset, ["gebied", "bron_document"]))
    if definition.noemer is not None:
        needed.append((definition.noemer.dataset, [definition.noemer.kolom, "jaar"]))
    for dataset, names in needed:
        present = list(read(dataset).columns)
        for column in names:
            if column not in present:
                raise BronFout(
                    f"Bron '{dataset}' heeft geen kolom '{column}'."
                    + did_you_mean(column, present),
                    waar=f"params/indicatoren.yml, indicatoren.{name}",
                    waarom="de indicator kan zonder die kolom niet worden berekend",
                    doe="herstel de naam van de kolom of van de bron",
                )

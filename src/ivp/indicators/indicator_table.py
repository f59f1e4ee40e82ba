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
from ivp.indicators import suppression
from ivp.indicators.counts import Choice, counts
from ivp.indicators.published import published_rows
from ivp.indicators.rows import KEY, MISSING, Remember, Row, always, frame
from ivp.indicators.survey_questions import survey_rows
from ivp.stats.rates import SmallDenominator, rate
from ivp.store import sha256

Read = Callable[[str], pd.DataFrame]
People = Callable[[str, str], Mapping[tuple[str, int], float]]


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
    rows: list[Row] = []
    for some in by_dataset.values():
        make = partial(_rows, some, config, package, read, people)
        rows += [Row(*row) for row in remember(behind(some, config, package), make)]
    persons = {
        name: definition
        for name, definition in config.indicatoren.items()
        if definition.soort == "telling"
        and package.dataset(definition.dataset).resource.ivp.persoonsregistratie
    }
    parents = suppression.enclosing_areas(config, read, package.names)
    table = suppression.suppress(frame(rows), config, persons, read, parents, remember)
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


def _rows(
    some: Mapping[str, m.Indicator], config: Config, package: Package, read: Read, people: People
) -> list[Row]:
    """The rows of the indicators of one data set, before disclosure control."""
    for name, definition in some.items():
        _check_columns(name, definition, read)
    source = read(next(iter(some.values())).dataset)
    wanted = {n: Choice(d.kolom, d.selectie) for n, d in some.items() if d.soort == "telling"}
    counted = counts(source, wanted, config.gemeente) if wanted else {}
    found: list[Row] = []
    for name, definition in some.items():
        match definition.soort:
            case "telling":
                rows = [*counted[name], *_rates(counted[name], definition, config, people)]
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
            found.append(
                row._replace(
                    indicator=name, bron="+".join(used), werkelijk=all(real[one] for one in used)
                )
            )
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


def _rates(
    counted: Sequence[Row], definition: m.Indicator, config: Config, people: People
) -> list[Row]:
    """The rate behind each count, when the indicator has a denominator."""
    noemer = definition.noemer
    if noemer is None:
        return []
    minimum = noemer.minimum or config.boek.drempel_inwoners
    known = people(noemer.dataset, noemer.kolom)
    # A stand is that of 31 December, so a year begins with the stand of the year before.
    lag = 1 if noemer.peil == "begin" else 0
    found = []
    for one in counted:
        size = known.get((one.gebied, one.jaar - lag), MISSING)
        row = Row(one.gebied, one.gebied_naam, one.jaar, noemer.eenheid, "onbekend")
        row = row._replace(teller=one.waarde, noemer=size)
        if not (math.isnan(one.waarde) or math.isnan(size)):
            made = rate(one.waarde, size, noemer.per, minimum)
            if isinstance(made, SmallDenominator):
                row = row._replace(status="kleine_noemer")
            else:
                row = row.known(made.value, made.lower, made.upper)
        found.append(row)
    return found


def _people(
    gemeente: m.Gemeente, read: Read, dataset: str, kolom: str
) -> dict[tuple[str, int], float]:
    """How many there were to divide by, per area and year of the stand."""
    found = counts(read(dataset), {kolom: Choice(kolom, {})}, gemeente)
    return {(one.gebied, one.jaar): one.waarde for one in found[kolom]}


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

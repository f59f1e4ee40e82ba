"""The indicator table: one row per indicator, unit, area and period (docs/architecture.md)."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.errors import BronFout, did_you_mean
from ivp.indicators import disclosure
from ivp.indicators.counts import count
from ivp.indicators.published import published_rows
from ivp.indicators.questions import survey_rows
from ivp.indicators.rows import KEY, MISSING, SCHEMA, Row, frame
from ivp.sources import Package
from ivp.stats.rates import SmallDenominator, poisson_interval, rate

Read = Callable[[str], pd.DataFrame]


def build(config: Config, package: Package) -> pd.DataFrame:
    """All indicators of ``params/indicatoren.yml`` as one frame with ``SCHEMA``, sorted by ``KEY``.

    A count gives ``aantal`` and, with a ``noemer``, the rate per area and year (Garwood interval,
    chance variation only); a survey question gives the municipality and each deelgebied; a
    published figure is taken over. ``waarde`` is missing unless ``status`` is ``definitief`` or
    ``voorlopig``. For survey rows ``noemer`` is the number of respondents who answered.
    Raises ``BronFout`` for data sets or columns that a definition names but that do not exist.
    """
    read = cache(lambda name: package.dataset(name).read())
    parts = [_part(name, config, package, read) for name in config.indicatoren]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(SCHEMA))
    table = table[list(SCHEMA)].astype(SCHEMA)
    persons = {
        name: definition
        for name, definition in config.indicatoren.items()
        if definition.soort == "telling"
        and package.dataset(definition.dataset).resource.ivp.persoonsregistratie
    }
    parents = disclosure.omvat(config, read, package.names)
    table = disclosure.suppress(table, config, persons, read, parents)
    return table.sort_values(KEY, ignore_index=True)


def _part(name: str, config: Config, package: Package, read: Read) -> pd.DataFrame:
    """The rows of one indicator, all columns of ``SCHEMA``."""
    definition = config.indicatoren[name]
    _check_columns(name, definition, read)
    source = read(definition.dataset)
    match definition.soort:
        case "telling":
            rows = _count_rows(definition, config, read)
        case "enquete":
            rows = survey_rows(definition, config, source)
        case "gepubliceerd":
            rows = published_rows(definition, config, source)
    part = frame(rows)
    both = [definition.dataset, *([definition.noemer.dataset] if definition.noemer else [])]
    used = [both if unit != "aantal" else both[:1] for unit in part["eenheid"]]
    real = {dataset: package.dataset(dataset).resource.ivp.werkelijk for dataset in both}
    part["indicator"] = name
    part["periode"] = part["jaar"].astype(str)
    part["bron"] = ["+".join(datasets) for datasets in used]
    part["werkelijk"] = [all(real[dataset] for dataset in datasets) for datasets in used]
    if definition.vanaf is not None:
        part = part[part["jaar"] >= definition.vanaf]
    late = _provisional(part, definition, package)
    if definition.voorlopig_vanaf is not None:
        late |= part["jaar"] >= definition.voorlopig_vanaf
    part.loc[late & (part["status"] == "definitief"), "status"] = "voorlopig"
    return part


def _provisional(part: pd.DataFrame, definition: m.Indicator, package: Package) -> pd.Series:
    """Which rows rest on a period that a source still calls provisional."""

    def years(dataset: str, lag: int) -> set[int]:
        periods = package.dataset(dataset).resource.ivp.voorlopig
        return {int(period[:4]) + lag for period in periods}

    late = part["jaar"].isin(years(definition.dataset, 0))
    if definition.noemer is not None:
        begin = years(definition.noemer.dataset, 1 if definition.noemer.peil == "begin" else 0)
        late |= part["jaar"].isin(begin) & (part["eenheid"] != "aantal")
    return late


def _count_rows(definition: m.Indicator, config: Config, read: Read) -> list[Row]:
    """Rows of a counted indicator: ``aantal`` and, with a denominator, the rate."""
    counts = count(read(definition.dataset), definition.kolom, definition.selectie, config.gemeente)
    places = list(zip(counts["gebied"], counts["gebied_naam"], counts["jaar"], strict=True))
    totals = counts["aantal"].tolist()
    rows = [_count_row(*place, total) for place, total in zip(places, totals, strict=True)]
    if definition.noemer is not None:
        noemer = definition.noemer
        minimum = noemer.minimum or config.boek.drempel_inwoners
        people = count(read(noemer.dataset), noemer.kolom, {}, config.gemeente)
        # A stand is that of 31 December, so a year begins with the stand of the year before.
        lag = 1 if noemer.peil == "begin" else 0
        keys = zip(people["gebied"], people["jaar"] + lag, strict=True)
        known = dict(zip(keys, people["aantal"].tolist(), strict=True))
        rows += [
            _rate_row(*place, total, known.get((place[0], place[2]), MISSING), noemer, minimum)
            for place, total in zip(places, totals, strict=True)
        ]
    return rows


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

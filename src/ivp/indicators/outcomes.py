"""What can be said of an indicator: its development, its outlook, how an area stands to others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from scipy.special import ndtri, stdtrit

from ivp.config import model as m
from ivp.indicators.rows import Row, rows_of
from ivp.stats.forecast import MIN_PERIODS as MIN_FORECAST
from ivp.stats.forecast import Forecast, NoForecast, forecast
from ivp.stats.funnel import Funnel, Rank, funnel, ranks
from ivp.stats.rates import Estimate, rate_ratio
from ivp.stats.trend import MIN_PERIODS, Direction, NoTrend, Trend, trend

WhyNot = Literal["geen_cijfer", "kleine_noemer", "onderdrukt", "niet_te_schatten"]
Position = Literal["hoger", "lager", "geen_duidelijk_verschil"]


@dataclass(frozen=True)
class SurveyChange:
    """The change between two survey editions, in the unit of the indicator."""

    difference: float
    direction: Direction
    first: int
    last: int


@dataclass(frozen=True)
class Development:
    """The development of an indicator in one area.

    ``first`` and ``last`` are of the whole series that is shown, ``change`` of the part that is
    comparable: from ``since`` (the last break) on, without provisional years. ``unit`` is the rate
    when the indicator has one, else its own unit.
    """

    indicator: str
    area: str
    unit: str
    first: Row | None
    last: Row | None
    since: int | None
    change: Trend | SurveyChange | NoTrend

    @property
    def direction(self) -> Direction | None:
        """The direction, or ``None`` when no trend is given."""
        return None if isinstance(self.change, NoTrend) else self.change.direction


@dataclass(frozen=True)
class Comparison:
    """How many times the rate of the reference an area's rate is, with 95% interval.

    For a reference that contains the area (country, police unit) the ratio is to the rest of it.
    """

    ratio: Estimate
    direction: Position
    year: int


@dataclass(frozen=True)
class NoComparison:
    """No comparison, and why; ``area`` is where the figure is lacking."""

    reason: WhyNot
    area: str
    year: int


def development(
    table: pd.DataFrame,
    definition: m.Indicator,
    indicator: str,
    area: str,
    min_periods: int = MIN_PERIODS,
    *,
    provisional: bool = False,
    across_breaks: bool = False,
) -> Development:
    """The development of ``indicator`` in ``area``, from rows of the indicator table.

    Provisional years, and years before the last break in the series, count only when asked for
    (``provisional``, ``across_breaks``); whoever asks must say so beside the figure.
    A count is regressed on the years (``ivp.stats.trend``, which needs ``min_periods`` of them), a
    survey answer compared between its first and last comparable edition; a published figure has no
    known margins and so no trend.
    """
    unit = definition.main_unit
    rows = _series(table, indicator, area, unit)
    shown = [row for row in rows if not math.isnan(row.waarde)]
    breaks = [b.jaar for b in definition.reeksbreuken if any(s.jaar < b.jaar for s in shown)]
    since = None if across_breaks else max(breaks, default=None)
    change: Trend | SurveyChange | NoTrend
    if definition.soort == "telling":
        final = ("definitief", "voorlopig") if provisional else ("definitief",)
        used = [row for row in rows if row.status in final]
        change = trend(
            [row.jaar for row in used],
            [row.teller if definition.noemer else row.waarde for row in used],
            [row.noemer for row in used] if definition.noemer else None,
            since=since,
            min_periods=min_periods,
        )
    else:
        change = _difference(rows, since, definition)
    first, last = (shown[0], shown[-1]) if shown else (None, None)
    return Development(indicator, area, unit, first, last, since, change)


def comparison(
    table: pd.DataFrame, indicator: str, area: str, reference: str, year: int
) -> Comparison | NoComparison:
    """How the rate of ``area`` stands to that of ``reference`` in ``year``.

    ``table`` is the indicator table. Country (``NL…``) and police unit (``RE…``) contain the
    municipality: it is taken out of them first, as a part cannot be tested against its whole.
    """
    wanted = (table["indicator"] == indicator) & (table["jaar"] == year)
    rates = rows_of(table[wanted & table["eenheid"].str.startswith("per_")])
    by_area = {row.gebied: row for row in rates if row.gebied in (area, reference)}
    for place in (area, reference):
        status = by_area[place].status if place in by_area else "onbekend"
        if status not in ("definitief", "voorlopig"):
            return NoComparison(_REASONS.get(status, "geen_cijfer"), place, year)
    own, other = by_area[area], by_area[reference]
    count, size = other.teller, other.noemer
    if reference.startswith(("NL", "RE")) and area != reference:
        count, size = count - own.teller, size - own.noemer
    ratio = rate_ratio(own.teller, own.noemer, count, size) if count >= 0 and size > 0 else None
    if ratio is None:
        return NoComparison("niet_te_schatten", reference, year)
    direction: Position = (
        "hoger" if ratio.lower > 1 else "lager" if ratio.upper < 1 else "geen_duidelijk_verschil"
    )
    return Comparison(ratio, direction, year)


def last_comparison(
    table: pd.DataFrame, indicator: str, area: str, reference: str
) -> Comparison | NoComparison | None:
    """``comparison`` in the last year in which both have a rate; ``None`` when there is none."""
    rates = table[(table["indicator"] == indicator) & table["eenheid"].str.startswith("per_")]
    rates = rates[rates["waarde"].notna()]
    years = [set(rates.loc[rates["gebied"] == code, "jaar"]) for code in (area, reference)]
    common = years[0] & years[1]
    return comparison(table, indicator, area, reference, max(common)) if common else None


_REASONS: Mapping[str, WhyNot] = {"kleine_noemer": "kleine_noemer", "onderdrukt": "onderdrukt"}


def outlook(
    table: pd.DataFrame, definition: m.Indicator, indicator: str, area: str
) -> Forecast | NoForecast:
    """What the coming years may bring for ``indicator`` in ``area`` when nothing else changes.

    From rows of the indicator table: in its rate when it has one, else in counts; without
    provisional years and years before the last break. Only counted indicators have one.
    """
    if definition.soort != "telling":
        return NoForecast(0, MIN_FORECAST)
    unit = definition.main_unit
    rows = [row for row in _series(table, indicator, area, unit) if row.status == "definitief"]
    years = [row.jaar for row in rows]
    since = max((b.jaar for b in definition.reeksbreuken if b.jaar in years), default=None)
    if definition.noemer is None:
        return forecast(years, [row.waarde for row in rows], since=since)
    counts, sizes = [row.teller for row in rows], [row.noemer for row in rows]
    return forecast(years, counts, sizes, per=definition.noemer.per, since=since)


@dataclass(frozen=True)
class SideBySide:
    """Rates of municipalities in one year, high to low (``rows``), with funnel and ranks.

    ``missing`` are the names of those without a rate in that year.
    """

    rows: pd.DataFrame
    funnel: Funnel
    ranks: tuple[Rank, ...]
    year: int
    missing: tuple[str, ...]


def comparable_group(
    table: pd.DataFrame, indicator: str, gemeente: m.Gebied, beside: m.Vergelijking, year: int
) -> list[m.Gebied]:
    """The municipality and those of ``beside`` that its ``vergelijkbaar`` calls comparable.

    Inhabitants are the denominator of ``indicator`` in ``year``; who has none is left out.
    """
    rows = table[(table["indicator"] == indicator) & (table["jaar"] == year)]
    size = dict(zip(rows["gebied"], rows["noemer"], strict=True))
    own = size.get(gemeente.code)
    rule = beside.vergelijkbaar
    if own is None:
        return [gemeente]
    return [
        gemeente,
        *(
            area
            for area in beside.gemeenten
            if area.code in size
            and 1 / rule.inwoners_factor <= size[area.code] / own <= rule.inwoners_factor
            and (not rule.stedelijkheid or area.stedelijkheid in rule.stedelijkheid)
        ),
    ]


def side_by_side(
    table: pd.DataFrame, indicator: str, areas: Sequence[m.Gebied], year: int, seed: int
) -> SideBySide | None:
    """The areas with a rate in ``year``; ``None`` with fewer than two. ``seed`` is of the ranks."""
    rows = table[
        (table["indicator"] == indicator)
        & (table["jaar"] == year)
        & table["eenheid"].str.startswith("per_")
        & table["gebied"].isin([area.code for area in areas])
        & table["status"].isin(["definitief", "voorlopig"])
    ]
    rows = rows.sort_values(["waarde", "gebied"], ascending=[False, True], ignore_index=True)
    if len(rows) < 2:
        return None
    counts, sizes = rows["teller"].tolist(), rows["noemer"].tolist()
    known = set(rows["gebied"])
    missing = tuple(area.naam for area in areas if area.code not in known)
    places = tuple(ranks(counts, sizes, seed))
    return SideBySide(rows, funnel(counts, sizes), places, year, missing)


def _series(table: pd.DataFrame, indicator: str, area: str, unit: str) -> list[Row]:
    """The series of one indicator in one area and unit, by year."""
    wanted = table["indicator"] == indicator
    wanted &= (table["gebied"] == area) & (table["eenheid"] == unit)
    return sorted(rows_of(table[wanted]), key=lambda row: row.jaar)


def _difference(
    rows: Sequence[Row], since: int | None, definition: m.Indicator
) -> SurveyChange | NoTrend:
    """The last comparable edition minus the first; samples of different years are independent.

    The standard errors follow from the intervals (t with respondents - 1), for a share on the logit
    scale on which they were made.
    """
    usable = [
        row
        for row in rows
        if row.status == "definitief"
        and not math.isnan(row.ondergrens)
        and (since is None or row.jaar >= since)
    ]
    if definition.soort != "enquete" or len(usable) < 2:
        return NoTrend("te_kort", len(usable), 2 if definition.soort == "enquete" else MIN_PERIODS)
    first, last = usable[0], usable[-1]
    points, variance = [], 0.0
    for row in (first, last):
        limits = [row.waarde, row.ondergrens, row.bovengrens]
        if definition.meting == "aandeel":
            if not 0 < row.waarde < 100:
                return NoTrend("niet_te_schatten", len(usable), 2)
            limits = [math.log(v / (100 - v)) for v in limits]
        points.append(limits[0])
        variance += ((limits[2] - limits[1]) / 2 / stdtrit(row.noemer - 1, 0.975)) ** 2
    z = (points[1] - points[0]) / math.sqrt(variance) if variance else 0.0
    clear = abs(z) > ndtri(0.975)
    direction: Direction = (
        "geen_duidelijke_verandering" if not clear else "stijging" if z > 0 else "daling"
    )
    return SurveyChange(last.waarde - first.waarde, direction, first.jaar, last.jaar)

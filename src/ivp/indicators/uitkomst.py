"""What can be said of an indicator: its development, and how an area stands to another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd
from scipy.special import ndtri, stdtrit

from ivp.config import model as m
from ivp.stats.rates import Estimate, rate_ratio
from ivp.stats.trend import MIN_PERIODS, Direction, NoTrend, Trend, trend

Waarom = Literal["geen_cijfer", "kleine_noemer", "onderdrukt", "niet_te_schatten"]
Stand = Literal["hoger", "lager", "geen_duidelijk_verschil"]


@dataclass(frozen=True)
class Meting:
    """One value of the series; the limits are NaN when the indicator has none."""

    jaar: int
    waarde: float
    ondergrens: float
    bovengrens: float
    status: str


@dataclass(frozen=True)
class Verschil:
    """The change between two survey editions, in the unit of the indicator."""

    verschil: float
    richting: Direction
    van: int
    tot: int
    methode: Literal["verschil-tussen-edities"] = "verschil-tussen-edities"


@dataclass(frozen=True)
class Ontwikkeling:
    """The development of an indicator in one area.

    ``eerste`` and ``laatste`` are of the whole series that is shown, ``verandering`` of the part
    that is comparable: from ``sinds`` (the last break) on, without provisional years. ``eenheid``
    is the rate when the indicator has one, else its own unit.
    """

    indicator: str
    gebied: str
    eenheid: str
    eerste: Meting | None
    laatste: Meting | None
    sinds: int | None
    verandering: Trend | Verschil | NoTrend

    @property
    def richting(self) -> Direction | None:
        """The direction, or ``None`` when no trend is given."""
        change = self.verandering
        if isinstance(change, Trend):
            return change.direction
        return change.richting if isinstance(change, Verschil) else None


@dataclass(frozen=True)
class Vergelijkingsuitkomst:
    """How many times the rate of the reference an area's rate is, with 95% interval.

    For a reference that contains the area (country, police unit) the ratio is to the rest of it.
    """

    verhouding: Estimate
    richting: Stand
    jaar: int


@dataclass(frozen=True)
class GeenVergelijking:
    """No comparison, and why; ``gebied`` is where the figure is lacking."""

    reden: Waarom
    gebied: str
    jaar: int


def ontwikkeling(
    table: pd.DataFrame,
    definition: m.Indicator,
    indicator: str,
    gebied: str,
    min_periods: int = MIN_PERIODS,
    *,
    voorlopig: bool = False,
    over_breuken: bool = False,
) -> Ontwikkeling:
    """The development of ``indicator`` in ``gebied``, from rows of the indicator table.

    Provisional years, and years before the last break in the series, count only when asked for
    (``voorlopig``, ``over_breuken``); whoever asks must say so beside the figure.
    A count is regressed on the years (``ivp.stats.trend``, which needs ``min_periods`` of them), a
    survey answer compared between its first and last comparable edition; a published figure has no
    known margins and so no trend.
    """
    unit = definition.noemer.eenheid if definition.noemer else definition.eenheid
    rows = _rows(table, indicator, gebied, unit)
    shown = [Meting(*row[:5]) for row in rows if not math.isnan(row.waarde)]
    breaks = [b.jaar for b in definition.reeksbreuken if any(s.jaar < b.jaar for s in shown)]
    since = None if over_breuken else max(breaks, default=None)
    change: Trend | Verschil | NoTrend
    if definition.soort == "telling":
        final = ("definitief", "voorlopig") if voorlopig else ("definitief",)
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
    return Ontwikkeling(indicator, gebied, unit, first, last, since, change)


def vergelijking(
    table: pd.DataFrame,
    indicator: str,
    gebied: str,
    referentie: str,
    jaar: int,
) -> Vergelijkingsuitkomst | GeenVergelijking:
    """How the rate of ``gebied`` stands to that of ``referentie`` in ``jaar``.

    ``table`` is the indicator table. Country (``NL…``) and police unit (``RE…``) contain the
    municipality: it is taken out of them first, as a part cannot be tested against its whole.
    """
    rates = table[
        (table["indicator"] == indicator)
        & (table["jaar"] == jaar)
        & table["eenheid"].str.startswith("per_")
    ]
    found: list[tuple[float, float]] = []
    for area in (gebied, referentie):
        rows = rates[rates["gebied"] == area]
        status = str(rows["status"].iloc[0]) if len(rows) else "onbekend"
        if status not in ("definitief", "voorlopig"):
            reason: Waarom = _REASONS.get(status, "geen_cijfer")
            return GeenVergelijking(reason, area, jaar)
        found.append((float(rows["teller"].iloc[0]), float(rows["noemer"].iloc[0])))
    own, other = found
    if referentie.startswith(("NL", "RE")) and gebied != referentie:
        other = (other[0] - own[0], other[1] - own[1])
    ratio = rate_ratio(*own, *other) if other[0] >= 0 and other[1] > 0 else None
    if ratio is None:
        return GeenVergelijking("niet_te_schatten", referentie, jaar)
    direction: Stand = (
        "hoger" if ratio.lower > 1 else "lager" if ratio.upper < 1 else "geen_duidelijk_verschil"
    )
    return Vergelijkingsuitkomst(ratio, direction, jaar)


_REASONS: Mapping[str, Waarom] = {"kleine_noemer": "kleine_noemer", "onderdrukt": "onderdrukt"}


class _Row(NamedTuple):
    """A row of the indicator table: first what a ``Meting`` is, then what is behind it."""

    jaar: int
    waarde: float
    ondergrens: float
    bovengrens: float
    status: str
    teller: float
    noemer: float


def _rows(table: pd.DataFrame, indicator: str, gebied: str, eenheid: str) -> list[_Row]:
    """The series of one indicator in one area and unit, by year."""
    wanted = table["indicator"] == indicator
    wanted &= (table["gebied"] == gebied) & (table["eenheid"] == eenheid)
    chosen = wanted.to_numpy()
    listed = (table[name].to_numpy()[chosen].tolist() for name in _Row._fields)
    return sorted(map(_Row, *listed), key=lambda row: row.jaar)


def _difference(
    rows: Sequence[_Row], since: int | None, definition: m.Indicator
) -> Verschil | NoTrend:
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
    return Verschil(last.waarde - first.waarde, direction, first.jaar, last.jaar)

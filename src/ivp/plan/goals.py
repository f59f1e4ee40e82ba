"""Goals: where they start, what they aim at, and whether their source could ever show it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from scipy.special import stdtrit

from ivp.config import model as m
from ivp.indicators.outcomes import development
from ivp.indicators.rows import summable
from ivp.stats import power
from ivp.stats.trend import Trend

Verdict = Literal[
    "aantoonbaar",
    "pas-later",
    "niet-aantoonbaar",
    "zonder-indicator",
    "zonder-streefwaarde",
    "zonder-basis",
    "zonder-marge",
    "verkeerde-kant",
    "al-gehaald",
]
BASE_YEARS = 3
"""A count's baseline is that of its last years before the plan together: single years jump."""
LOOK_AHEAD = 10
"""Years after the target year in which is looked whether the goal would show."""


GOALS = {
    **dict.fromkeys(["nummer", "jaar"], "int64"),
    **dict.fromkeys(["doel", "thema", "naam", "portefeuillehouder", "toelichting"], "str"),
    **dict.fromkeys(["indicator", "titel", "eenheid", "oordeel"], "str"),
    **dict.fromkeys(["van", "tot", "laatste_jaar", "vanaf"], "Int64"),
    **dict.fromkeys(["basis", "streef", "laatste", "zichtbaar", "kans"], "float64"),
}
"""Columns and dtypes of ``goals``."""


@dataclass(frozen=True)
class _Base:
    """A baseline: ``count`` and ``size`` of a count, or the standard error of an estimate."""

    value: float
    first: int
    last: int
    per: float = 1.0
    count: float = 0.0
    size: float = 0.0
    error: float = math.nan


def goals(
    plans: m.Plannen,
    figures: pd.DataFrame,
    definitions: Mapping[str, m.Indicator],
    gemeente: str,
    plan: m.Plan,
) -> pd.DataFrame:
    """What can be said of each goal, in the order of the params (``GOALS``).

    ``figures`` is (part of) the indicator table, ``gemeente`` an area code. Values are in
    ``eenheid``; what cannot be given is missing. ``nummer`` is the goal's place, ``titel`` is the
    indicator's. ``basis`` is the baseline over the years ``van`` to ``tot``, ``streef`` what is
    aimed at, ``laatste`` the last value; ``zichtbaar`` the smallest change (positive) that the
    source shows in four out of five times in the target year; ``kans`` the chance (0–1) that the
    change that is aimed at is seen then; ``vanaf`` the first year in which that chance is four out
    of five, when the target is reached in time and kept; ``oordeel`` is a ``Verdict``.
    """
    found = []
    for number, doel in enumerate(plans.doelen, 1):
        about = {**doel.model_dump(exclude={"streef"}), "nummer": number, "doel": doel.id}
        found.append({**about, **_judge(doel, figures, definitions, gemeente, plan)})
    return pd.DataFrame(found, columns=list(GOALS)).astype(GOALS)


def _judge(
    doel: m.Doel,
    figures: pd.DataFrame,
    definitions: Mapping[str, m.Indicator],
    gemeente: str,
    plan: m.Plan,
) -> dict[str, Any]:
    """The columns of one goal that follow from its figures, as far as they can be given."""
    if doel.indicator is None:
        return {"oordeel": "zonder-indicator"}
    definition = definitions[doel.indicator]
    now = development(figures, definition, doel.indicator, gemeente)
    found: dict[str, Any] = {"titel": definition.titel, "eenheid": now.unit}
    if now.last:
        found |= {"laatste": now.last.waarde, "laatste_jaar": now.last.jaar}
    rows = figures[
        (figures["indicator"] == doel.indicator)
        & (figures["gebied"] == gemeente)
        & (figures["eenheid"] == now.unit)
        & (figures["status"] == "definitief")
    ].sort_values("jaar")
    base = _base(rows, definition, plan)
    if base is None:
        return {**found, "oordeel": "zonder-basis"}
    found |= {"van": base.first, "tot": base.last, "basis": base.value}
    if doel.streef is None:
        return {**found, "oordeel": "zonder-streefwaarde"}
    target = doel.streef.waarde
    if target is None:
        target = base.value * (1 + (doel.streef.verandering_procent or 0) / 100)
    found["streef"] = target
    if wrong := _wrong(doel.streef, base.value, target, definition):
        return {**found, "oordeel": wrong}
    if definition.soort == "telling":
        change = now.change
        spread = max(1.0, change.dispersion) if isinstance(change, Trend) else 1.0
        seen, chance, since = _count(base, target, doel.jaar, spread)
    elif math.isnan(base.error):
        return {**found, "oordeel": "zonder-marge"}
    else:
        seen, chance, since = _estimate(base, target, doel.jaar, rows["jaar"].tolist())
    verdict: Verdict = "niet-aantoonbaar"
    if since is not None:
        verdict = "aantoonbaar" if since <= doel.jaar else "pas-later"
    return {**found, "zichtbaar": seen, "kans": chance, "vanaf": since, "oordeel": verdict}


def _base(rows: pd.DataFrame, definition: m.Indicator, plan: m.Plan) -> _Base | None:
    """The baseline: known years before the plan, from the last break in the series on."""
    before = rows[(rows["jaar"] < plan.van) & rows["waarde"].notna()]
    breaks = [b.jaar for b in definition.reeksbreuken if (before["jaar"] >= b.jaar).any()]
    before = before[before["jaar"] >= max(breaks, default=0)]
    if before.empty:
        return None
    if definition.soort != "telling":
        last = before.iloc[-1]
        quantile = stdtrit(last["noemer"] - 1, 0.975) if last["noemer"] > 1 else math.nan
        error = float((last["bovengrens"] - last["ondergrens"]) / 2 / quantile)
        year = int(last["jaar"])
        return _Base(float(last["waarde"]), year, year, error=error)
    used = before.tail(BASE_YEARS)
    years = (int(used["jaar"].iloc[0]), int(used["jaar"].iloc[-1]))
    if definition.noemer is None:
        count, size, per = float(summable(used, "waarde").sum()), float(len(used)), 1.0
    else:
        count, size = float(summable(used, "teller").sum()), float(used["noemer"].sum())
        per = float(definition.noemer.per)
    return _Base(per * count / size, *years, per, count, size)


def _wrong(
    aim: m.Streefwaarde, base: float, target: float, definition: m.Indicator
) -> Verdict | None:
    """Whether the target lies on the unfavourable side of the baseline, or was reached before."""
    if target == base:
        return "verkeerde-kant"
    if definition.gunstig == "geen" or (target > base) == (definition.gunstig == "hoger"):
        return None
    return "al-gehaald" if aim.waarde is not None else "verkeerde-kant"


def _count(
    base: _Base, target: float, year: int, dispersion: float
) -> tuple[float, float, int | None]:
    """Smallest visible change, chance in the target year, first year with a good chance."""
    if base.count == 0:
        return math.nan, 0.0, None
    each = base.size / (base.last - base.first + 1)
    ratio = max(target / base.value, 1e-3)
    edge = power.detectable_ratio(base.count, base.size, each, dispersion, up=ratio > 1)
    seen = math.nan if edge is None else abs(edge - 1) * base.value
    chances = {
        year + n: power.rate_power(ratio, base.count, base.size, each * (n + 1), dispersion)
        for n in range(LOOK_AHEAD + 1)
    }
    return seen, chances[year], _first_good(chances)


def _estimate(
    base: _Base, target: float, year: int, editions: list[int]
) -> tuple[float, float, int | None]:
    """As ``_count``, for a survey that comes back as often as it did, with as many answers."""
    step = editions[-1] - editions[-2] if len(editions) > 1 else 1
    first = editions[-1]
    while first < year:
        first += step
    chances = {
        first + n * step: power.difference_power(
            target - base.value, base.error, base.error / math.sqrt(n + 1)
        )
        for n in range(LOOK_AHEAD // step + 1)
    }
    seen = power.detectable_difference(base.error, base.error)
    return seen, chances[first], _first_good(chances)


def _first_good(chances: Mapping[int, float]) -> int | None:
    """The first year in which the chance is good enough."""
    return next((year for year, chance in chances.items() if chance >= power.POWER), None)

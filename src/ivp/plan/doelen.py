"""Goals: where they start, what they aim at, and whether their source could ever show it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from scipy.special import stdtrit

from ivp.config import model as m
from ivp.indicators.rows import optelbaar
from ivp.indicators.uitkomst import Meting, ontwikkeling
from ivp.stats import power
from ivp.stats.trend import Trend

Oordeel = Literal[
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
BASISJAREN = 3
"""A count's baseline is that of its last years before the plan together: single years jump."""
VOORUIT = 10
"""Years after the target year in which is looked whether the goal would show."""


@dataclass(frozen=True)
class Doelstand:
    """What can be said of a goal. Values are in ``eenheid``; what cannot be given is ``None``.

    ``basis`` is the baseline over the years ``van`` to ``tot``; ``zichtbaar`` the smallest change
    (positive, same unit) that the source shows in four out of five times in the target year;
    ``kans`` the chance (0–1) that the change that is aimed at is seen then; ``vanaf`` the first
    year in which that chance is four out of five, when the target is reached in time and kept.
    """

    doel: m.Doel
    oordeel: Oordeel
    titel: str | None = None
    eenheid: str | None = None
    van: int | None = None
    tot: int | None = None
    basis: float | None = None
    streef: float | None = None
    laatste: Meting | None = None
    zichtbaar: float | None = None
    kans: float | None = None
    vanaf: int | None = None

    @property
    def meetbaar(self) -> bool:
        """Whether it has what every goal should have: indicator, baseline and target."""
        return self.basis is not None and self.streef is not None

    @property
    def in_orde(self) -> bool:
        return self.oordeel == "aantoonbaar"


@dataclass(frozen=True)
class _Basis:
    """A baseline: ``telling`` and ``omvang`` of a count, or the standard error of an estimate."""

    waarde: float
    van: int
    tot: int
    per: float = 1.0
    telling: float = 0.0
    omvang: float = 0.0
    fout: float = math.nan


def doelstanden(
    plannen: m.Plannen,
    cijfers: pd.DataFrame,
    definities: dict[str, m.Indicator],
    gemeente: str,
    plan: m.Plan,
) -> list[Doelstand]:
    """Every goal in the order of the params; ``cijfers`` is (part of) the indicator table."""
    return [doelstand(doel, cijfers, definities, gemeente, plan) for doel in plannen.doelen]


def doelstand(
    doel: m.Doel,
    cijfers: pd.DataFrame,
    definities: dict[str, m.Indicator],
    gemeente: str,
    plan: m.Plan,
) -> Doelstand:
    """What can be said of one goal."""
    if doel.indicator is None:
        return Doelstand(doel, "zonder-indicator")
    definition = definities[doel.indicator]
    now = ontwikkeling(cijfers, definition, doel.indicator, gemeente)
    about: dict[str, Any] = {
        "titel": definition.titel,
        "eenheid": now.eenheid,
        "laatste": now.laatste,
    }
    rows = cijfers[
        (cijfers["indicator"] == doel.indicator)
        & (cijfers["gebied"] == gemeente)
        & (cijfers["eenheid"] == now.eenheid)
        & (cijfers["status"] == "definitief")
    ].sort_values("jaar")
    base = _base(rows, definition, plan)
    if base is None:
        return Doelstand(doel, "zonder-basis", **about)
    about |= {"van": base.van, "tot": base.tot, "basis": base.waarde}
    if doel.streef is None:
        return Doelstand(doel, "zonder-streefwaarde", **about)
    target = _target(doel.streef, base.waarde)
    about |= {"streef": target}
    wrong = _wrong(doel.streef, base.waarde, target, definition)
    if wrong:
        return Doelstand(doel, wrong, **about)
    if definition.soort == "telling":
        change = now.verandering
        spread = max(1.0, change.dispersion) if isinstance(change, Trend) else 1.0
        seen, chance, since = _count(base, target, doel.jaar, spread)
    elif math.isnan(base.fout):
        return Doelstand(doel, "zonder-marge", **about)
    else:
        seen, chance, since = _estimate(base, target, doel.jaar, rows["jaar"].tolist())
    verdict: Oordeel = (
        "niet-aantoonbaar"
        if since is None
        else "aantoonbaar"
        if since <= doel.jaar
        else "pas-later"
    )
    return Doelstand(
        doel,
        verdict,
        zichtbaar=seen,
        kans=chance,
        vanaf=since,
        **about,
    )


def _base(rows: pd.DataFrame, definition: m.Indicator, plan: m.Plan) -> _Basis | None:
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
        return _Basis(float(last["waarde"]), year, year, fout=error)
    used = before.tail(BASISJAREN)
    years = (int(used["jaar"].iloc[0]), int(used["jaar"].iloc[-1]))
    if definition.noemer is None:
        count, size, per = float(optelbaar(used, "waarde").sum()), float(len(used)), 1.0
    else:
        count, size = float(optelbaar(used, "teller").sum()), float(used["noemer"].sum())
        per = float(definition.noemer.per)
    return _Basis(per * count / size, *years, per, count, size)


def _target(aim: m.Streefwaarde, base: float) -> float:
    if aim.waarde is not None:
        return aim.waarde
    assert aim.verandering_procent is not None, "the model asks for one of the two"
    return base * (1 + aim.verandering_procent / 100)


def _wrong(
    aim: m.Streefwaarde, base: float, target: float, definition: m.Indicator
) -> Oordeel | None:
    """Whether the target lies on the unfavourable side of the baseline, or was reached before."""
    if target == base:
        return "verkeerde-kant"
    if definition.gunstig == "geen" or (target > base) == (definition.gunstig == "hoger"):
        return None
    return "al-gehaald" if aim.waarde is not None else "verkeerde-kant"


def _count(
    base: _Basis, target: float, year: int, dispersion: float
) -> tuple[float | None, float, int | None]:
    """Smallest visible change, chance in the target year, first year with a good chance."""
    if base.telling == 0:
        return None, 0.0, None
    each = base.omvang / (base.tot - base.van + 1)
    ratio = max(target / base.waarde, 1e-3)
    edge = power.detectable_ratio(base.telling, base.omvang, each, dispersion, up=ratio > 1)
    seen = None if edge is None else abs(edge - 1) * base.waarde
    since, chance = None, 0.0
    for extra in range(VOORUIT + 1):
        now = power.rate_power(ratio, base.telling, base.omvang, each * (extra + 1), dispersion)
        if extra == 0:
            chance = now
        if now >= power.POWER and since is None:
            since = year + extra
    return seen, chance, since


def _estimate(
    base: _Basis, target: float, year: int, editions: list[int]
) -> tuple[float, float, int | None]:
    """As ``_count``, for a survey that comes back as often as it did, with as many answers."""
    step = editions[-1] - editions[-2] if len(editions) > 1 else 1
    first = editions[-1]
    while first < year:
        first += step
    since, chance = None, 0.0
    for extra in range(VOORUIT // step + 1):
        after = base.fout / math.sqrt(extra + 1)
        now = power.difference_power(target - base.waarde, base.fout, after)
        if extra == 0:
            chance = now
        if now >= power.POWER and since is None:
            since = first + extra * step
    return power.detectable_difference(base.fout, base.fout), chance, since

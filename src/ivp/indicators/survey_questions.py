"""Survey questions: their estimates, and which differences between answers are more than chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.data import Package
from ivp.errors import BronFout, did_you_mean
from ivp.indicators.rows import Row
from ivp.stats.raoscott import Independence, rao_scott
from ivp.stats.survey import (
    Difference,
    Floats,
    Mask,
    SurveyEstimate,
    adjust,
    against_published,
    against_rest,
    mean,
    proportion,
    scale_score,
)


def survey_rows(definition: m.Indicator, config: Config, source: pd.DataFrame) -> list[Row]:
    """Rows of a survey indicator: ``waarde`` in its unit, ``noemer`` the respondents who answered.

    Below ``drempel_respondenten`` answers an estimate is hidden (``onderdrukt``); the number of
    respondents is still there, for ``ivp.indicators.suppression`` to hide. Raises ``BronFout``
    when the data name a deelgebied that params do not know.
    """
    known = {area.id: area.naam for area in config.lokaal.deelgebieden}
    place = deelgebied_of(source, known, definition).to_numpy()
    year = source["jaar"].to_numpy(dtype=int)
    values = answers(definition, source)
    weights = np.asarray(source["gewicht"].astype(float), dtype=np.float64)
    areas: list[tuple[str, str, Mask]] = [
        (config.gemeente.code, config.gemeente.naam, np.ones(len(source), bool)),
        *((code, naam, np.asarray(place == code)) for code, naam in known.items()),
    ]
    scale = 100 if definition.eenheid == "procent" else 1
    estimate = proportion if definition.meting == "aandeel" else mean
    rows = []
    for jaar in sorted(set(year.tolist())):
        now = year == jaar
        for code, naam, inside in areas:
            found = estimate(values[now], weights[now], inside[now], strata=place[now])
            if found is None or found.respondents < config.boek.drempel_respondenten:
                answered = int((inside[now] & np.isfinite(values[now]) & (weights[now] > 0)).sum())
                row = Row(code, naam, jaar, definition.eenheid, "onderdrukt", noemer=answered)
            else:
                limits = [scale * v for v in (found.value, found.lower, found.upper)]
                row = Row(code, naam, jaar, definition.eenheid, "", noemer=found.respondents)
                row = row.known(*limits)
            rows.append(row)
    return rows


def answers(definition: m.Indicator, source: pd.DataFrame) -> Floats:
    """The answer of each respondent (NaN: none): a question, or a scale over statements."""
    scale = definition.schaal
    if scale is None:
        return np.asarray(source[definition.kolom].astype(float), dtype=np.float64)
    statements = source[list(scale.stellingen)].astype(float).to_numpy(dtype=np.float64)
    turned = [scale.stellingen.index(name) for name in scale.omgekeerd]
    return scale_score(statements, scale.laagste, scale.hoogste, turned)


def deelgebied_of(
    source: pd.DataFrame, known: dict[str, str], definition: m.Indicator
) -> pd.Series[str]:
    """The deelgebied of each respondent as the id in params; deliveries use the id or the name."""
    ids = {name: area for area, name in known.items()} | {area: area for area in known}
    for value in source["deelgebied"].dropna().unique():
        if value not in ids:
            raise BronFout(
                f"Deelgebied '{value}' staat niet in de params van de gemeente."
                + did_you_mean(str(value), known.values()),
                waar=f"bron {definition.dataset}, kolom deelgebied",
                waarom="antwoorden uit dit deelgebied zouden uit de cijfers per deelgebied vallen",
                doe="herstel de naam in de levering, of voeg het deelgebied toe aan de params",
            )
    return source["deelgebied"].map(ids)


Against = Literal["rest", "samen", "gepubliceerd"]
"""A deelgebied against the rest of the municipality, all deelgebieden at once, or the municipality
against a published figure."""
TestVerdict = Literal["hoger", "lager", "verschillend", "geen_duidelijk_verschil", "geen_marge"]

_Z = 1.959963984540054
"""Half the width of a published 95% interval in standard errors."""


class SurveyTest(NamedTuple):
    """One comparison, in the unit of the indicator; what does not apply is NaN.

    ``gebied`` is a deelgebied (``rest``), the municipality (``samen``) or the area of the published
    figure (``gepubliceerd``); ``waarde`` that of ``gebied``, ``verschil`` the deelgebied minus the
    rest, or the municipality minus ``gebied``. ``p`` is for this test alone, ``p_samen`` corrected
    for all ``familie`` tests of its kind in the edition; ``oordeel`` follows from ``p_samen``.
    """

    indicator: str
    tegen: Against
    gebied: str
    gebied_naam: str
    jaar: int
    waarde: float
    verschil: float
    ondergrens: float
    bovengrens: float
    p: float
    p_samen: float
    familie: int
    oordeel: TestVerdict


_NAN = float("nan")


def survey_tests(config: Config, package: Package, table: pd.DataFrame) -> pd.DataFrame:
    """The tests of all survey questions in their last edition; columns are those of ``Toets``.

    ``table`` is the indicator table after disclosure control: what it hides is not tested. Each
    kind of test is a family of its own, over all questions and areas of an edition; how the family
    is corrected is ``toetsing`` in the params.
    """
    read = cache(lambda name: package.dataset(name).read())
    found: list[SurveyTest] = []
    for name, definition in config.indicatoren.items():
        if definition.soort == "enquete":
            found += _tests(name, definition, config, read(definition.dataset), table)
    rule = config.boek.toetsing
    done: list[SurveyTest] = []
    for kind, year in dict.fromkeys((test.tegen, test.jaar) for test in found):
        family = [test for test in found if (test.tegen, test.jaar) == (kind, year)]
        tested = [test for test in family if test.p == test.p]
        adjusted = adjust([test.p for test in tested], rule.correctie)
        done += [test for test in family if test.p != test.p]
        for test, p in zip(tested, adjusted, strict=True):
            verdict = _verdict(test, p < rule.niveau)
            done.append(test._replace(p_samen=p, familie=len(tested), oordeel=verdict))
    order = list(config.indicatoren)
    done.sort(key=lambda test: (order.index(test.indicator), test.tegen))
    return pd.DataFrame(done, columns=list(SurveyTest._fields))


def _verdict(test: SurveyTest, clear: bool) -> TestVerdict:
    if not clear:
        return "geen_duidelijk_verschil"
    if test.tegen == "samen":
        return "verschillend"
    return "hoger" if test.verschil > 0 else "lager"


def _tests(
    name: str, definition: m.Indicator, config: Config, source: pd.DataFrame, table: pd.DataFrame
) -> Iterator[SurveyTest]:
    """The tests of one question, before correction."""
    shown = table[(table["indicator"] == name) & table["waarde"].notna()]
    here = shown[shown["gebied"] == config.gemeente.code]
    if here.empty:
        return
    year = int(here["jaar"].max())
    source = source[source["jaar"].astype(int) == year]
    areas = {area.id: area.naam for area in config.lokaal.deelgebieden}
    place = deelgebied_of(source, areas, definition).to_numpy()
    values = answers(definition, source)
    weights = np.asarray(source["gewicht"].astype(float), dtype=np.float64)
    scale = 100 if definition.eenheid == "procent" else 1
    now = shown[shown["jaar"] == year].set_index("gebied")["waarde"]

    def row(
        kind: Against, area: str, title: str, value: float, result: Difference | None
    ) -> SurveyTest:
        figures = (_NAN, _NAN, _NAN, _NAN)
        if result is not None:
            low, high = result.lower * scale, result.upper * scale
            figures = (result.value * scale, low, high, result.p)
        return SurveyTest(name, kind, area, title, year, value, *figures, _NAN, 0, "geen_marge")

    for area, title in areas.items():
        if area in now.index:
            result = against_rest(values, weights, place == area, strata=place)
            if result is not None and definition.meting == "aandeel":
                # Of few answers the spread of a share is itself unsure: this test allows for that.
                tied = _tied(values, place == area, weights, place)
                result = None if tied is None else replace(result, p=tied.p)
            if result is not None:
                yield row("rest", area, title, float(now[area]), result)
    if definition.meting == "aandeel":
        yield from _together(row, config, values, weights, place)
    estimate = (proportion if definition.meting == "aandeel" else mean)(
        values, weights, strata=place
    )
    if estimate is not None and definition.referentie is not None:
        yield from _published(row, definition.referentie, table, estimate, scale, year)


def _together(
    row: Callable[..., SurveyTest], config: Config, values: Floats, weights: Floats, place: Any
) -> Iterator[SurveyTest]:
    """Whether the answer hangs together with the deelgebied at all (Rao-Scott)."""
    result = _tied(values, place, weights, place)
    if result is not None:
        code, title = config.gemeente.code, config.gemeente.naam
        yield row("samen", code, title, _NAN, None)._replace(p=result.p)


def _tied(values: Floats, groups: Any, weights: Floats, place: Any) -> Independence | None:
    """Whether the answers hang together with the groups of respondents (Rao-Scott)."""
    some = weights > 0
    return rao_scott(values[some].tolist(), groups[some], weights[some], strata=place[some])


def _published(
    row: Callable[..., SurveyTest],
    reference: str,
    table: pd.DataFrame,
    estimate: SurveyEstimate,
    scale: float,
    year: int,
) -> Iterator[SurveyTest]:
    """The municipality beside each published area of the same year; without margins no test."""
    rows = table[
        (table["indicator"] == reference) & (table["jaar"] == year) & table["waarde"].notna()
    ]
    for one in rows.to_dict("records"):
        result = None
        if one["ondergrens"] == one["ondergrens"]:
            se = (one["bovengrens"] - one["ondergrens"]) / 2 / _Z / scale
            result = against_published(estimate, one["waarde"] / scale, se)
        yield row("gepubliceerd", one["gebied"], one["gebied_naam"], one["waarde"], result)

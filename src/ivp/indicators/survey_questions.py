"""Survey questions: their estimates, and which differences between answers are more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.data import Package
from ivp.errors import BronFout, did_you_mean
from ivp.indicators.rows import MISSING, Row, rows_of
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


class AnswerSet(NamedTuple):
    """One edition of a survey question, by respondent: answer (NaN: none), weight, deelgebied."""

    answers: Floats
    weights: Floats
    place: Any


def survey_rows(definition: m.Indicator, config: Config, source: pd.DataFrame) -> list[Row]:
    """Rows of a survey indicator: ``waarde`` in its unit, ``noemer`` the respondents who answered.

    Below ``drempel_respondenten`` answers an estimate is hidden (``onderdrukt``); the number of
    respondents is still there, for ``ivp.indicators.suppression`` to hide. Raises ``BronFout``
    when the data name a deelgebied that params do not know.
    """
    areas = {config.gemeente.code: config.gemeente.naam}
    areas |= {area.id: area.naam for area in config.lokaal.deelgebieden}
    scale = 100 if definition.eenheid == "procent" else 1
    rows = []
    for jaar, edition in _editions(definition, config, source).items():
        values, weights, place = edition
        for code, naam in areas.items():
            everyone = code == config.gemeente.code
            inside = np.ones(len(place), bool) if everyone else np.asarray(place == code)
            found = _estimate(definition, edition, inside)
            if found is None or found.respondents < config.boek.drempel_respondenten:
                answered = int((inside & np.isfinite(values) & (weights > 0)).sum())
                row = Row(code, naam, jaar, definition.eenheid, "onderdrukt", noemer=answered)
            else:
                limits = [scale * v for v in (found.value, found.lower, found.upper)]
                row = Row(code, naam, jaar, definition.eenheid, "", noemer=found.respondents)
                row = row.known(*limits)
            rows.append(row)
    return rows


def _editions(
    definition: m.Indicator, config: Config, source: pd.DataFrame
) -> dict[int, AnswerSet]:
    """The editions of a question by year, from old to new."""
    known = {area.id: area.naam for area in config.lokaal.deelgebieden}
    year = source["jaar"].to_numpy(dtype=int)
    weights = np.asarray(source["gewicht"].astype(float), dtype=np.float64)
    values, place = answers(definition, source), deelgebied_of(source, known, definition).to_numpy()
    return {
        one: AnswerSet(values[year == one], weights[year == one], place[year == one])
        for one in sorted(set(year.tolist()))
    }


def _estimate(
    definition: m.Indicator, edition: AnswerSet, inside: Mask | None = None
) -> SurveyEstimate | None:
    """The share or the mean of the answers, of all respondents or those ``inside``."""
    estimate = proportion if definition.meting == "aandeel" else mean
    return estimate(edition.answers, edition.weights, inside, strata=edition.place)


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
    waarde: float = MISSING
    verschil: float = MISSING
    ondergrens: float = MISSING
    bovengrens: float = MISSING
    p: float = MISSING
    p_samen: float = MISSING
    familie: int = 0
    oordeel: TestVerdict = "geen_marge"


def survey_tests(config: Config, package: Package, table: pd.DataFrame) -> pd.DataFrame:
    """The tests of all survey questions in their last edition; columns are those of ``SurveyTest``.

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
    own = table[(table["indicator"] == name) & table["waarde"].notna()]
    here = own[own["gebied"] == config.gemeente.code]
    if here.empty:
        return
    year = int(here["jaar"].max())
    shown = {row.gebied: row for row in rows_of(own[own["jaar"] == year])}
    edition = _editions(definition, config, source)[year]
    values, weights, place = edition
    scale = 100 if definition.eenheid == "procent" else 1

    def tied(groups: Any) -> Independence | None:
        """Whether the answers hang together with the groups of respondents (Rao-Scott)."""
        some = weights > 0
        return rao_scott(values[some].tolist(), groups[some], weights[some], strata=place[some])

    def test(kind: Against, row: Row, result: Difference | None) -> SurveyTest:
        made = SurveyTest(name, kind, row.gebied, row.gebied_naam, year, row.waarde)
        if result is None:
            return made
        low, high = scale * result.lower, scale * result.upper
        return made._replace(
            verschil=scale * result.value, ondergrens=low, bovengrens=high, p=result.p
        )

    for area in config.lokaal.deelgebieden:
        result = against_rest(values, weights, place == area.id, strata=place)
        if result is not None and definition.meting == "aandeel":
            # Of few answers the spread of a share is itself unsure: this test allows for that.
            exact = tied(place == area.id)
            result = None if exact is None else replace(result, p=exact.p)
        if area.id in shown and result is not None:
            yield test("rest", shown[area.id], result)
    if definition.meting == "aandeel" and (whole := tied(place)) is not None:
        row = shown[config.gemeente.code]._replace(waarde=MISSING)
        yield test("samen", row, None)._replace(p=whole.p)
    estimate = _estimate(definition, edition)
    if estimate is None or definition.referentie is None:
        return
    published = table[(table["indicator"] == definition.referentie) & (table["jaar"] == year)]
    for row in rows_of(published[published["waarde"].notna()]):
        result = None  # without margins no test
        if row.ondergrens == row.ondergrens:
            se = (row.bovengrens - row.ondergrens) / 2 / _Z / scale
            result = against_published(estimate, row.waarde / scale, se)
        yield test("gepubliceerd", row, result)

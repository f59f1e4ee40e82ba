"""Survey questions: the estimate for the municipality and for each deelgebied."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.errors import BronFout, did_you_mean
from ivp.indicators.rows import Row
from ivp.stats.survey import Floats, Mask, mean, proportion, scale_score


def survey_rows(definition: m.Indicator, config: Config, source: pd.DataFrame) -> list[Row]:
    """Rows of a survey indicator: ``waarde`` in its unit, ``noemer`` the respondents who answered.

    Below ``drempel_respondenten`` answers an estimate is hidden (``onderdrukt``); the number of
    respondents is still there, for ``ivp.indicators.disclosure`` to hide. Raises ``BronFout`` when
    the data name a deelgebied that params do not know.
    """
    known = {area.id: area.naam for area in config.lokaal.deelgebieden}
    place = deelgebieden(source, known, definition).to_numpy()
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
                row = Row(code, naam, jaar, definition.eenheid, "onderdrukt")
                rows.append(row._replace(noemer=answered))
                continue
            value, lower, upper = (scale * v for v in (found.value, found.lower, found.upper))
            row = Row(code, naam, jaar, definition.eenheid, "definitief", value, lower, upper)
            rows.append(row._replace(noemer=found.respondents))
    return rows


def answers(definition: m.Indicator, source: pd.DataFrame) -> Floats:
    """The answer of each respondent (NaN: none): a question, or a scale over statements."""
    scale = definition.schaal
    if scale is None:
        return np.asarray(source[definition.kolom].astype(float), dtype=np.float64)
    statements = source[list(scale.stellingen)].astype(float).to_numpy(dtype=np.float64)
    turned = [scale.stellingen.index(name) for name in scale.omgekeerd]
    return scale_score(statements, scale.laagste, scale.hoogste, turned)


def deelgebieden(
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

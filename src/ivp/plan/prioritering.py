"""Scores of every thema on every criterium, by rules that the book states.

A score runs from 1 (little reason to choose this thema) to 5 (much reason). There are five rules,
one of which each criterium names (``score_uit``); a score that no rule can give is missing and
says why. The rules are ours: no official weighing is known (VNG Kernbeleid Veiligheid names the
step, not the arithmetic). ``rangorde`` weighs the scores and sees what other weights would give.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ivp.config import model as m
from ivp.indicators.rows import optelbaar
from ivp.indicators.uitkomst import ontwikkeling
from ivp.stats.ranking import stability, weighted

LAAGSTE, HOOGSTE = 1, 5
JAREN = 3
"""The level of a count is that of its last years together: single years jump too much."""
MATE = {"ja": 1.0, "deels": 0.5, "nee": 0.0}
GELIJK, GUNSTIG, ONGUNSTIG = 3.0, 1.0, 5.0
STEVIG, KANSLOOS = 80.0, 20.0
"""Share of the weightings (%) from which a place in the top is firm, and below which it is out."""
OORDEEL = {"stevig": "stevig", "keuze": "politieke keuze", "buiten": "valt af"}
"""The verdict of ``rangorde`` in the reader's words."""
COLUMNS = ["veld", "thema", "naam", "criterium", "score", "reden"]


@dataclass(frozen=True)
class Score:
    """A score, or ``None`` with the reason in Dutch."""

    waarde: float | None
    reden: str = ""


def scores(
    velden: Sequence[m.Veld],
    prioritering: m.Prioritering,
    cijfers: pd.DataFrame,
    definities: Mapping[str, m.Indicator],
    sessies: pd.DataFrame,
    gemeente: str,
    land: str,
) -> pd.DataFrame:
    """Every thema × criterium, in the order of the params (``COLUMNS``).

    ``cijfers`` is (part of) the indicator table; of each thema the first indicator in ``velden``
    speaks for it, when ``definities`` has it. ``sessies`` has ``sessie``, ``thema``, ``criterium``
    and ``score`` per participant. ``gemeente`` and ``land`` are area codes. ``score`` is 1 to 5 or
    NaN; ``reden`` says in Dutch why it is missing, and is empty otherwise.
    """
    groups = groepen(prioritering, sessies)
    means = groepsgemiddelden(sessies)
    rows = []
    for veld in velden:
        for thema in veld.themas:
            indicator = next(iter(thema.indicatoren), None)
            if indicator not in definities:
                indicator = None
            for criterium in prioritering.criteria:
                match criterium.score_uit:
                    case "indicator-niveau":
                        score = _level(indicator, cijfers, definities, prioritering, gemeente, land)
                    case "indicator-trend":
                        score = _trend(indicator, cijfers, definities, gemeente)
                    case "sessies":
                        score = _sessions(means, groups, thema.id, criterium)
                    case "kaders":
                        score = aansluiting(prioritering, thema.id)
                    case "uren":
                        score = _hours(prioritering, thema.id)
                value = math.nan if score.waarde is None else score.waarde
                rows.append((veld.id, thema.id, thema.naam, criterium.id, value, score.reden))
    return pd.DataFrame(rows, columns=COLUMNS)


def verhouding(rijen: pd.DataFrame, gemeente: str, land: str, jaren: int = JAREN) -> float | None:
    """The municipality's level divided by the country's, over the last years that both know.

    ``rijen`` are rows of one indicator and one unit. Rates are pooled: counts and denominators of
    the last ``jaren`` common years are summed first. A value without a count (survey, published)
    is taken from the last common year. ``None`` when there is no common year or the country has 0.
    """
    known = rijen[rijen["waarde"].notna()]
    own = known[known["gebied"] == gemeente].set_index("jaar")
    other = known[known["gebied"] == land].set_index("jaar")
    common = own.index.intersection(other.index).sort_values()
    if common.empty:
        return None
    counted = rijen["eenheid"].iloc[0].startswith("per_")
    years = common[-jaren:] if counted else common[-1:]
    ours, theirs = (_together(frame.loc[years], counted) for frame in (own, other))
    return ours / theirs if theirs > 0 else None


def _together(rows: pd.DataFrame, counted: bool) -> float:
    if counted:
        return float(optelbaar(rows, "teller").sum() / rows["noemer"].sum())
    return float(rows["waarde"].iloc[-1])


def klasse(verhouding: float, grenzen: Sequence[float]) -> float:
    """1 plus the number of limits that the ratio exceeds: 1 to 5 with four limits."""
    return float(LAAGSTE + sum(verhouding > grens for grens in grenzen))


def groepen(prioritering: m.Prioritering, sessies: pd.DataFrame) -> list[m.Groep]:
    """The groups that scored: as the params name them, else every meeting in the delivery."""
    if prioritering.groepen:
        return list(prioritering.groepen)
    return [m.Groep(sessie=name, naam=name.capitalize()) for name in sessies["sessie"].unique()]


def groepsgemiddelden(sessies: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """The mean of the scores that were given, by meeting, thema and criterium."""
    given = sessies[sessies["score"].notna()]
    means = given.groupby(["sessie", "thema", "criterium"], sort=True)["score"].mean().reset_index()
    keys = means[["sessie", "thema", "criterium"]].itertuples(index=False, name=None)
    return dict(zip(keys, means["score"].tolist(), strict=True))


def aansluiting(prioritering: m.Prioritering, thema: str) -> Score:
    """1 without any link to the agendas, 5 with a full link to all of them, in proportion.

    The agendas that count are those that are known and ``telt_mee``; a thema without a link to one
    of them has "nee" there.
    """
    kaders = [a.kader for a in prioritering.agendas if a.telt_mee and not a.onbekend]
    if not kaders:
        return Score(None, "geen bekende agenda")
    degree = {
        link.kader: MATE[link.mate] for link in prioritering.aansluiting if link.thema == thema
    }
    found = sum(degree.get(kader, 0.0) for kader in kaders)
    return Score(LAAGSTE + (HOOGSTE - LAAGSTE) * found / len(kaders))


def _hours(prioritering: m.Prioritering, thema: str) -> Score:
    hours = {item.thema: item.uren for item in prioritering.uren}.get(thema)
    if hours is None:
        return Score(None, "geen inschatting van uren")
    return Score(float(HOOGSTE + LAAGSTE) - klasse(hours, prioritering.uren_grenzen))


def _level(
    indicator: str | None,
    cijfers: pd.DataFrame,
    definities: Mapping[str, m.Indicator],
    prioritering: m.Prioritering,
    gemeente: str,
    land: str,
) -> Score:
    if indicator is None:
        return Score(None, "geen cijfer")
    definition = definities[indicator]
    if definition.gunstig == "geen":
        return Score(None, "meer is niet beter of slechter")
    unit = definition.noemer.eenheid if definition.noemer else definition.eenheid
    if unit == "aantal":
        return Score(None, "niet per inwoner te tellen")
    rows = cijfers[(cijfers["indicator"] == indicator) & (cijfers["eenheid"] == unit)]
    ratio = None if rows.empty else verhouding(rows, gemeente, land)
    if ratio is None:
        return Score(None, "geen landelijk cijfer")
    if definition.gunstig == "hoger":
        ratio = math.inf if ratio == 0 else 1 / ratio
    return Score(klasse(ratio, prioritering.niveau_grenzen))


def _trend(
    indicator: str | None,
    cijfers: pd.DataFrame,
    definities: Mapping[str, m.Indicator],
    gemeente: str,
) -> Score:
    if indicator is None:
        return Score(None, "geen cijfer")
    definition = definities[indicator]
    if definition.gunstig == "geen":
        return Score(None, "meer is niet beter of slechter")
    match ontwikkeling(cijfers, definition, indicator, gemeente).richting:
        case None:
            return Score(None, "te weinig jaren")
        case "geen_duidelijke_verandering":
            return Score(GELIJK)
        case direction:
            worse = (direction == "stijging") == (definition.gunstig == "lager")
            return Score(ONGUNSTIG if worse else GUNSTIG)


def _sessions(
    means: Mapping[tuple[str, str, str], float],
    groups: Sequence[m.Groep],
    thema: str,
    criterium: m.Criterium,
) -> Score:
    """The mean of the groups' means, so that a large group counts no heavier than its weight."""
    total = weight = 0.0
    for group in groups:
        mean = means.get((group.sessie, thema, criterium.id))
        if mean is not None and (not criterium.groepen or group.sessie in criterium.groepen):
            total += group.gewicht * mean
            weight += group.gewicht
    return Score(total / weight) if weight else Score(None, "niet gescoord in de sessies")


def breed(scores: pd.DataFrame, prioritering: m.Prioritering) -> pd.DataFrame:
    """``scores`` as thema × criterium, both in the order of the params: sums depend on it."""
    wide = scores.pivot(index="thema", columns="criterium", values="score")
    themas = scores["thema"].drop_duplicates().tolist()
    return wide.loc[themas, [criterium.id for criterium in prioritering.criteria]]


def gewichten(prioritering: m.Prioritering) -> dict[str, float]:
    """The weight of each criterium, as the params have it."""
    return {criterium.id: criterium.gewicht for criterium in prioritering.criteria}


def rangorde(scores: pd.DataFrame, prioritering: m.Prioritering, zaad: int) -> pd.DataFrame:
    """Thema's from high to low weighted score, with what other weights would do to their place.

    ``scores`` as from the function of that name. Columns: ``thema``, ``naam``, ``score`` (1 to 5),
    ``dekking`` (% of the weight that has a score), ``rang``, ``aandeel`` (% of the weightings with
    the thema among the first ``aantal_prioriteiten``), ``rang_laag``, ``rang_hoog`` (places between
    which 90% of the weightings put it), ``oordeel``: ``stevig``, ``keuze`` or ``buiten``. A thema
    without any score is left out.
    """
    wide, weights = breed(scores, prioritering), gewichten(prioritering)
    table = weighted(wide, weights).join(
        stability(wide, weights, top=prioritering.aantal_prioriteiten, seed=zaad)
    )
    table = table[table["score"].notna()].copy()
    table["naam"] = scores.drop_duplicates("thema").set_index("thema")["naam"]
    table["dekking"] *= 100
    table["aandeel"] = table.pop("aandeel_top") * 100
    table["oordeel"] = [
        "stevig" if share >= STEVIG else "keuze" if share >= KANSLOOS else "buiten"
        for share in table["aandeel"]
    ]
    table = table.rename_axis("thema").reset_index()
    return table.sort_values(["rang", "aandeel", "naam"], ascending=[True, False, True])[
        [
            "thema",
            "naam",
            "score",
            "dekking",
            "rang",
            "aandeel",
            "rang_laag",
            "rang_hoog",
            "oordeel",
        ]
    ].reset_index(drop=True)


def bovenste(rangen: pd.DataFrame, aantal: int) -> list[str]:
    """The thema's in the first ``aantal`` places of ``rangorde``."""
    return [str(thema) for thema in rangen["thema"].head(aantal)]

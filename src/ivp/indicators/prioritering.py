"""Scores of every thema on every criterium, by rules that the book states.

A score runs from 1 (little reason to choose this thema) to 5 (much reason). There are four rules,
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
from ivp.indicators.uitkomst import ontwikkeling
from ivp.stats.ranking import stability, weighted

LAAGSTE, HOOGSTE = 1, 5
JAREN = 3
"""The level of a count is that of its last years together: single years jump too much."""
MATE = {"ja": 1.0, "deels": 0.5, "nee": 0.0}
GELIJK, GUNSTIG, ONGUNSTIG = 3.0, 1.0, 5.0
STEVIG, KANSLOOS = 80.0, 20.0
"""Share of the weightings (%) from which a place in the top is firm, and below which it is out."""
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
    speaks for it, when ``definities`` has it. ``sessies`` has ``thema``, ``criterium`` and
    ``score`` per participant. ``gemeente`` and ``land`` are area codes. ``score`` is 1 to 5 or NaN;
    ``reden`` says in Dutch why it is missing, and is empty otherwise.
    """
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
                        score = _sessions(sessies, thema.id, criterium.id)
                    case "kaders":
                        score = aansluiting(prioritering.aansluiting, thema.id)
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
        return float(rows["teller"].sum() / rows["noemer"].sum())
    return float(rows["waarde"].iloc[-1])


def klasse(verhouding: float, grenzen: Sequence[float]) -> float:
    """1 plus the number of limits that the ratio exceeds: 1 to 5 with four limits."""
    return float(LAAGSTE + sum(verhouding > grens for grens in grenzen))


def aansluiting(koppelingen: Sequence[m.Aansluiting], thema: str) -> Score:
    """1 without any link to the frameworks, 5 with a full link to all of them, in proportion.

    The frameworks that count are those that ``koppelingen`` names; a thema that is not linked to
    one of them has "nee" there.
    """
    kaders = {link.kader for link in koppelingen}
    if not kaders:
        return Score(None, "geen kader gekoppeld")
    degree = {link.kader: MATE[link.mate] for link in koppelingen if link.thema == thema}
    return Score(LAAGSTE + (HOOGSTE - LAAGSTE) * sum(degree.values()) / len(kaders))


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


def _sessions(sessies: pd.DataFrame, thema: str, criterium: str) -> Score:
    given = sessies[(sessies["thema"] == thema) & (sessies["criterium"] == criterium)]["score"]
    given = given.dropna()
    if given.empty:
        return Score(None, "niet gescoord in de sessies")
    return Score(float(given.mean()))


def rangorde(scores: pd.DataFrame, prioritering: m.Prioritering, zaad: int) -> pd.DataFrame:
    """Thema's from high to low weighted score, with what other weights would do to their place.

    ``scores`` as from the function of that name. Columns: ``thema``, ``naam``, ``score`` (1 to 5),
    ``dekking`` (% of the weight that has a score), ``rang``, ``aandeel`` (% of the weightings with
    the thema among the first ``aantal_prioriteiten``), ``rang_laag``, ``rang_hoog`` (places between
    which 90% of the weightings put it), ``oordeel``: ``stevig``, ``keuze`` or ``buiten``. A thema
    without any score is left out.
    """
    wide = scores.pivot(index="thema", columns="criterium", values="score")
    weights = {criterium.id: criterium.gewicht for criterium in prioritering.criteria}
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

"""Fictitious survey answers, scores of the sessions, and the example division in deelgebieden."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.example_data import codes
from tools.example_data.calibration import Calibration

_SHARE_15_PLUS = 0.84
# Per edition: answers in all, and the means to which the report marks are calibrated.
EDITIONS = {2019: (390, 7.6, 7.6), 2021: (420, 7.7, 7.75)}
# Share that says yes, in 2019 and 2021.
_YES_NO = {
    "voelt_zich_weleens_onveilig": {2019: 0.27, 2021: 0.30},
    "slachtoffer_12mnd": {2019: 0.13, 2021: 0.12},
    "slachtoffer_cyber": {2019: 0.11, 2021: 0.15},
    "overlast_jongeren": {2019: 0.11, 2021: 0.13},
    "overlast_verkeer": {2019: 0.31, 2021: 0.34},
}
_NO_ANSWER = 0.02
# Per question: unit, and value with half its 95% interval for the police unit and the country.
_REFERENCE = {
    "rapportcijfer_leefbaarheid": ("rapportcijfer", (7.5, 0.06), (7.4, 0.02)),
    "rapportcijfer_veiligheid": ("rapportcijfer", (7.6, 0.06), (7.5, 0.02)),
    "voelt_zich_weleens_onveilig": ("procent", (31.0, 1.2), (33.0, 0.4)),
    "slachtoffer_12mnd": ("procent", (15.0, 1.0), (17.0, 0.3)),
    "sociale_cohesie": ("schaalscore_0_10", (6.4, 0.05), (6.2, 0.02)),
}
_DOCUMENT = "Voorbeeld, in de vorm van CBS-tabel 85146NED"


def respondents(calibration: Calibration) -> pd.DataFrame:
    """Survey microdata: one row per respondent with the weight and the answers.

    Equal numbers per deelgebied; the weights of a deelgebied sum to its inhabitants of 15 and over,
    of whom there were as many at the start of the year. Answers of one person hang together.
    """
    return pd.concat([_edition(calibration, jaar) for jaar in EDITIONS], ignore_index=True)


def reference() -> pd.DataFrame:
    """Outcomes of region and country as they would be published: value and 95% interval."""
    areas = (("RE04", "Eenheid Noord-Holland"), ("NL00", "Nederland"))
    rows = [
        {
            "jaar": max(EDITIONS),
            "gebied": code,
            "gebied_naam": name,
            "vraag": question,
            "waarde": value,
            "ondergrens": round(value - half, 2),
            "bovengrens": round(value + half, 2),
            "eenheid": unit,
            "bron_document": _DOCUMENT,
        }
        for question, (unit, *given) in _REFERENCE.items()
        for (code, name), (value, half) in zip(areas, given, strict=True)
    ]
    return pd.DataFrame(rows)


def _edition(calibration: Calibration, jaar: int) -> pd.DataFrame:
    rng = calibration.random(f"vm-respondenten-{jaar}")
    total, leefbaarheid, veiligheid = EDITIONS[jaar]
    people = calibration.inhabitants[calibration.gemeente, jaar - 1] * _SHARE_15_PLUS
    parts = calibration.setup.deelgebieden
    per_part = np.full(len(parts), total // len(parts))
    per_part[: total % len(parts)] += 1
    part = np.repeat(np.arange(len(parts)), per_part)
    raw = rng.lognormal(0.0, 0.35, total)
    size = np.array([deel.share for deel in parts]) * people
    weight = raw * size[part] / np.bincount(part, raw)[part]
    mood = rng.normal(0.0, 1.0, total) + rng.normal(0.0, 0.25, len(parts))[part]

    def mark(mean: float, spread: float) -> np.ndarray:
        return _calibrated(spread * (0.6 * mood + 0.8 * rng.normal(size=total)), weight, mean)

    frame = pd.DataFrame(
        {
            "respondent": [f"R{jaar}-{i:04d}" for i in range(1, total + 1)],
            "jaar": jaar,
            "deelgebied": [parts[i].id for i in part],
            "gewicht": weight.round(3),
            "rapportcijfer_leefbaarheid": mark(leefbaarheid, 1.15),
            "rapportcijfer_veiligheid": mark(veiligheid, 1.2),
        }
    )
    for question, shares in _YES_NO.items():
        share = shares[jaar]
        odds = share / (1 - share) * np.exp(-0.5 * mood)
        frame[question] = (rng.random(total) < odds / (1 + odds)).astype(int)
    cohesion = 6.4 + 1.3 * (0.5 * mood + 0.85 * rng.normal(size=total))
    frame["sociale_cohesie"] = cohesion.clip(0, 10).round(1)
    frame["vertrouwen_gemeente"] = mark(6.3, 1.5)
    for question in frame.columns[4:]:
        silent = rng.random(total) < _NO_ANSWER
        whole = question != "sociale_cohesie"
        answers = frame[question].astype("Int64" if whole else "Float64")
        frame[question] = answers.mask(silent)
    return frame


def _calibrated(values: np.ndarray, weight: np.ndarray, mean: float) -> np.ndarray:
    """Marks from 1 to 10 whose weighted mean comes as near ``mean`` as bisection brings it."""
    low, high = mean - 2.0, mean + 2.0
    for _ in range(40):
        middle = (low + high) / 2
        marks = np.clip(np.rint(values + middle), 1, 10)
        if np.average(marks, weights=weight) < mean:
            low = middle
        else:
            high = middle
    return marks.astype(int)


def scores(calibration: Calibration) -> pd.DataFrame:
    """Scores of 1 to 5 by anonymous participants, per thema and criterium; some left open."""
    rng = calibration.random("scores")
    rows = []
    for sessie, letter, participants in codes.SESSIES:
        taste = {thema: rng.normal(0.0, 0.25) for thema in codes.THEMAS}
        for number in range(1, participants + 1):
            leaning = rng.normal(0.0, 0.3)
            for thema, mean in codes.THEMAS.items():
                for criterium in codes.CRITERIA:
                    drawn = mean + taste[thema] + leaning + rng.normal(0.0, 0.8)
                    score = int(np.clip(np.rint(drawn), 1, 5))
                    open_ = rng.random() < 0.03
                    rows.append(
                        (
                            sessie,
                            f"{letter}{number:02d}",
                            thema,
                            criterium,
                            None if open_ else score,
                        )
                    )
    frame = pd.DataFrame(rows, columns=["sessie", "deelnemer", "thema", "criterium", "score"])
    return frame.astype({"score": "Int64"})


def deelgebieden(calibration: Calibration) -> pd.DataFrame:
    """The example division: one row per kern."""
    rows = [
        (kern, deel.id, deel.naam)
        for deel in calibration.setup.deelgebieden
        for kern in deel.kernen
    ]
    return pd.DataFrame(rows, columns=["kern", "deelgebied", "deelgebied_naam"])

"""Survey estimates against R's survey package, and what must always hold."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.stats.raoscott import rao_scott
from ivp.stats.survey import (
    Correction,
    SurveyEstimate,
    adjust,
    against_published,
    against_rest,
    mean,
    proportion,
    scale_score,
)

FOLDER = Path(__file__).parents[1] / "reference"
SAMPLE = pd.read_csv(FOLDER / "survey-sample.csv")
REFERENCE = pd.read_csv(FOLDER / "survey-reference.csv")
WEIGHTS = SAMPLE["w"].to_numpy()
COLUMNS = ["domain", "value", "se", "lower", "upper", "p"]


def expected(what: str) -> list[tuple[str, list[float]]]:
    rows = REFERENCE[REFERENCE["what"] == what]
    return [(domain, figures) for domain, *figures in rows[COLUMNS].to_numpy().tolist()]


def inside(domain: str) -> list[bool]:
    return [domain in ("all", of) for of in SAMPLE["domain"]]


def test_means_and_proportions_are_those_of_r() -> None:
    for what, question, estimate in (("mean", "grade", mean), ("proportion", "yes", proportion)):
        rows = expected(what)
        assert len(rows) == 4
        for domain, figures in rows:
            found = estimate(SAMPLE[question].to_numpy(), WEIGHTS, inside(domain))
            assert found is not None
            assert [found.value, found.se, found.lower, found.upper] == pytest.approx(
                figures[:4], rel=1e-6
            )


@pytest.mark.parametrize("question", ["grade", "yes"])
def test_a_domain_beside_the_rest_is_that_of_r(question: str) -> None:
    rows = expected(f"welch-{question}")
    assert len(rows) == 3
    for (domain, figures), (_, plain) in zip(
        rows, expected(f"against-rest-{question}"), strict=True
    ):
        found = against_rest(SAMPLE[question].to_numpy(), WEIGHTS, inside(domain))
        assert found is not None
        assert [found.value, found.se, found.lower, found.upper, found.p] == pytest.approx(
            figures, rel=1e-3
        )
        # svyttest itself: the same difference and error, a little less doubt.
        assert [found.value, found.se] == pytest.approx(plain[:2], rel=1e-6)
        assert found.p > plain[4] and found.upper - found.lower > plain[3] - plain[2]


def test_strata_are_those_of_r() -> None:
    strata = SAMPLE["domain"].to_numpy()
    for what, question, estimate in (("mean", "grade", mean), ("proportion", "yes", proportion)):
        rows = expected(f"stratum-{what}")
        assert len(rows) == 4
        for domain, figures in rows:
            values = SAMPLE[question].to_numpy()
            found = estimate(values, WEIGHTS, inside(domain), strata=strata)
            assert found is not None
            assert [found.value, found.se, found.lower, found.upper] == pytest.approx(
                figures[:4], rel=1e-6
            )
    rows = expected("stratum-welch-grade")
    assert len(rows) == 3
    for domain, figures in rows:
        grades = SAMPLE["grade"].to_numpy()
        beside = against_rest(grades, WEIGHTS, inside(domain), strata=strata)
        assert beside is not None
        assert [beside.value, beside.se, beside.lower, beside.upper, beside.p] == pytest.approx(
            figures, rel=1e-3
        )


@pytest.mark.parametrize("design", ["simple", "stratum"])
def test_rao_scott_is_that_of_r(design: str) -> None:
    rows = expected(f"rao-scott-{design}")
    assert len(rows) == 2
    yes = SAMPLE["yes"].where(SAMPLE["grade"].notna()).tolist()
    strata = SAMPLE["domain"].to_numpy() if design == "stratum" else None
    for pair, (statistic, df1, df2, _, p) in rows:
        other = SAMPLE["domain"] if pair == "yes-domain" else SAMPLE["grade"] >= 8
        found = rao_scott(yes, other.tolist(), WEIGHTS, strata)
        assert found is not None
        assert [found.statistic, found.df1, found.df2, found.p] == pytest.approx(
            [statistic, df1, df2, p], rel=1e-6
        )


def test_rao_scott_needs_two_values_and_weights() -> None:
    assert rao_scott([1, 1, 1], [0, 1, 0], [1.0, 2.0, 1.0]) is None
    with pytest.raises(ValueError):
        rao_scott([1, 0], [0, 1], [1.0, 0.0])


@pytest.mark.parametrize(
    ("rule", "name"), [("holm", "holm"), ("bonferroni", "bonferroni"), ("benjamini-hochberg", "BH")]
)
def test_corrections_are_those_of_r(rule: Correction, name: str) -> None:
    rows = REFERENCE[REFERENCE["what"] == name]
    assert len(rows) == 5
    p = rows["domain"].astype(float).tolist()
    assert adjust(p, rule) == pytest.approx(rows["value"].tolist())
    assert adjust([], rule) == []
    assert adjust(p, "geen") == p


def test_a_published_figure_of_another_sample_as_r() -> None:
    [(value, figures)] = expected("against-published")
    own = mean(SAMPLE["grade"].to_numpy(), WEIGHTS)
    assert own is not None
    found = against_published(own, float(value), 0.02)
    assert found is not None
    assert [found.value, found.se, found.lower, found.upper, found.p] == pytest.approx(
        figures, rel=1e-6
    )
    sure = SurveyEstimate(7.0, 0.0, 7.0, 7.0, 20)
    assert against_published(sure, 7.0, 0.0) is None


def test_scale_scores_are_those_of_r() -> None:
    nan = np.nan
    items: list[list[float]] = [
        [1, 2, 5],
        [5, 5, 1],
        [4, nan, 2],
        [nan, nan, 3],
        [nan, 4, nan],
        [3, 3, 3],
    ]
    rows = REFERENCE[REFERENCE["what"] == "scale"]
    found = scale_score(items, 1, 5, [2])
    assert found == pytest.approx(rows["value"].to_numpy(), nan_ok=True)
    with pytest.raises(ValueError, match="outside"):
        scale_score([[1, 6]], 1, 5)
    with pytest.raises(ValueError, match="highest"):
        scale_score([[1, 2]], 5, 1)


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_scale_turned_round_is_its_mirror(items: list[list[int]]) -> None:
    score = scale_score(items, 1, 5)
    assert ((score >= 0) & (score <= 10)).all()
    assert scale_score(items, 1, 5, [0, 1, 2]) == pytest.approx(10 - score)


def test_all_the_same_answer_still_has_an_interval() -> None:
    found = proportion([0] * 20, [1] * 20)
    assert found is not None
    # Clopper-Pearson for 0 of 20: 1 - 0.025 ** (1 / 20).
    assert (found.value, found.lower) == (0, 0)
    assert found.upper == pytest.approx(1 - 0.025 ** (1 / 20))
    unequal = proportion([1.0] * 20, [1] * 19 + [40])
    assert unequal is not None
    assert (unequal.value, unequal.upper) == (1, 1)
    assert unequal.lower < 1 - found.upper  # unequal weights say less


def test_too_few_answers_give_nothing() -> None:
    assert mean([7, np.nan, np.nan], [1, 1, 1]) is None
    assert proportion([1, 0], [1, 1], [True, False]) is None
    assert against_rest([7, 6, 8], [1, 1, 1], [True, False, False]) is None
    assert against_rest([7, 7, 7, 7], [1, 1, 1, 1], [True, True, False, False]) is None


@pytest.mark.parametrize("weights", [[1, np.nan], [1, -1], [1]])
def test_wrong_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        mean([1, 0], weights)


def test_a_proportion_needs_yes_or_no() -> None:
    with pytest.raises(ValueError, match="0 or 1"):
        proportion([1, 2], [1, 1])


ANSWERS = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0]), st.floats(0.1, 100)), min_size=2, max_size=40
)


def shape(found: SurveyEstimate | None) -> tuple[float, ...]:
    assert found is not None
    return (found.value, found.se, found.lower, found.upper)


def estimated(answers: list[tuple[float, float]]) -> SurveyEstimate | None:
    return proportion([value for value, _ in answers], [weight for _, weight in answers])


@given(ANSWERS, st.floats(0.01, 1000), st.randoms(use_true_random=False))
def test_neither_scale_of_weights_nor_order_matters(
    answers: list[tuple[float, float]], scale: float, random: Random
) -> None:
    found = shape(estimated(answers))
    assert 0 <= found[2] <= found[0] <= found[3] <= 1
    scaled = shape(estimated([(value, w * scale) for value, w in answers]))
    random.shuffle(answers)
    shuffled = shape(estimated(answers))
    assert scaled == pytest.approx(found, abs=1e-9)
    assert shuffled == pytest.approx(found, abs=1e-9)


@settings(max_examples=25)
@given(
    st.lists(st.floats(0, 1), max_size=12),
    st.sampled_from(["holm", "bonferroni", "benjamini-hochberg"]),
)
def test_a_correction_never_lowers_and_keeps_the_order(p: list[float], rule: Correction) -> None:
    adjusted = adjust(p, rule)
    assert all(a >= b or a == pytest.approx(b) for a, b in zip(adjusted, p, strict=True))
    assert all(a <= 1 for a in adjusted)
    by_p = sorted(range(len(p)), key=p.__getitem__)
    assert [adjusted[i] for i in by_p] == pytest.approx(sorted(adjusted))

"""What the data-quality appendix says of the contracts and of contradictions."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.chapters import data_quality
from ivp.config import model as m
from ivp.contracts import VERDICTS, Verdict
from ivp.indicators.published import Contradiction
from ivp.show import Source

from ..show.conftest import Rijen
from .conftest import MakeChapter

SOURCES = [
    Source(name="halt", titel="Halt", producent="Halt", werkelijk=True),
    Source(name="brand", titel="Branden", producent="Brandweer", werkelijk=True),
]


def verdict(dataset: str, status: str = "ok", severity: str = "critical") -> Verdict:
    """As the runner hands it over."""
    bad = status != "ok"
    return Verdict(
        dataset=dataset,
        file=f"data/{dataset}.csv",
        kind="expect_x",
        column="aantal",
        rule="aantal is minstens 0",
        severity=severity,
        status=status,
        wat="Er staat -1" if bad else "",
        doe="bel de leverancier" if bad else "",
    )


@pytest.fixture
def checks(make_chapter: MakeChapter, rijen: Rijen) -> Any:
    """All checks of a chapter with these verdicts."""

    def make(*verdicts: Verdict) -> pd.DataFrame:
        parts = {"contracten": VERDICTS.dump_python(list(verdicts), mode="json")}
        return data_quality.checks(make_chapter(rijen({}), {}, parts, sources=SOURCES))

    return make


@pytest.mark.parametrize(
    ("status", "severity", "expected"),
    [
        ("ok", "critical", "voldaan"),
        ("kapot", "critical", "niet voldaan"),
        ("kapot", "warning", "opmerking"),
        ("kapot", "info", "opmerking"),
    ],
)
def test_only_what_blocks_is_not_met(
    checks: Any, status: str, severity: str, expected: str
) -> None:
    [row] = checks(verdict("halt", status, severity)).to_dict("records")
    assert (row["uitkomst"], row["titel"]) == (expected, "Halt")


def test_the_sentence_never_claims_more_than_was_checked(checks: Any) -> None:
    assert "niet gecontroleerd" in data_quality.summary_of_checks(checks())
    met = data_quality.summary_of_checks(checks(verdict("halt")))
    assert met.endswith("Aan alle afspraken is voldaan.")
    found = checks(verdict("halt"), verdict("brand", "kapot", "warning"))
    mixed = data_quality.summary_of_checks(found)
    assert "2 controles uitgevoerd op 2 bronnen" in mixed
    assert "Voldaan: 1. Met een opmerking: 1. Niet voldaan: 0." in mixed


def test_a_contradiction_names_every_value_and_its_document() -> None:
    definition = m.Indicator(
        titel="Rapportcijfer veiligheid",
        omschrijving="x",
        soort="gepubliceerd",
        dataset="vm",
        kolom="waarde",
        eenheid="rapportcijfer",
        gunstig="hoger",
    )
    found = Contradiction("cijfer", "GM0420", 2021, ((7.7, "Voorwoord"), (7.8, "Samenvatting")))
    text = data_quality.contradictions([found], {"cijfer": definition}, {"GM0420": "Medemblik"})
    assert text == (
        "- **Rapportcijfer veiligheid**, Medemblik 2021: 7,7 (Voorwoord) en 7,8 (Samenvatting)."
    )
    assert "niet voor" in data_quality.contradictions([], {}, {})


def test_every_check_is_shown_under_the_anchor_of_its_source(checks: Any) -> None:
    found = checks(verdict("halt"), verdict("brand", "kapot", "warning"))
    text = data_quality.checks_by_source(found)
    assert "### Halt {#bron-halt}" in text and "### Branden {#bron-brand}" in text
    assert text.count("aantal is minstens 0") == 2
    assert text.count("<summary>Toon 1 afspraak</summary>") == text.count("</details>") == 2
    assert "Er staat" in text.split("#bron-brand")[1]
    assert "opmerking" in text.split("#bron-brand")[1]

"""What the data-quality appendix says of the contracts and of contradictions."""

from __future__ import annotations

from typing import Any

import pytest

from ivp.chapters import datakwaliteit as d
from ivp.config import model as m
from ivp.contracts import Verdict
from ivp.indicators.published import Contradiction

TITELS = {"halt": "Halt", "brand": "Branden"}


def verdict(dataset: str, status: str = "ok", severity: str = "critical") -> dict[str, Any]:
    """As the runner hands it over."""
    bad = status != "ok"
    made = Verdict(
        dataset=dataset,
        bestand=f"data/{dataset}.csv",
        soort="expect_x",
        kolom="aantal",
        regel="aantal is minstens 0",
        severity=severity,  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        wat="Er staat -1" if bad else "",
        doe="bel de leverancier" if bad else "",
    )
    return made.model_dump(mode="json")


@pytest.mark.parametrize(
    ("status", "severity", "expected"),
    [
        ("ok", "critical", "voldaan"),
        ("kapot", "critical", "niet voldaan"),
        ("kapot", "warning", "opmerking"),
        ("kapot", "info", "opmerking"),
    ],
)
def test_only_what_blocks_is_not_met(status: str, severity: str, expected: str) -> None:
    assert d.uitkomst(verdict("halt", status, severity)) == expected


def test_counts_add_up_per_source() -> None:
    verdicts = [verdict("halt"), verdict("brand"), verdict("halt", "kapot", "warning")]
    table = d.contractentabel(verdicts, TITELS)
    assert table.to_numpy().tolist() == [["Halt", 2, 1, 1, 0], ["Branden", 1, 1, 0, 0]]
    assert (table["Controles"] == table.iloc[:, 2:].sum(axis=1)).all()


def test_the_sentence_never_claims_more_than_was_checked() -> None:
    assert "niet gecontroleerd" in d.zin_uitkomst([])
    assert d.zin_uitkomst([verdict("halt")]).endswith("Aan alle afspraken is voldaan.")
    mixed = d.zin_uitkomst([verdict("halt"), verdict("brand", "kapot", "warning")])
    assert "2 controles uitgevoerd op 2 bronnen" in mixed
    assert "Voldaan: 1. Met een opmerking: 1. Niet voldaan: 0." in mixed


def test_every_failure_is_listed_with_what_to_do() -> None:
    verdicts = [verdict("halt"), verdict("brand", "kapot", "warning")]
    assert d.opmerkingentabel(verdicts, TITELS).to_numpy().tolist() == [
        ["Branden", "opmerking", "Er staat -1", "bel de leverancier"]
    ]
    assert d.opmerkingentabel(verdicts[:1], TITELS)["Uitkomst"].tolist() == ["voldaan"]


def test_every_check_is_in_the_download() -> None:
    verdicts = [verdict("halt"), verdict("halt"), verdict("brand", "kapot", "warning")]
    assert d.controletabel(verdicts, TITELS)["Uitkomst"].tolist() == [
        "voldaan",
        "voldaan",
        "opmerking",
    ]


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
    text = d.tekst_tegenspraken([found], {"cijfer": definition}, {"GM0420": "Medemblik"})
    assert text == (
        "- **Rapportcijfer veiligheid**, Medemblik 2021: 7,7 (Voorwoord) en 7,8 (Samenvatting)."
    )
    assert "niet voor" in d.tekst_tegenspraken([], {}, {})


def test_every_check_is_shown_under_the_anchor_of_its_source() -> None:
    text = d.tekst_per_bron([verdict("halt"), verdict("brand", "kapot", "warning")], TITELS)
    assert "### Halt {#bron-halt}" in text and "### Branden {#bron-brand}" in text
    assert text.count("aantal is minstens 0") == 2
    assert text.count("<summary>Toon 1 afspraak</summary>") == text.count("</details>") == 2
    assert "Er staat" in text.split("#bron-brand")[1]
    assert "opmerking" in text.split("#bron-brand")[1]

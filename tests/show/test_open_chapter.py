"""A figure leads back to file, column and rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.paths import Project
from ivp.show.open_chapter import OpenChapter


@pytest.fixture(scope="module")
def hoofdstuk(root: Path) -> OpenChapter:
    from ivp.indicators.chapter_input import make_input

    return OpenChapter.of(make_input(Project(root), "veiligheidsbeeld"))


def lines(hoofdstuk: OpenChapter, *frames: pd.DataFrame) -> list[str]:
    return [line for bron in hoofdstuk.sources_of(*frames) for line in bron.herkomst]


def test_a_rate_names_both_files_the_selection_and_the_merged_municipalities(
    hoofdstuk: OpenChapter,
) -> None:
    code = hoofdstuk.gemeente.code
    rates = hoofdstuk.rows("misdrijven-cbs", unit="per_1000_inwoners", area=code)
    [line] = lines(hoofdstuk, rates)
    assert line == (
        "Geregistreerde misdrijven (reeks CBS): kolom aantal in data/cbs/misdrijven.csv, "
        "voor gebied GM0420, van vóór de samenvoeging ook GM0364 en GM0459, "
        "over 2010 tot en met 2020; "
        "gedeeld door kolom inwoners in data/cbs/inwoners.csv van het jaar ervoor."
    )


def test_the_rows_that_it_names_are_in_the_file_and_give_the_figure(
    hoofdstuk: OpenChapter, root: Path
) -> None:
    code = hoofdstuk.gemeente.code
    counted = hoofdstuk.rows("woninginbraak", unit="aantal", area=code)
    last = counted[counted["jaar"] == counted["jaar"].max()]
    [line] = lines(hoofdstuk, last)
    assert "gedeeld" not in line
    definition = hoofdstuk.definition("woninginbraak")
    file = pd.read_csv(root / line.split(" in ")[1].split(",")[0], dtype=str)
    rows = file[(file["gebied"] == code) & (file["jaar"] == str(last["jaar"].iloc[0]))]
    for column, values in definition.selectie.items():
        assert all(value in line for value in values)
        rows = rows[rows[column].isin(values)]
    assert rows[definition.kolom].astype(float).sum() == last["waarde"].iloc[0]


def test_a_survey_names_its_question_and_no_rows_of_persons(hoofdstuk: OpenChapter) -> None:
    [line] = lines(hoofdstuk, hoofdstuk.rows("cijfer-leefbaarheid"))
    assert "kolom rapportcijfer_leefbaarheid in data/veiligheidsmonitor/respondenten.csv" in line
    assert "gebied" not in line


def test_each_indicator_has_one_line_and_a_bare_name_none(hoofdstuk: OpenChapter) -> None:
    both = hoofdstuk.rows("misdrijven-cbs", "high-impact")
    assert len(lines(hoofdstuk, both)) == 2
    assert [b.herkomst for b in hoofdstuk.sources_of("gebieden")] == [()]

"""What the chapters about one veld say, on the book's own input."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivp.chapters import veld_subjects
from ivp.config import load
from ivp.config import model as m
from ivp.data import Package
from ivp.indicators.chapter_input import build_input
from ivp.indicators.indicator_table import build_table
from ivp.paths import Project
from ivp.show.open_chapter import OpenChapter

PROJECT = Project(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def velden() -> dict[str, OpenChapter]:
    """The input of each chapter about a veld, by the veld's id."""
    config, package = load(PROJECT, "medemblik"), Package.load(PROJECT)
    table = build_table(config, package)
    return {
        str(chapter.parameters["veld"]): OpenChapter.from_json(
            build_input(chapter, config, package, table).to_json()
        )
        for chapter in config.chapters
        if "veld" in chapter.parameters
    }


VELDEN = ["woon-en-leefomgeving", "bedrijvigheid", "jeugd", "fysiek", "integriteit"]


@pytest.mark.parametrize("name", VELDEN)
def test_every_veld_tells_of_all_its_themas(velden: dict[str, OpenChapter], name: str) -> None:
    h = velden[name]
    veld = h.veld(name)
    found = veld_subjects.subjects(h, veld)
    assert len(found) == sum(len(thema.indicatoren) for thema in veld.themas)
    text = veld_subjects.text_by_thema(veld, found, "Dorp", "Nederland")
    assert text.count("### ") == len(veld.themas)
    gaps = veld_subjects.gaps(veld)
    assert gaps.count("\n- ") == sum(len(thema.leemten) for thema in veld.themas)
    for thema in veld.themas:
        if not thema.indicatoren:
            assert "Over dit thema staat geen cijfer" in text
            assert thema.naam in gaps
    listed = veld_subjects.notable(found, "Dorp", "Nederland")
    for subject in found:
        title = subject.definition.titel
        assert title in text
        # Once in its development, or with a neutral one; perhaps once more beside the country.
        times = listed.count(title[:1].lower() + title[1:])
        assert times >= (subject.definition.gunstig != "geen")


def test_the_page_of_a_veld_names_what_was_chosen(velden: dict[str, OpenChapter]) -> None:
    def said(name: str) -> str:
        return veld_subjects.choices(velden[name].veld(name), velden[name].keuzes)

    assert "**Prioriteit**: Verkeersveiligheid. *(voorbeeld)*" in said("fysiek")
    assert "Minder slachtoffers in het verkeer (2026)" in said("fysiek")
    assert "**Aanpak**: 4 maatregelen; @sec-programma" in said("fysiek")
    assert "geen thema uit dit veld" in said("jeugd") and "Doel" not in said("jeugd")
    assert "**Zonder cijfer**: Veilig in en om de school en Alcohol-" in said("jeugd")
    veld = velden["jeugd"].veld("jeugd")
    assert veld_subjects.choices(veld, None).startswith("- **Zonder cijfer**")


def test_a_veld_without_any_figure_works(velden: dict[str, OpenChapter]) -> None:
    thema = m.Thema(id="leeg", naam="Leeg | thema", omschrijving="O", leemten=("Niets bekend.",))
    veld = m.Veld(id="x", nummer=9, naam="X", omschrijving="O", themas=(thema,))
    found = veld_subjects.subjects(velden["jeugd"], veld)
    assert found == []
    assert "nog geen cijfers" in veld_subjects.notable(found, "Dorp", "Nederland")
    assert "Leeg \\| thema" in veld_subjects.text_by_thema(veld, found, "Dorp", "Nederland")
    assert "Zonder enig cijfer" in veld_subjects.gaps(veld)


def test_a_series_of_example_figures_is_never_called_real(velden: dict[str, OpenChapter]) -> None:
    h = velden["woon-en-leefomgeving"]
    veld = h.veld("woon-en-leefomgeving")
    found = veld_subjects.subjects(h, veld)
    text = veld_subjects.text_by_thema(veld, found, "Dorp", "Nederland")
    for line in [line for line in text.splitlines() if line.startswith("- ")]:
        real = "**Fietsdiefstallen**" in line
        assert line.endswith("*(voorbeeldcijfers)*") != real
    assert "behalve fietsdiefstallen" in veld_subjects.notable(found, "Dorp", "Nederland")

"""What the chapters about the whole picture and about one veld say, on the book's own input."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivp.chapters import veiligheidsbeeld, veldbeeld, veldkort
from ivp.config import Config, load
from ivp.config import model as m
from ivp.data import Package
from ivp.indicators.chapter_input import build_input
from ivp.indicators.indicator_table import build_table
from ivp.paths import Project
from ivp.show.open_chapter import OpenChapter

PROJECT = Project(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def config() -> Config:
    return load(PROJECT, "medemblik")


@pytest.fixture(scope="module")
def hoofdstukken(config: Config) -> dict[str, OpenChapter]:
    package = Package.load(PROJECT)
    table = build_table(config, package)
    return {
        one.id: OpenChapter.of(build_input(one, config, package, table)) for one in config.chapters
    }


VELDEN = ["woon-en-leefomgeving", "bedrijvigheid", "jeugd", "fysiek", "integriteit"]


@pytest.mark.parametrize("name", VELDEN)
def test_every_veld_tells_of_all_its_themas(
    hoofdstukken: dict[str, OpenChapter], name: str
) -> None:
    h = hoofdstukken[f"veld-{name}"]
    veld = h.veld(name)
    items = veldbeeld.onderwerpen(h, veld)
    text = veldbeeld.tekst_themas(veld, items, "Dorp", "Nederland")
    table = veldbeeld.overzicht(items, "Nederland")
    assert text.count("### ") == len(veld.themas)
    assert len(table) == len(items) == sum(len(thema.indicatoren) for thema in veld.themas)
    gaps = veldbeeld.lijst_leemten(veld)
    assert gaps.count("\n- ") == sum(len(thema.leemten) for thema in veld.themas)
    for thema in veld.themas:
        if not thema.indicatoren:
            assert "Over dit thema staat geen cijfer" in text
            assert thema.naam in gaps
    listed = veldbeeld.lijst_opvallend(items, "Dorp", "Nederland")
    for item in items:
        titel = item.definitie.titel
        assert titel in text
        # Once in its development, or with a neutral one; perhaps once more beside the country.
        assert listed.count(titel[:1].lower() + titel[1:]) >= (item.definitie.gunstig != "geen")


@pytest.mark.parametrize("name", VELDEN)
def test_the_page_of_a_veld_has_every_thema_once(
    hoofdstukken: dict[str, OpenChapter], name: str
) -> None:
    h = hoofdstukken[f"veld-{name}"]
    veld = h.veld(name)
    items = veldbeeld.onderwerpen(h, veld)
    table = veldkort.kerntabel(veld, items, "Nederland")
    assert table["Thema"].tolist() == [thema.naam for thema in veld.themas]
    whole = veldbeeld.overzicht(items, "Nederland").to_numpy().tolist()
    for thema, row in zip(veld.themas, table.to_numpy().tolist(), strict=True):
        assert (row in whole) if thema.indicatoren else row[1] == "geen cijfer"


def test_the_page_of_a_veld_names_what_was_chosen(hoofdstukken: dict[str, OpenChapter]) -> None:
    def said(name: str) -> str:
        h = hoofdstukken[f"veld-{name}"]
        return veldkort.lijst_keuzes(h.veld(name), h.keuzes)

    assert "**Prioriteit**: Verkeersveiligheid. *(voorbeeld)*" in said("fysiek")
    assert "Minder slachtoffers in het verkeer (2026)" in said("fysiek")
    assert "**Aanpak**: 4 maatregelen; @sec-programma" in said("fysiek")
    assert "geen thema uit dit veld" in said("jeugd") and "Doel" not in said("jeugd")
    assert "**Zonder cijfer**: Veilig in en om de school en Alcohol-" in said("jeugd")
    veld = hoofdstukken["veld-jeugd"].veld("jeugd")
    assert veldkort.lijst_keuzes(veld, None).startswith("- **Zonder cijfer**")


def test_a_veld_without_any_figure_works(hoofdstukken: dict[str, OpenChapter]) -> None:
    thema = m.Thema(id="leeg", naam="Leeg | thema", omschrijving="O", leemten=("Niets bekend.",))
    veld = m.Veld(id="x", nummer=9, naam="X", omschrijving="O", themas=(thema,))
    items = veldbeeld.onderwerpen(hoofdstukken["veld-jeugd"], veld)
    assert items == []
    assert veldbeeld.overzicht(items, "Nederland").columns.tolist()[-1] == "Naast Nederland"
    assert "nog geen cijfers" in veldbeeld.lijst_opvallend(items, "Dorp", "Nederland")
    assert "Leeg \\| thema" in veldbeeld.tekst_themas(veld, items, "Dorp", "Nederland")
    assert "Zonder enig cijfer" in veldbeeld.lijst_leemten(veld)
    assert veldbeeld.reeksen(items).empty


def test_a_series_of_example_figures_is_never_called_real(
    hoofdstukken: dict[str, OpenChapter],
) -> None:
    h = hoofdstukken["veld-woon-en-leefomgeving"]
    items = veldbeeld.onderwerpen(h, h.veld("woon-en-leefomgeving"))
    text = veldbeeld.tekst_themas(h.veld("woon-en-leefomgeving"), items, "Dorp", "Nederland")
    for line in [line for line in text.splitlines() if line.startswith("- ")]:
        real = "**Fietsdiefstallen**" in line
        assert line.endswith("*(voorbeeldcijfers)*") != real
    assert "behalve fietsdiefstallen" in veldbeeld.lijst_opvallend(items, "Dorp", "Nederland")


def test_the_real_municipalities_beside_each_other(hoofdstukken: dict[str, OpenChapter]) -> None:
    """Police figures of 2024 (47013NED) and inhabitants at the end of 2023 (37230ned)."""
    h = hoofdstukken["veiligheidsbeeld"]
    table = veiligheidsbeeld.gebiedentabel(h, "misdrijven-politie", 2024).set_index("Gebied")
    assert table.loc["Medemblik", "Aantal"] == 1102
    assert table.loc["Medemblik", "Per 1.000 inwoners"] == pytest.approx(1102 / 46002 * 1000)
    assert table.loc["Nederland", "Medemblik is"] == "47% lager"
    assert table.loc["Opmeer", "Medemblik is"] == "geen duidelijk verschil"


def test_the_merger_is_told_only_when_the_series_spans_it(
    hoofdstukken: dict[str, OpenChapter],
) -> None:
    h = hoofdstukken["veiligheidsbeeld"]
    text = veiligheidsbeeld.zin_samenvoeging(h, [2010, 2020])
    assert text.startswith("In 2011 gingen Andijk en Wervershoof op in Medemblik.")
    assert "Wognum" not in text
    assert "gelijk gebleven" in veiligheidsbeeld.zin_samenvoeging(h, [2012, 2020])


def test_wijken_kernen_and_deelgebieden(hoofdstukken: dict[str, OpenChapter]) -> None:
    h = hoofdstukken["veiligheidsbeeld"]
    areas, parts = h.dataset("gebieden"), h.dataset("gebieden-deelgebied")
    table = veiligheidsbeeld.wijkentabel(areas, parts)
    assert len(table) == len(veiligheidsbeeld.tegels(areas)) == 16
    kernen = table.set_index("Wijk")["Dorpskernen"]
    assert kernen["Wervershoof"] == "Wervershoof en Onderdijk"
    assert veiligheidsbeeld.zin_indeling(areas, parts) == (
        "De gemeente heeft 17 dorpskernen, 16 wijken en 6 deelgebieden. De wijk Wervershoof "
        "bestaat uit Wervershoof en Onderdijk."
    )


def test_the_wijken_do_not_add_up_to_the_municipality(hoofdstukken: dict[str, OpenChapter]) -> None:
    h = hoofdstukken["veiligheidsbeeld"]
    text = veiligheidsbeeld.zin_wijken(
        h.rows("misdrijven-wijk", unit="aantal"),
        h.rows("misdrijven-politie", unit="aantal", area="GM0420"),
    )
    assert "Medemblik (319), Andijk (194) en Wervershoof (174)" in text
    assert text.endswith("De wijken tellen op tot 1.202; de gemeente heeft er 1.212.")


def test_contradicting_publications_are_both_shown(hoofdstukken: dict[str, OpenChapter]) -> None:
    published = hoofdstukken["veiligheidsbeeld"].dataset("vm-gepubliceerd")
    table = veiligheidsbeeld.tegenspraaktabel(published)
    assert table["Waarde"].tolist() == [7.8, 7.7]
    assert set(table["Vraag"]) == {"Rapportcijfer veiligheid"}
    assert veiligheidsbeeld.tegenspraaktabel(published.drop_duplicates("vraag")).empty


def test_kinds_of_crime_end_with_the_total(hoofdstukken: dict[str, OpenChapter]) -> None:
    """CBS 83648NED, 2015; no rate is published below a count of 100."""
    kinds = hoofdstukken["veiligheidsbeeld"].dataset("cbs-misdrijven-soort")
    table = veiligheidsbeeld.soortentabel(kinds, "GM0420")
    assert table.iloc[-1].tolist() == ["Totaal misdrijven", 2015, 1520, 34.9]
    assert table["Aantal"].tolist()[:-1] == sorted(table["Aantal"].tolist()[:-1], reverse=True)
    small = table["Aantal"] < 100
    assert set(table.loc[small, "Per 1.000 inwoners"]) == {"niet gepubliceerd"}


def test_published_values_carry_no_claim(hoofdstukken: dict[str, OpenChapter]) -> None:
    rows = hoofdstukken["veiligheidsbeeld"].rows("vm-onveilig-land", area="NL00")
    assert veiligheidsbeeld.zin_gepubliceerd(rows, "zich weleens onveilig voelt") == (
        "Gepubliceerd voor Nederland, het deel dat zich weleens onveilig voelt: 33% (rond 2012) en "
        "45% (rond 2022)."
    )
    assert "geen landelijk cijfer" in veiligheidsbeeld.zin_gepubliceerd(rows.iloc[:0], "x")


def test_asked_stands_beside_counted(hoofdstukken: dict[str, OpenChapter]) -> None:
    h = hoofdstukken["veiligheidsbeeld"]
    table = veiligheidsbeeld.naast_elkaar(h, ["misdrijven-cbs"], ["onveilig-gevoel"])
    assert table["Soort"].tolist() == ["Geteld", "Gevraagd"]
    assert table["Laatste stand"].tolist()[0] == "31,9 per 1.000 inwoners (2020)"

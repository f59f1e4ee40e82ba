"""The appendices: sources, settings, files, versions."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from ivp.chapters import verantwoording as v
from ivp.config import model as m
from ivp.indicators.chapter_input import Thresholds


def bron(name: str, *, werkelijk: bool = True, **other: object) -> dict[str, object]:
    return {
        "name": name,
        "titel": f"Titel van {name}",
        "omschrijving": "Wat het is",
        "producent": "CBS" if werkelijk else "Voorbeeld",
        "tabel": "83648NED" if werkelijk else "",
        "opgehaald": "2026-03-09",
        "werkelijk": werkelijk,
        "persoonsregistratie": False,
        "contact": "gegevensbeheer",
        "licentie": "Naamsvermelding",
        "licentie_url": None,
        "url": None,
        "sha256": f"{name:0<64}",
        "bestand": f"data/{name}.csv",
        **other,
    }


HALT = bron("halt", werkelijk=False, persoonsregistratie=True)
MISDRIJVEN = bron("misdrijven")


def test_sources_real_ones_first_with_their_table_and_status() -> None:
    assert v.bronnentabel([HALT, MISDRIJVEN]).to_numpy().tolist() == [
        ["Titel van misdrijven", "CBS 83648NED, 09-03-2026", "echt", "Naamsvermelding"],
        ["Titel van halt", "Voorbeeld, 09-03-2026", "voorbeeld; personen", "Naamsvermelding"],
    ]


def test_the_download_of_sources_says_all_in_the_same_order() -> None:
    full = v.bronnenlijst([HALT, MISDRIJVEN])
    assert full["Titel"].tolist() == v.bronnentabel([HALT, MISDRIJVEN])["Titel"].tolist()
    assert full.loc[1, ["Bestand", "Soort", "Personen", "Adres", "Overgenomen op"]].tolist() == [
        "data/halt.csv",
        "voorbeeld",
        "ja",
        "",
        "2026-03-09",
    ]


def test_use_names_figures_denominators_and_chapters() -> None:
    used = {
        "misdrijven": {
            "cijfers": ["Inbraken"],
            "noemer_bij": ["Halt", "Brand"],
            "hoofdstukken": ["historie", "bronnen"],
        },
        "halt": {"cijfers": [], "noemer_bij": [], "hoofdstukken": []},
    }
    assert v.gebruikstabel([HALT, MISDRIJVEN], used)["Cijfers in dit boek"].tolist() == [
        "Inbraken; deler bij 2 cijfers per 1.000; rechtstreeks in historie en bronnen",
        "nog niet gebruikt",
    ]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([MISDRIJVEN], "Dit boek gebruikt 1 bron. Alle cijfers zijn echt."),
        ([HALT], "Dit boek gebruikt 1 bron. Echt: geen bronnen. Voorbeeld: 1 bron."),
        ([HALT, MISDRIJVEN], "Dit boek gebruikt 2 bronnen. Echt: 1 bron. Voorbeeld: 1 bron."),
    ],
)
def test_the_sentence_says_what_is_fictitious(
    sources: list[dict[str, object]], expected: str
) -> None:
    assert v.zin_bronnen(sources).startswith(expected)


def test_only_real_sources_are_listed_as_real_and_names_are_escaped() -> None:
    text = v.lijst_echt([HALT, MISDRIJVEN, bron("x", titel="A [b](c)")])
    assert text == "- CBS: A \\[b\\](c); Titel van misdrijven."


def test_gaps_are_listed_per_thema() -> None:
    thema = m.Thema(
        id="school", naam="School", omschrijving="x", leemten=("Geen cijfer.", "Ook dit.")
    )
    known = m.Thema(id="brand", naam="Brand", omschrijving="x", indicatoren=("brand",))
    veld = m.Veld(id="jeugd", nummer=1, naam="Jeugd", omschrijving="x", themas=(thema, known))
    assert v.leemtentabel([veld]).to_numpy().tolist() == [
        ["School", "Geen cijfer."],
        ["School", "Ook dit."],
    ]
    assert list(v.leemtentabel([]).columns) == ["Thema", "Wat ontbreekt"]


def test_settings_show_edition_seed_and_thresholds() -> None:
    table = v.instellingentabel(
        m.Gemeente(code="GM0420", naam="Medemblik"),
        m.Plan(titel="Plan", ondertitel="x", van=2023, tot=2026, vorige_van=2019, vorige_tot=2022),
        m.Editie(nummer="0.1", datum=dt.date(2026, 11, 23), status="concept"),
        420,
        Thresholds(personen=5, respondenten=10, inwoners=200),
    )
    assert dict(table.to_numpy().tolist()) == {
        "Gemeente": "Medemblik (GM0420)",
        "Plan": "Plan",
        "Looptijd": "2023 tot en met 2026",
        "Editie": "0.1, concept",
        "Datum van de editie": "23 november 2026",
        "Zaad": "420",
        "Kleinste aantal personen dat wordt getoond": "5",
        "Kleinste aantal antwoorden in een enquête": "10",
        "Kleinste aantal inwoners voor een cijfer per 1.000": "200",
    }


def test_checksums_are_short_on_the_page_and_whole_in_the_download() -> None:
    short, full = v.invoertabel([MISDRIJVEN, HALT], tekens=4), v.invoertabel([MISDRIJVEN, HALT])
    assert short["Bestand"].tolist() == ["data/halt.csv", "data/misdrijven.csv"]
    assert short["Controlegetal (SHA-256)"].tolist() == ["halt", "misd"]
    assert full["Controlegetal (SHA-256)"].str.len().tolist() == [64, 64]


def test_versions_of_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(v.PROGRAMMAS, "bestaat-niet", "niets")
    versions = v.versietabel().set_index("Programma")["Versie"]
    assert versions["pandas"] == pd.__version__
    assert versions["bestaat-niet"] == "niet geïnstalleerd"


@pytest.mark.parametrize(
    ("commit", "known", "reproducible"),
    [
        ("", False, False),
        ("onbekend", False, False),
        ("onbekend met niet-vastgelegde wijzigingen", False, False),
        ("0a1b2c", True, True),
        ("0a1b2c met niet-vastgelegde wijzigingen", True, False),
    ],
)
def test_the_commit_and_whether_it_is_all(commit: str, known: bool, reproducible: bool) -> None:
    text = v.zin_versie(commit)
    assert ("`0a1b2c`" in text) == known
    assert ("niet" not in text) == reproducible


def test_how_the_static_figures_were_drawn() -> None:
    assert "chromium" in v.zin_figuren("chromium")
    assert "tabel" in v.zin_figuren("geen browser: tabellen in plaats van figuren in de PDF")
    assert "niet vastgelegd" in v.zin_figuren("")

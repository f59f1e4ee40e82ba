"""Coverage of the velden by partners, and the hours of the working group."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import Config, load
from ivp.config import model as m
from ivp.paths import Project
from ivp.plan.capacity import activities, coverage, partners

VELDEN = tuple(
    m.Veld(
        id=f"veld-{n}",
        nummer=n,
        naam=f"Veld {n}",
        omschrijving="…",
        themas=(m.Thema(id=f"thema-{n}", naam="…", omschrijving="…", leemten=("geen cijfer",)),),
    )
    for n in (1, 2)
)


def capacity(given: list[m.Partner], leden: list[m.Lid] | None = None) -> m.Capaciteit:
    return m.Capaciteit(
        bron="proef",
        partners=tuple(given),
        dekking=m.Dekking(minimum_partners=2),
        werkgroep=m.Werkgroep(
            leden=tuple(leden or [m.Lid(naam="Iemand")]),
            trekker="Iemand",
            activiteiten=(m.Activiteit(naam="Sessie", uren_per_deelnemer=1.5),),
        ),
        stappen=(m.Stap(naam="Begin", resultaat="Iets"),),
        rollen=(),
    )


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def test_medemblik_is_covered_as_the_startnotitie_has_it(medemblik: Config) -> None:
    table = coverage(medemblik.lokaal.capaciteit, medemblik.velden)
    # Counted by hand in the table of startnotitie §3.2, columns from left to right.
    assert table["partners"].tolist() == [9, 8, 8, 7, 6]
    assert table["extern"].tolist() == [3, 3, 3, 2, 2]
    assert table["voldoet"].all()


def test_medemblik_needs_66_hours(medemblik: Config) -> None:
    table = activities(medemblik.lokaal.capaciteit.werkgroep)
    assert table["uren"].tolist() == [44, 22]
    assert table["uren"].sum() == 66


def test_medemblik_misses_the_veiligheidsregio_in_the_working_group(medemblik: Config) -> None:
    table = partners(medemblik.lokaal.capaciteit, medemblik.velden)
    silent = table[table["hoort"] & ~table["zetel"]]["partner"]
    assert "Veiligheidsregio Noord-Holland Noord" in silent.tolist()


@pytest.mark.parametrize(
    ("soorten", "gemis"),
    [
        ([], ("0 van de 2 partners", "geen externe partner", "geen interne partner")),
        (["extern"], ("1 van de 2 partners", "geen interne partner")),
        (["intern", "intern"], ("geen externe partner",)),
        (["extern", "extern"], ("geen interne partner",)),
        (["extern", "intern"], ()),
    ],
)
def test_what_a_veld_lacks(soorten: list[str], gemis: tuple[str, ...]) -> None:
    given = [
        m.Partner.model_validate({"naam": f"P{i}", "soort": soort, "velden": ["veld-1"]})
        for i, soort in enumerate(soorten)
    ]
    first = coverage(capacity(given), VELDEN).iloc[0]
    assert first["gemis"] == gemis
    assert first["voldoet"] == (not gemis)


def test_a_partner_counts_once_however_many_seats_it_has() -> None:
    given = [m.Partner(naam="Politie", soort="extern", velden=("veld-1",))]
    seats = [m.Lid(naam="A", partner="Politie"), m.Lid(naam="B", partner="Politie")]
    table = partners(capacity(given, seats), VELDEN)
    assert coverage(capacity(given, seats), VELDEN)["werkgroep"].tolist() == [1, 0]
    assert table["zetel"].all()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["extern", "intern"]),
            st.sets(st.sampled_from(["veld-1", "veld-2"])),
        ),
        max_size=8,
    )
)
def test_external_and_internal_add_up(partners: list[tuple[str, set[str]]]) -> None:
    made = [
        m.Partner.model_validate({"naam": f"P{i}", "soort": soort, "velden": sorted(velden)})
        for i, (soort, velden) in enumerate(partners)
    ]
    table = coverage(capacity(made), VELDEN)
    assert (table["extern"] + table["intern"] == table["partners"]).all()
    assert table["partners"].sum() == sum(len(velden) for _, velden in partners)

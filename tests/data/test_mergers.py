"""Mergers: today's area is the sum of its predecessors, or the series starts at the merger."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config.model import Gemeente
from ivp.data.mergers import merge_predecessors
from ivp.errors import BronFout

MEDEMBLIK = Gemeente.model_validate(
    {
        "code": "GM0420",
        "naam": "Medemblik",
        "voorgangers": [
            {"code": "GM0529", "naam": "Noorder-Koggenland", "samengevoegd": 2007},
            {"code": "GM0364", "naam": "Andijk", "samengevoegd": 2011},
            {"code": "GM0459", "naam": "Wervershoof", "samengevoegd": 2011},
        ],
    }
)
# CBS 83648NED, total crimes
CBS = pd.DataFrame(
    [
        ("GM0420", "Medemblik", 2010, 1410.0),
        ("GM0364", "Andijk", 2010, 310.0),
        ("GM0459", "Wervershoof", 2010, 525.0),
        ("GM0420", "Medemblik", 2011, 2120.0),
        ("GM0364", "Andijk", 2011, math.nan),
        ("GM0405", "Hoorn", 2010, 5000.0),
    ],
    columns=["gebied", "gebied_naam", "jaar", "waarde"],
)


def test_medemblik_2010() -> None:
    found = (
        merge_predecessors(CBS, MEDEMBLIK, "waarde")
        .set_index(["gebied", "jaar"])["waarde"]
        .to_dict()
    )
    assert found == {("GM0420", 2010): 2245, ("GM0420", 2011): 2120, ("GM0405", 2010): 5000}


def test_codes_keep_their_own_names() -> None:
    kinds = pd.concat(
        [
            CBS.assign(soort=code, soort_naam=naam, rij=range(len(CBS)), status=status)
            for code, naam, status in (("1", "een", "definitief"), ("2", "twee", "voorlopig"))
        ],
        ignore_index=True,
    )
    found = merge_predecessors(kinds, MEDEMBLIK, "waarde", per=("jaar", "soort"))
    own = found[(found["gebied"] == "GM0420") & (found["jaar"] == 2010)].set_index("soort")
    assert own["waarde"].to_dict() == {"1": 2245, "2": 2245}
    assert own["soort_naam"].to_dict() == {"1": "een", "2": "twee"}
    assert own["status"].to_dict() == {"1": "definitief", "2": "voorlopig"}
    assert own["rij"].isna().all()  # the sum comes from no single row


def test_a_column_that_is_forgotten_is_noticed() -> None:
    twice = pd.concat([CBS, CBS], ignore_index=True)
    with pytest.raises(BronFout, match="twee cijfers"):
        merge_predecessors(twice, MEDEMBLIK, "waarde")


def test_without_mergers_nothing_changes() -> None:
    plain = Gemeente(code="GM0405", naam="Hoorn")
    assert merge_predecessors(CBS, plain, "waarde") is CBS


@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["GM0420", "GM0529", "GM0364", "GM0459"]), st.integers(2004, 2013)
        ),
        st.none() | st.integers(0, 1000),
        min_size=1,
    )
)
def test_every_sum_is_whole_or_absent(cells: dict[tuple[str, int], int | None]) -> None:
    frame = pd.DataFrame(
        [(code, year, math.nan if n is None else n) for (code, year), n in cells.items()],
        columns=["gebied", "jaar", "waarde"],
    )
    found = merge_predecessors(frame, MEDEMBLIK, "waarde").set_index("jaar")["waarde"]
    merged = {"GM0529": 2007, "GM0364": 2011, "GM0459": 2011}
    for year in range(2004, 2011):
        needed = ["GM0420", *(code for code, since in merged.items() if year < since)]
        parts = [cells.get((code, year)) for code in needed]
        if any(part is None for part in parts):
            assert year not in found.index
        else:
            assert found[year] == sum(part for part in parts if part is not None)

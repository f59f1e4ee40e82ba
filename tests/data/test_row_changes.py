"""What a new delivery changes."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.data.row_changes import RowChanges, compare_rows

KEY = ["gebied", "jaar"]


def frame(rows: list[tuple[str, int, float | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEY, "aantal"]).astype({"aantal": "Float64"})


def test_losses_come_first_and_empty_is_a_loss() -> None:
    old = frame([("GM1", 2022, 10), ("GM1", 2023, 100), ("GM2", 2022, 5), ("GM3", 2022, 0)])
    new = frame([("GM1", 2022, 11), ("GM1", 2023, None), ("GM4", 2022, 5), ("GM3", 2022, 4)])
    found = compare_rows(old, new, KEY)
    assert found.lines() == [
        "verdwenen rijen: 1 (GM2 2022)",
        "cijfers die leeg zijn geworden: 1 (GM1 2023 aantal)",
        "verdwenen codes: 1 (gebied GM2)",
        "herziene cijfers, grootste eerst: 2 (GM3 2022 aantal: 0 → 4; "
        "GM1 2022 aantal: 10 → 11 (+10,0%))",
        "nieuwe rijen: 1 (GM4 2022)",
        "nieuwe codes: 1 (gebied GM4)",
    ]
    assert found.loss


def test_the_same_delivery_changes_nothing() -> None:
    rows = frame([("GM1", 2022, 10), ("GM1", 2023, None)])
    assert compare_rows(rows, rows, KEY) == RowChanges()
    assert compare_rows(rows, rows, KEY).lines() == ["geen verschil"]


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["GM1", "GM2"]), st.integers(2020, 2022)),
    st.none() | st.integers(0, 3),
)


@settings(max_examples=30)
@given(CELLS, CELLS)
def test_every_key_is_lost_new_or_kept(
    old: dict[tuple[str, int], int | None], new: dict[tuple[str, int], int | None]
) -> None:
    found = compare_rows(
        frame([(*k, v) for k, v in old.items()]), frame([(*k, v) for k, v in new.items()]), KEY
    )
    assert len(found.lost_rows) == len(old.keys() - new.keys())
    assert len(found.new_rows) == len(new.keys() - old.keys())
    both = old.keys() & new.keys()
    emptied = {k for k in both if old[k] is not None and new[k] is None}
    revised = {k for k in both if None not in (old[k], new[k]) and old[k] != new[k]}
    assert (len(found.emptied), len(found.revised)) == (len(emptied), len(revised))

"""A count that nobody printed but that follows from others is found."""

from __future__ import annotations

import pandas as pd

from tests.audit.conftest import Attack


def test_a_total_among_its_own_parts_and_a_cross_table_are_seen_through(attack: Attack) -> None:
    rows = [
        (leeftijd, soort, year, 3 if (leeftijd, soort) == ("jong", "a") else 8)
        for year in (2023, 2024)
        for leeftijd in ("jong", "oud")
        for soort in ("a", "b")
    ]
    frame = pd.DataFrame(rows, columns=["leeftijd", "soort", "jaar", "aantal"])
    cells = {
        "Jong a": {"leeftijd": ["jong"], "soort": ["a"]},
        "Jong b": {"leeftijd": ["jong"], "soort": ["b"]},
        "Alle a": {"soort": ["a"]},
        "Oud a": {"leeftijd": ["oud"], "soort": ["a"]},
    }
    assert attack(frame, cells, "Jong b: 8 in 2024.", "Alle a: 11 in 2024.") == []
    found = attack(frame, cells, "Alle a: 11 in 2024.", "Oud a: 8 in 2024.")
    assert ("Jong a, GM0420, 2024", 3, 3) in {(k.what, k.lowest, k.highest) for k in found}
    totals = frame.groupby(["soort", "jaar"], as_index=False)["aantal"].sum()
    both = pd.concat([frame, totals.assign(leeftijd="allen")], ignore_index=True)
    cells["Allen a"] = {"leeftijd": ["allen"], "soort": ["a"]}
    found = attack(both, cells, "Allen a: 11 in 2024.", "Oud a: 8 in 2024.")
    assert ("Jong a, GM0420, 2024", 3, 3) in {(k.what, k.lowest, k.highest) for k in found}

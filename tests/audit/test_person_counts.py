"""The counts behind a book, and which of them add up."""

from __future__ import annotations

import pandas as pd

from tests.audit.conftest import Attack


def test_kernen_add_up_to_their_deelgebied(attack: Attack) -> None:
    """Who knows the division, which is in the book too, can subtract."""
    division = pd.DataFrame(
        [("Andijk", "oost"), ("Wervershoof", "oost"), ("Wognum", "west")],
        columns=["kern", "deelgebied"],
    )
    places = {"Andijk": 3, "Wervershoof": 20, "oost": 23}
    rows = [(place, place, 2024, n) for place, n in places.items()]
    frame = pd.DataFrame(rows, columns=["gebied", "gebied_naam", "jaar", "aantal"])
    kern, deel = "Meldingen in Wervershoof: 20 in 2024.", "Meldingen in oost: 23 in 2024."
    known = {"gebieden_deelgebied": division}
    assert attack(frame, {"Meldingen": {}}, kern, **known) == []
    assert attack(frame, {"Meldingen": {}}, deel, **known) == []
    found = attack(frame, {"Meldingen": {}}, kern, deel, **known)
    assert ("Meldingen, Andijk, 2024", 3, 3) in {(k.what, k.lowest, k.highest) for k in found}

"""85146NED: a value and its bounds in one row."""

from __future__ import annotations

import pytest

from ivp.data.readers import statline_ruw, veiligheidsmonitor
from tests.data.readers.conftest import refused

KOP = "Marges;RegioS;Perioden;VoeltZichWeleensOnveilig_43;RapportcijferVeiligheidInBuurt_60\n"
RIJEN = (
    "MW00000;GM0420;2023JJ00;    30.1;     7.7\n"
    "MOG0095;GM0420;2023JJ00;    27.0;     7.6\n"
    "MBG0095;GM0420;2023JJ00;    33.2;     7.8\n"
    "MW00000;GM0388;2023JJ00;       .;     7.5\n"
    "MOG0095;GM0388;2023JJ00;       .;     7.3\n"
    "MBG0095;GM0388;2023JJ00;       .;     7.7\n"
)


def read(rows: str = RIJEN) -> object:
    return veiligheidsmonitor.uitkomsten(
        statline_ruw.lees((KOP + rows).encode(), "vm.csv"), "vm.csv"
    )


def test_value_and_bounds() -> None:
    frame = veiligheidsmonitor.uitkomsten(
        statline_ruw.lees((KOP + RIJEN).encode(), "vm.csv"), "vm.csv"
    ).set_index(["vraag", "gebied"])
    assert len(frame) == 4
    safe = frame.loc[("VoeltZichWeleensOnveilig", "GM0420")]
    assert (safe["waarde"], safe["ondergrens"], safe["bovengrens"]) == (30.1, 27.0, 33.2)
    hidden = frame.loc[("VoeltZichWeleensOnveilig", "GM0388")]
    assert hidden["symbool"] == "onbekend"
    assert hidden[["waarde", "ondergrens", "bovengrens"]].isna().all()


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("    33.2", "    29.0", "ligt niet tussen"),
        ("MW00000;GM0420", "MW00000;GM0405", "geen waarde"),
        ("MBG0095;GM0388", "MXX0095;GM0388", "geen marge"),
    ],
)
def test_what_cannot_be(old: str, new: str, word: str) -> None:
    assert word in refused(lambda: read(RIJEN.replace(old, new, 1))).wat


def test_two_topics_with_one_name() -> None:
    head = KOP.replace("RapportcijferVeiligheidInBuurt_60", "VoeltZichWeleensOnveilig_44")
    frame = statline_ruw.lees((head + RIJEN).encode(), "vm.csv")
    assert "twee keer" in refused(lambda: veiligheidsmonitor.uitkomsten(frame, "vm.csv")).wat


def test_without_margins() -> None:
    raw = b"RegioS;Perioden;Cijfer_1\nGM0420;2023JJ00;7.7\n"
    frame = statline_ruw.lees(raw, "vm.csv")
    assert "Marges" in refused(lambda: veiligheidsmonitor.uitkomsten(frame, "vm.csv")).wat

"""`ivp reactions`: what reviewers sent back, without who they are."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp.editions.reactions import Reaction, chapter, read
from ivp.errors import BronFout

ROWS = [
    ["naam", "plaats", "reactie", "antwoord", "wijziging"],
    ["Jan Jansen", "chapters/a.html#al-10", "Te hoog, bel 0612345678", "Klopt", "Tabel 2 hersteld"],
    ["P. Pieters", "chapters/a.html#al-2", "=HYPERLINK(1) <b>vet</b> | j.j@voorbeeld.nl", "", ""],
    ["Leeg", "chapters/a.html#al-3", "", "x", "y"],
]


def as_csv(path: Path, comma: str) -> Path:
    path.write_text("\n".join(comma.join(f'"{c}"' for c in row) for row in ROWS), "utf-8-sig")
    return path


def as_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(["'" + c if c.startswith("=") else c for c in row])
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["komma.csv", "punt.csv", "tabel.xlsx"])
def test_a_table_in_order_of_place_and_nobody_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    as_xlsx(path) if kind.endswith("xlsx") else as_csv(path, ";" if "punt" in kind else ",")
    found = read(path)
    assert [one.plaats for one in found] == ["chapters/a.html#al-2", "chapters/a.html#al-10"]
    text = chapter(found)
    for personal in ("Jansen", "Pieters", "0612345678", "j.j@"):
        assert personal not in text
    assert "[e-mailadres]" in found[0].reactie and "[nummer]" in found[1].reactie
    assert "<b>" not in text
    assert "| A, alinea 2 " in text
    assert "Nog niet beantwoord" in text and "Tabel 2 hersteld" in text


def test_issues_of_github(tmp_path: Path) -> None:
    path = tmp_path / "issues.json"
    issue = {
        "title": "Reactie op chapters/a.html#al-7 (editie 0.1)",
        "body": "Plaats: chapters/a.html#al-7\nEditie: 0.1\n\nReactie:\nDit klopt niet, @jan.\n",
        "user": {"login": "pietje"},
        "comments": [{"body": "Aangepast. Met vriendelijke groet, Anna de Vries"}],
    }
    path.write_text(json.dumps([issue]), "utf-8")
    [found] = read(path)
    assert found == Reaction(
        "chapters/a.html#al-7", "Dit klopt niet, [naam].", "Aangepast. [ondertekend]"
    )


@pytest.mark.parametrize(
    ("name", "raw"),
    [("x.xlsx", b"PK\x03\x04kapot"), ("x.json", b"{"), ("x.json", b"[1]"), ("x.csv", b"\xff\xfe"),
     ("x.csv", b"a,b\n1,2\n"), ("x.csv", b""), ("x.exe", b"MZ")],
)  # fmt: skip
def test_a_delivery_that_is_none_is_refused_plainly(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(BronFout):
        read(tmp_path / name)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=80))
def test_no_text_becomes_markup_or_a_shortcode(tmp_path: Path, text: str) -> None:
    out = chapter([Reaction("x", " ".join(text.split()))])
    assert out.count("\n| ") == 2
    assert out.count("\n#") == 0
    assert "{{<" not in out
    assert "<script" not in out

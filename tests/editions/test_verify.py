"""A published book is what was made, or ``verify`` says what is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp.cli import main
from ivp.editions import crate
from ivp.editions.manifest import DURATIONS, NAME, Edition
from ivp.editions.seal import slug
from ivp.editions.verify import verify
from ivp.errors import IvpFout
from tests.editions.conftest import make


def test_a_book_as_made_is_whole(book: Path) -> None:
    found = verify(book)
    assert found.whole
    assert set(found.edition.uitvoer) == {
        "index.html",
        "chapters/een.html",
        "boek.pdf",
        crate.NAME,
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_byte_anywhere_is_found(book: Path, data: st.DataObject) -> None:
    paths = [p for p in sorted(book.rglob("*")) if p.is_file() and p.name != DURATIONS]
    path = data.draw(st.sampled_from(paths))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    bit = data.draw(st.integers(0, 7))
    path.write_bytes(before[:at] + bytes([before[at] ^ (1 << bit)]) + before[at + 1 :])
    try:
        if path.name == NAME:
            with pytest.raises(IvpFout):
                verify(book)
        else:
            assert verify(book).changed == (path.relative_to(book).as_posix(),)
    finally:
        path.write_bytes(before)


def test_missing_extra_and_linked_files_are_named(book: Path, tmp_path: Path) -> None:
    (book / "chapters" / "een.html").unlink()
    (book / "meer.html").write_text("meer")
    shutil.move(book / "boek.pdf", tmp_path / "boek.pdf")
    (book / "boek.pdf").symlink_to(tmp_path / "boek.pdf")
    found = verify(book)
    assert found.missing == ("chapters/een.html",)
    assert found.extra == ("meer.html",)
    assert found.changed == ("boek.pdf",)
    assert "ontbreekt: chapters/een.html" in str(found.error())


def test_durations_are_no_part_of_the_edition(book: Path) -> None:
    assert json.loads((book / DURATIONS).read_text())["seconden_per_stap"] == {
        "Pagina's maken": 1.234
    }
    (book / DURATIONS).unlink()
    assert verify(book).whole


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{}", b'{"zegel": 1}', b"\xff", b"[" * 5000])
def test_a_hostile_manifest_is_refused_plainly(book: Path, raw: bytes) -> None:
    (book / NAME).write_bytes(raw)
    with pytest.raises(IvpFout, match=r"edition\.json"):
        verify(book)


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path / "een")
    make(tmp_path / "twee")
    for name in (NAME, crate.NAME):
        assert (tmp_path / "een" / name).read_bytes() == (tmp_path / "twee" / name).read_bytes()


def test_the_crate_links_outputs_inputs_programs_and_source(book: Path) -> None:
    graph = {e["@id"]: e for e in json.loads((book / crate.NAME).read_text())["@graph"]}
    action = graph["#gemaakt"]
    assert action["@type"] == "CreateAction"
    assert {"@id": "#data/politie/misdrijven.csv"} in action["object"]
    assert action["result"] == {"@id": "./"}
    assert {"@id": "#typst"} in action["instrument"]
    assert graph["#data/politie/misdrijven.csv"]["isBasedOn"].endswith("47013NED")
    assert graph["index.html"]["sha256"] == Edition.read(book).uitvoer["index.html"]


def test_the_command_ends_with_1_and_says_why(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["ivp", "verify", str(book)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "compleet en onveranderd" in capsys.readouterr().out
    (book / "index.html").write_text("anders")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "veranderd: index.html" in capsys.readouterr().err


@given(st.text(min_size=1))
def test_an_id_is_safe_as_the_name_of_a_folder(number: str) -> None:
    name = slug(number)
    assert name and "/" not in name and ".." not in name and not name.startswith((".", "-"))

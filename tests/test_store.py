"""The store: what comes back is what was put, or nothing; however the process ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.paths import Project
from ivp.store import Store, digest, sha256, write


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "opslag")


def test_made_once_and_kept(store: Store) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"inhoud"

    assert store.remember("pages", "a", make) == store.remember("pages", "a", make) == b"inhoud"
    assert made == [1]
    assert store.remember_data("inputs", "a", lambda: {"b": [1, None]}) == {"b": [1, None]}
    assert store.remember_data("inputs", "a", dict) == {"b": [1, None]}
    assert store.get("figures", "a") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 64 + b"inhoud"])
def test_damaged_entry_is_made_again(store: Store, damage: bytes) -> None:
    store.put("pages", "a", b"inhoud")
    (store.folder / "pages" / "a").write_bytes(damage)
    assert store.get("pages", "a") is None
    assert store.remember("pages", "a", lambda: b"opnieuw") == b"opnieuw"
    assert store.get("pages", "a") == b"opnieuw"


def test_a_copy_elsewhere_is_as_good(store: Store, tmp_path: Path) -> None:
    store.put("pages", "a", b"inhoud")
    shutil.copytree(store.folder, tmp_path / "kopie")
    assert Store(tmp_path / "kopie").get("pages", "a") == b"inhoud"


def test_one_store_for_several_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IVP_OPSLAG", raising=False)
    assert Store.of(Project(tmp_path)).folder == tmp_path / ".cache" / "opslag"
    monkeypatch.setenv("IVP_OPSLAG", str(tmp_path / "samen"))
    Store.of(Project(tmp_path / "een")).put("pages", "a", b"inhoud")
    assert Store.of(Project(tmp_path / "twee")).get("pages", "a") == b"inhoud"


def test_longest_unused_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=450)
    for age, name in enumerate("abcd"):
        store.put("pages", name, bytes(100))
        os.utime(tmp_path / "pages" / name, (1000 - age, 1000 - age))
    assert store.get("pages", "d")  # used again, so the youngest now
    left_by_a_kill = tmp_path / "pages" / ".e.tmp"
    left_by_a_kill.write_bytes(b"half")
    os.utime(left_by_a_kill, (1, 1))
    store.trim()
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["a", "d"]


def test_a_store_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "opslag").write_text("geen map")
    store = Store(tmp_path / "opslag")
    assert store.remember("pages", "a", lambda: b"x") == b"x"
    assert store.get("pages", "a") is None
    store.trim()


def test_side_by_side(store: Store) -> None:
    content = {str(n): bytes([n]) * 50_000 for n in range(4)}

    def work(n: int) -> bool:
        name = str(n % 4)
        store.put("pages", name, content[name])
        return store.get("pages", name) == content[name]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(80)))
    assert len(list((store.folder / "pages").iterdir())) == 4


def test_killed_while_writing_leaves_whole_entries_only(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from ivp.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "print('klaar', flush=True)\n"
        "for n in range(10**6): store.put('soort', str(n % 7), bytes([n % 256]) * 3_000_000)"
    )
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(store.folder)], stdout=subprocess.PIPE
        )
        assert process.stdout and process.stdout.readline()
        time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    for name in map(str, range(7)):
        if (store.folder / "pages" / name).exists():
            assert len(store.get("pages", name) or b"") == 3_000_000


def test_write_says_whether_it_changed_anything(tmp_path: Path) -> None:
    path = tmp_path / "map" / "bestand"
    assert write(path, b"een")
    assert not write(path, b"een")
    assert write(path, b"twee")
    assert path.read_bytes() == b"twee"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [path] == list(path.parent.iterdir())


@given(st.dictionaries(st.text(), st.integers() | st.none() | st.lists(st.text())))
def test_digest_follows_content_not_order(value: dict[str, object]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))
    assert digest(value) != digest({**value, "nieuw": [value]})
    assert sha256("é") == sha256("é".encode())

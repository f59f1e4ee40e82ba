"""The register: what it must say, and what is refused with a message that names the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ivp.data import Package
from ivp.errors import BronFout, Fouten, IvpFout
from tests.data.conftest import INHOUD, resource, write


def test_reads_with_types_from_the_schema(tmp_path: Path) -> None:
    frame = Package.load(write(tmp_path)).dataset("proef").read()
    assert [str(kind) for kind in frame.dtypes] == ["str", "Int64", "Int64", "float64"]
    assert frame.loc[0].tolist() == ["GM0420", 2023, 5, 1.5]
    assert frame.loc[1].isna()[["aantal", "per_1000"]].all()


def test_codes_keep_their_zeros(tmp_path: Path) -> None:
    raw = INHOUD.replace(b"GM0420", b"0000000")
    frame = Package.load(write(tmp_path, raw)).dataset("proef").read()
    assert frame.loc[0, "gebied"] == "0000000"


def test_unknown_name_gives_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BronFout, match=r"'proev' is niet geregistreerd. Bedoelt u 'proef'\?"):
        Package.load(write(tmp_path)).dataset("proev")


def test_changed_file_says_how_to_register_it(tmp_path: Path) -> None:
    project = write(tmp_path)
    (tmp_path / "data/cbs/proef.csv").write_bytes(INHOUD.replace(b",5,", b",6,"))
    with pytest.raises(BronFout) as caught:
        Package.load(project).dataset("proef").read()
    assert caught.value.waar == "data/cbs/proef.csv"
    assert "veranderd sinds het is geregistreerd" in caught.value.wat
    assert "ivp take --source proef data/cbs/proef.csv" in caught.value.doe


def test_missing_file(tmp_path: Path) -> None:
    project = write(tmp_path)
    (tmp_path / "data/cbs/proef.csv").unlink()
    with pytest.raises(BronFout, match="is er niet"):
        Package.load(project).dataset("proef").read()


@pytest.mark.parametrize(
    ("changes", "place", "problem"),
    [
        ({"titel": "x"}, "titel", "bestaat hier niet. Bedoelt u 'title'?"),
        ({"hash": "sha256:abc"}, "hash", "niet de goede vorm"),
        ({"path": "../geheim.csv"}, "path", "niet de goede vorm"),
        ({"path": "/etc/passwd.csv"}, "path", "niet de goede vorm"),
        ({"format": "xlsx"}, "format", "kan hier niet"),
        ({"licenses": []}, "licenses", "te kort"),
    ],
)
def test_invalid_descriptor_names_line_and_key(
    tmp_path: Path, changes: dict[str, Any], place: str, problem: str
) -> None:
    with pytest.raises(IvpFout) as caught:
        Package.load(write(tmp_path, INHOUD, resource(**changes)))
    assert caught.value.waar == f"data/datapackage.json, regel 1, resources.0.{place}"
    assert problem in caught.value.wat


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Fouten, match=r"xlsx.*(\n.*)*titel"):
        Package.load(write(tmp_path, INHOUD, resource(titel="x", format="xlsx")))


def test_key_of_unknown_column_and_double_names_are_refused(tmp_path: Path) -> None:
    bad = resource()
    bad["schema"]["primaryKey"] = ["wijk"]
    with pytest.raises(IvpFout, match="PrimaryKey noemt 'wijk'"):
        Package.load(write(tmp_path, INHOUD, bad))
    with pytest.raises(IvpFout, match="'proef' staat er twee keer in"):
        Package.load(write(tmp_path, INHOUD, resource(), resource()))


@pytest.mark.parametrize("content", [b"", b"{", b'{"name": "caf\xe9"}', b"[]", b"{a: 1}"])
def test_damaged_register(tmp_path: Path, content: bytes) -> None:
    project = write(tmp_path)
    (tmp_path / "data/datapackage.json").write_bytes(content)
    with pytest.raises(IvpFout, match=r"data/datapackage\.json"):
        Package.load(project)


def test_no_register(tmp_path: Path) -> None:
    project = write(tmp_path)
    (tmp_path / "data/datapackage.json").unlink()
    with pytest.raises(IvpFout, match="bestaat niet"):
        Package.load(project)

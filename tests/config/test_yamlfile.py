from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp.config import yamlfile
from ivp.errors import ParamsFout


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read(content: str | bytes) -> Any:
        path = tmp_path / "x.yml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return yamlfile.read(path, "params/x.yml")

    return read


def test_values_are_read_as_in_yaml_1_2(read: Any) -> None:
    text = (
        "land: no\naan: on\ncode: 0420\ntijd: 12:30\ndatum: 2026-11-23\nleeg:\nniets: ~\n"
        "heel: -12\nkomma: 1.5e3\nja: true\ntekst: '12'\nlaag: {a: [1, x]}\n<<: {a: 1}\n"
    )
    assert read(text).data == {
        "land": "no",
        "aan": "on",
        "code": "0420",
        "tijd": "12:30",
        "datum": "2026-11-23",
        "leeg": None,
        "niets": None,
        "heel": -12,
        "komma": 1500.0,
        "ja": True,
        "tekst": "12",
        "laag": {"a": [1, "x"]},
        "<<": {"a": 1},
    }


def test_bom_and_windows_line_ends(read: Any) -> None:
    file = read(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: Caf\xc3\xa9\r\n")
    assert file.data == {"a": 1, "b": {"c": "Café"}}
    assert file.where(("b", "c")) == "params/x.yml, regel 3, b.c"


def test_where_falls_back_to_the_nearest_known_line(read: Any) -> None:
    file = read("a:\n  b:\n    - x: 1\n    - x: 2\n")
    assert file.where(("a", "b", 1, "x")) == "params/x.yml, regel 4, a.b.1.x"
    assert file.where(("a", "b", 1, "missing")) == "params/x.yml, regel 4, a.b.1.missing"
    assert file.where(()) == "params/x.yml, regel 1"


def billion_laughs() -> str:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2, "!!python|tag:yaml"),
        ("a: 1\nb: !eigen x\n", 2, "!eigen"),
        ("a: !!binary aGFsbG8=\n", 1, "binary"),
        ("a: !!set {x, y}\n", 1, "set"),
        ("a: !!int acht\n", 1, "int"),
        ("a: &x [*x]\n", 1, "Verwijzingen"),
        ("b: &x {c: 1}\na:\n  <<: *x\n", 1, "Verwijzingen"),
        ("a: *onbekend\n", 1, "Verwijzingen"),
        (billion_laughs(), 1, "Verwijzingen"),
        ("a: " + "[" * 500 + "]" * 500, 1, "diep"),
        ("\n".join(" " * i + "a:" for i in range(500)), 31, "diep"),
        ("a: 1\nb: 2\na: 3\n", 3, "twee keer"),
        ("x: {b: 1, b: 2}\n", 1, "twee keer"),
        ("1: a\n", 1, "sleutel"),
        ("true: a\n", 1, "sleutel"),
        ("? [a, b]\n: c\n", 1, "sleutel"),
        ("? {a: b}\n: c\n", 1, "sleutel"),
        ("~: c\n", 1, "sleutel"),
        ("a: " + "9" * 5000, 1, "past hier niet"),
        ("a: 1\nb: x\x00y\n", 2, "onzichtbaar"),
        ('a: "x\\0y"\n', 1, "onzichtbaar"),
        ('a: "\\ud800"\n', 1, "onzichtbaar|geldige"),
        ("a: 1\n\tb: 2\n", 2, "geldige YAML"),
        ("a: 1\n---\nb: 2\n", 2, "geldige YAML"),
        ("a: [1, 2\n", 2, "geldige YAML"),
        ("a: b: c\n", 1, "geldige YAML"),
        (b"a: 1\nb: caf\xe9\n", 2, "UTF-8"),
        ("a: 1".encode("utf-16"), 1, "UTF-8"),
    ],
)
def test_hostile_yaml_is_refused_with_its_line(
    read: Any, content: str | bytes, line: int, says: str
) -> None:
    with pytest.raises(ParamsFout) as caught:
        read(content)
    assert caught.value.waar is not None
    assert caught.value.waar.startswith(f"params/x.yml, regel {line}"), caught.value
    assert any(part in caught.value.wat for part in says.split("|")), caught.value
    assert caught.value.doe


def test_too_large_missing_and_not_a_file(read: Any, tmp_path: Path) -> None:
    with pytest.raises(ParamsFout, match="groter dan 1 MB"):
        read("a: " + "x" * 1_000_001)
    with pytest.raises(ParamsFout, match="bestaat niet"):
        yamlfile.read(tmp_path / "weg.yml", "params/weg.yml")
    with pytest.raises(ParamsFout, match="niet te lezen"):
        yamlfile.read(tmp_path, "params")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@\n\t ?~1.0\x00é"), max_size=60))
def test_any_text_is_read_or_refused(read: Any, content: str) -> None:
    try:
        data = read(content).data
    except ParamsFout as error:
        assert error.waar
        assert error.wat
        assert error.doe
    else:
        assert data is None or isinstance(data, str | int | float | list | dict)

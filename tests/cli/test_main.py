"""How the command line ends: every error in three parts, and never a traceback by itself."""

from __future__ import annotations

import errno

import pytest

from ivp import cli
from ivp.errors import ParamsFout

PARTS = ("Fout: ", "Waarom dit telt: ", "Wat u kunt doen: ")


def end(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> object:
    """The exit code when a verb raises ``error``."""

    def app() -> None:
        raise error

    monkeypatch.setattr(cli, "app", app)
    monkeypatch.setattr("gc.set_threshold", lambda *_: None)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return caught.value.code


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ParamsFout("Dit klopt niet", waarom="x", doe="y", waar="a.yml, regel 2"),
            "a.yml, regel 2",
        ),
        (OSError(errno.ENOSPC, "vol"), "De schijf is vol"),
        (KeyError("x"), "Dit had niet mogen gebeuren (KeyError: 'x')"),
    ],
)
def test_an_error_is_told_in_three_parts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    monkeypatch.delenv("IVP_DEBUG", raising=False)
    assert end(monkeypatch, error) == 1
    told = capsys.readouterr().err
    assert said in told
    assert all(part in told for part in PARTS)
    assert "Traceback" not in told


def test_who_stops_it_is_told_that_the_book_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert end(monkeypatch, KeyboardInterrupt()) == 130
    assert "Het vorige boek is niet veranderd" in capsys.readouterr().err


def test_with_debug_the_error_is_python_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def app() -> None:
        raise KeyError("x")

    monkeypatch.setattr(cli, "app", app)
    monkeypatch.setenv("IVP_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main()

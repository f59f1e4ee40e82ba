"""The one family of errors: three parts, several at once, and the same in another process."""

from __future__ import annotations

import pickle

import pytest

from ivp.errors import (
    Fouten,
    IvpFout,
    ParamsFout,
    as_one,
    collect,
    did_you_mean,
    raise_all,
)


def error(what: str) -> ParamsFout:
    return ParamsFout(what, waarom="het telt", doe="herstel het", waar="params/boek.yml, regel 4")


def test_an_error_says_what_where_why_and_what_to_do() -> None:
    assert str(error("Dit klopt niet")) == (
        "params/boek.yml, regel 4: Dit klopt niet\n"
        "  Waarom dit telt: het telt\n"
        "  Wat u kunt doen: herstel het"
    )


def test_an_error_of_another_process_is_the_same() -> None:
    found = pickle.loads(pickle.dumps(Fouten([error("a"), error("b")])))
    assert isinstance(found, Fouten)
    assert [type(one) for one in found.fouten] == [ParamsFout, ParamsFout]
    assert str(found) == str(Fouten([error("a"), error("b")]))


def test_a_step_goes_on_and_tells_all_at_its_end() -> None:
    errors: list[IvpFout] = []
    for wrong in (error("a"), Fouten([error("b"), error("c")]), error("a")):
        with collect(errors):
            raise wrong
    with pytest.raises(Fouten) as caught:
        raise_all(errors)
    assert [one.wat for one in caught.value.fouten] == ["a", "b", "c"]


def test_one_error_is_raised_as_it_is_and_none_is_no_error() -> None:
    raise_all([])
    with pytest.raises(ParamsFout):
        raise_all([error("a")])
    assert as_one([error("a"), error("a")]).wat == "a"


def test_a_bug_is_not_collected() -> None:
    errors: list[IvpFout] = []
    with pytest.raises(KeyError), collect(errors):
        raise KeyError("x")
    assert errors == []


def test_the_nearest_word_or_all_of_them() -> None:
    assert did_you_mean("hatl", ["halt", "zvh"]) == " Bedoelt u 'halt'?"
    assert did_you_mean("q", ["halt", "zvh"]) == " Mogelijk zijn: halt, zvh."
    assert did_you_mean("q", []) == ""

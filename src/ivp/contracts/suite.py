"""Read a contract, ``expectations/<data set>.json``, and refuse what is not right in it.

Great Expectations itself accepts a type or a severity that does not exist and then checks nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)

from ivp.contracts.own_checks import CHECKS
from ivp.contracts.verdict import Severity
from ivp.contracts.wording import RULES
from ivp.errors import ParamsFout, did_you_mean
from ivp.paths import Project

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_OTHERS = ("other", "parts", "total")
"""The arguments of our own types that name another data set."""
TYPES = frozenset(name for name in RULES if name.startswith("expect_"))
"""The types that a suite may use: those that can be explained."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Explanation(_Strict):
    """``uitleg``: what probably happened; ``waarom``: why it matters. Both in Dutch."""

    uitleg: NonEmpty
    waarom: NonEmpty


class _ColumnName(_Strict):
    name: NonEmpty


class RowCondition(_Strict):
    """Which rows an expectation is about, in the form of a condition object of GX."""

    type: Literal["comparison"]
    column: _ColumnName
    operator: Literal["==", "!=", "<", "<=", ">", ">=", "IN", "NOT_IN"]
    parameter: str | int | float | list[str | int | float]


class Expectation(_Strict):
    """One expectation of a suite."""

    type: str
    kwargs: dict[str, Any]
    severity: Severity
    meta: Explanation

    @field_validator("kwargs")
    @classmethod
    def _condition(cls, kwargs: dict[str, Any]) -> dict[str, Any]:
        if "row_condition" in kwargs:
            RowCondition.model_validate(kwargs["row_condition"])
        return kwargs

    @property
    def column(self) -> str | None:
        column = self.kwargs.get("column")
        return None if column is None else str(column)

    @property
    def others(self) -> tuple[str, ...]:
        """The other data sets that it compares with."""
        return tuple(self.kwargs[key] for key in _OTHERS if self.kwargs.get(key))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that must be there before this can be checked."""
        if self.type == "expect_table_columns_to_match_ordered_list" or self.type in CHECKS:
            return ()  # ours see for themselves: some columns are derived
        names = [self.kwargs["column"]] if "column" in self.kwargs else []
        names += self.kwargs.get("column_list", [])
        names += [self.kwargs[key] for key in ("column_A", "column_B") if key in self.kwargs]
        condition = self.kwargs.get("row_condition")
        if condition:
            names.append(condition["column"]["name"])
        return tuple(names)


class Suite(_Strict):
    """The contract of one data set."""

    name: str
    meta: dict[str, str]
    expectations: tuple[Expectation, ...] = Field(min_length=1)

    @property
    def others(self) -> tuple[str, ...]:
        """The other data sets that any expectation compares with."""
        return tuple(sorted({name for item in self.expectations for name in item.others}))


_TODO = "herstel het contract; docs/architecture.md (Contracts) beschrijft de vorm"
_WHY = "een verwachting die niet klopt, controleert niets"


def file_of(name: str) -> str:
    """The suite's file as the user knows it."""
    return f"expectations/{name}.json"


def read_bytes(project: Project, name: str) -> bytes:
    """The suite's file; raises ``ParamsFout`` when the data set has no contract."""
    try:
        return (project.expectations / f"{name}.json").read_bytes()
    except FileNotFoundError:
        raise ParamsFout(
            f"De bron '{name}' heeft geen contract",
            waar=file_of(name),
            waarom="zonder contract komt een verkeerde levering ongemerkt in het boek",
            doe="maak dit bestand, bijvoorbeeld naar dat van een bron die erop lijkt",
        ) from None


def parse(raw: bytes, name: str) -> Suite:
    """The suite in ``raw``.

    Raises ``ParamsFout`` with file and expectation for what is not JSON, an unknown type (with the
    nearest), a missing severity or explanation, or an unknown key. Whether the arguments fit the
    type is checked by Great Expectations itself, when the suite is run.
    """
    where = file_of(name)
    try:
        content = json.loads(raw)
    except ValueError as error:
        raise _error(f"Dit is geen geldige JSON ({error})", where) from None
    try:
        suite = Suite.model_validate(content)
    except ValidationError as error:
        raise _misfit(error, where) from None
    if suite.name != name:
        raise _error(f"De naam in het bestand is '{suite.name}', niet '{name}'", where)
    for number, item in enumerate(suite.expectations, start=1):
        if item.type not in TYPES:
            raise _error(
                f"De verwachting '{item.type}' bestaat niet.{did_you_mean(item.type, TYPES)}",
                f"{where}, verwachting {number}",
            )
    return suite


def bad_arguments(name: str, number: int, type_: str, detail: str) -> ParamsFout:
    """The error for arguments that Great Expectations refuses."""
    return _error(
        f"De kwargs passen niet bij '{type_}': {detail}", f"{file_of(name)}, verwachting {number}"
    )


def unknown_other(name: str, other: str, known: Iterable[str]) -> ParamsFout:
    """The error for a data set that a contract compares with, but that is not registered."""
    return _error(
        f"Het contract vergelijkt met bron '{other}'; die is er niet.{did_you_mean(other, known)}",
        file_of(name),
    )


def _misfit(error: ValidationError, where: str) -> ParamsFout:
    first = error.errors()[0]
    loc = list(first["loc"])
    if loc[:1] == ["expectations"] and len(loc) > 1:
        loc[:2] = [f"verwachting {int(loc[1]) + 1}"]
    key = loc[-1] if loc else "het bestand"
    allowed = str(first.get("ctx", {}).get("expected", "")).replace(" or ", " of ")
    problem = {
        "missing": f"'{key}' ontbreekt",
        "extra_forbidden": f"'{key}' is hier niet bekend",
        "literal_error": f"'{key}' is '{first['input']}'; dat kan zijn: {allowed}",
        "string_too_short": f"'{key}' is leeg",
        "too_short": f"'{key}' is leeg",
    }.get(first["type"], f"'{key}' heeft niet de juiste vorm")
    place = ", ".join([where, *(str(part) for part in loc)])
    return _error(problem, place)


def _error(wat: str, where: str) -> ParamsFout:
    return ParamsFout(wat, waar=where, waarom=_WHY, doe=_TODO)

"""The words the model of ``params/`` is written in: the kinds of value and the base class."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic import StringConstraints as Text


def _written_date(value: object) -> object:
    # pydantic would take a bare number for seconds since 1970
    if isinstance(value, int | float):
        raise ValueError("hier hoort een datum, geschreven als 2026-11-23")
    return value


def _plain(value: object) -> object:
    if isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise ValueError("een parameter is een tekst, een getal of true/false")


def _once(items: tuple[str, ...]) -> tuple[str, ...]:
    double = sorted({item for item in items if items.count(item) > 1})
    if double:
        raise ValueError(f"dit staat er twee keer: {', '.join(double)}")
    return items


ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
GEBIED = r"^(GM\d{4}|WK\d{6}|BU\d{8}|NL00|RE\d{2})$"
CHAPTER = r"^(index|chapters/([a-z0-9_-]+/)*[a-z0-9_-]*(\{veld\})?[a-z0-9_-]*)\.qmd$"
YEAR = r"^(19|20)\d{2}$"
NOTEBOOK = r"^notebooks/([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.ipynb$"

Id = Annotated[str, Text(pattern=ID, max_length=60)]
"""A short name for use in files and addresses: lower case, digits and hyphens."""
Ids = Annotated[tuple[Id, ...], AfterValidator(_once)]
GebiedCode = Annotated[str, Text(pattern=GEBIED)]
"""A CBS region code without padding."""
Tekst = Annotated[str, Text(strip_whitespace=True, min_length=1)]
Tekstbestand = Annotated[str, Text(pattern=CHAPTER)]
"""A chapter, relative to the root; never outside ``chapters/`` but for ``index.qmd``."""
Notitieboek = Annotated[str, Text(pattern=NOTEBOOK)]
Datum = Annotated[dt.date, BeforeValidator(_written_date)]
Parameter = Annotated[str | int | float | bool, BeforeValidator(_plain)]
"""What papermill can hand to a notebook."""

# Strict, because pydantic reads `true` as 1: a threshold that is silently switched off.
Geheel = Annotated[int, Strict()]
Kommagetal = Annotated[float, Strict()]
Jaar = Annotated[int, Strict(), Field(ge=1990, le=2100)]


class Params(BaseModel):
    """The base: no unknown keys, no changes after reading, no infinite numbers."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )

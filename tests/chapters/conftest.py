"""A chapter's input by hand: only what a test is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.indicators.chapter_input import Frame, Thresholds
from ivp.show.open_chapter import OpenChapter

from ..show.conftest import definitie, gemeente, rijen

__all__ = ["definitie", "gemeente", "rijen"]

MakeChapter = Callable[..., OpenChapter]
HOORN, OPMEER = ({"code": c, "naam": n} for c, n in (("GM0405", "Hoorn"), ("GM0432", "Opmeer")))
VERGELIJKING = {
    "naam": "West-Friesland",
    "gemeenten": [HOORN, OPMEER],
    "eenheid": {"code": "RE04", "naam": "Eenheid"},
    "land": {"code": "NL00", "naam": "Nederland"},
}


@pytest.fixture
def make_chapter(gemeente: m.Gemeente) -> MakeChapter:
    """``make(table, definitions)``: a chapter with these rows of the indicator table.

    ``parts`` are those of the params, as plain data; other keys are fields of ``OpenChapter``.
    """

    def make(
        table: pd.DataFrame,
        definitions: dict[str, m.Indicator],
        parts: dict[str, Any] | None = None,
        **fields: Any,
    ) -> OpenChapter:
        plain: dict[str, Any] = {
            "id": "proef",
            "gemeente": gemeente,
            "deelgebieden": (),
            "plan": m.Plan(
                titel="P", ondertitel="S", van=2023, tot=2026, vorige_van=2019, vorige_tot=2022
            ),
            "editie": m.Editie(nummer="1", datum=dt.date(2026, 11, 23), status="concept"),
            "zaad": 1,
            "drempels": Thresholds(personen=5, respondenten=10, inwoners=200),
            "definitions": definitions,
            "table": Frame.of(table),
            "datasets": {},
            "parts": {"vergelijking": VERGELIJKING, **(parts or {})},
            "sources": [],
            "contradictions": [],
        }
        return OpenChapter.model_validate(plain | fields)

    return make

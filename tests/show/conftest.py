"""Rows of the indicator table by hand, and a municipality that arose from a merger."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.indicators.rows import SCHEMA

Rijen = Callable[..., pd.DataFrame]
Definitie = Callable[..., m.Indicator]


@pytest.fixture
def gemeente() -> m.Gemeente:
    return m.Gemeente.model_validate(
        {
            "code": "GM0001",
            "naam": "Proefdorp",
            "voorgangers": [{"code": "GM0002", "naam": "Oud", "samengevoegd": 2011}],
        }
    )


@pytest.fixture
def definitie() -> Definitie:
    """A counted indicator with a rate; keys override."""

    def make(**keys: Any) -> m.Indicator:
        plain: dict[str, Any] = {
            "titel": "Woninginbraken",
            "omschrijving": "O",
            "soort": "telling",
            "dataset": "d",
            "kolom": "aantal",
            "gunstig": "lager",
            "noemer": {"dataset": "i", "kolom": "inwoners", "eenheid": "per_1000_inwoners"},
        }
        if keys.get("soort", "telling") != "telling":
            plain.pop("noemer")
        return m.Indicator.model_validate(plain | keys)

    return make


@pytest.fixture
def rijen() -> Rijen:
    """``rijen({2020: 5.0, 2021: None}, gebied=…, …)``: one row per year, ±10% as interval."""

    def make(waarden: dict[int, float | None], **columns: Any) -> pd.DataFrame:
        rows = []
        for jaar, waarde in waarden.items():
            value = math.nan if waarde is None else waarde
            row = {
                "indicator": "woninginbraak",
                "eenheid": "per_1000_inwoners",
                "gebied": "GM0001",
                "gebied_naam": "Proefdorp",
                "jaar": jaar,
                "periode": str(jaar),
                "waarde": value,
                "ondergrens": value * 0.9,
                "bovengrens": value * 1.1,
                "teller": value * 10,
                "noemer": 10_000.0,
                "status": "onbekend" if waarde is None else "definitief",
                "bron": "d+i",
                "werkelijk": True,
            }
            rows.append(row | columns)
        return pd.DataFrame(rows, columns=list(SCHEMA)).astype(SCHEMA)

    return make

"""Which sources are older than their calendar (``ivp freshness``)."""

from __future__ import annotations

import pytest

from tests.data.conftest import Doe, goed


def test_freshness_compares_with_the_calendar(doe: Doe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # 18 November 2026
    lines = goed(doe("freshness")).splitlines()
    (crimes,) = (line for line in lines if line.startswith("cbs-misdrijven ("))
    assert "VEROUDERD" in crimes and "tot en met 2025" in crimes
    (example,) = (line for line in lines if line.startswith("halt"))
    assert "voorbeeldcijfers" in example

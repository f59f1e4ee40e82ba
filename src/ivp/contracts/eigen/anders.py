"""Codes and names that another data set must know."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.contracts.eigen.basis import Bevinding, Omgeving, rijen


def komt_voor(
    frame: pd.DataFrame, omgeving: Omgeving, *, column: str, other: str, other_column: str = ""
) -> Bevinding:
    """Every value of ``column`` stands in ``other`` too."""
    values = frame[column]
    known = omgeving.lees(other)[other_column or column]
    return rijen(frame, ~values.isin(known), values.astype(str))


def naam_bij_code(
    frame: pd.DataFrame, omgeving: Omgeving, *, code: str, name: str, other: str
) -> Bevinding:
    """A code has the name that it has in ``other``; codes that are not there are left alone."""
    known = omgeving.lees(other).drop_duplicates(code).set_index(code)[name]
    expected = frame[code].map(known)
    bad = expected.notna() & (expected != frame[name])
    return rijen(frame, bad, frame[code] + " heet " + frame[name].astype(str))


def heeft_andere(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    per: Sequence[str],
    other: str,
    prefix: str = "",
    years_back: int = 0,
) -> Bevinding:
    """Every row of areas that start with ``prefix`` has one in ``other``, so many years earlier."""
    there = omgeving.lees(other)
    earlier = there.assign(jaar=there["jaar"] + years_back)[list(per)]
    known = {tuple(row) for row in earlier.itertuples(index=False)}
    keys = [tuple(row) for row in frame[list(per)].itertuples(index=False)]
    bad = pd.Series([key not in known for key in keys], index=frame.index)
    bad &= frame["gebied"].str.startswith(prefix)
    text = pd.Series([" ".join(map(str, key)) for key in keys], index=frame.index, dtype=object)
    return rijen(frame, bad, text)

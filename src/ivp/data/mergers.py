"""Municipal mergers: which years of the predecessors count for today's area.

A series for today's area is the sum of its predecessors where all of them are known; else it
starts at the merger. A year is never taken from a name alone: the old municipality of that name
was smaller (Medemblik 2010 in 83648NED: 1410 + 310 + 525 = 2245, and 2120 in 2011).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config.model import Gemeente
from ivp.errors import BronFout


def merge_predecessors(
    frame: pd.DataFrame, gemeente: Gemeente, value: str, per: Sequence[str] = ("jaar",)
) -> pd.DataFrame:
    """``frame`` with the municipality's years before a merger made those of its present area.

    ``frame`` has ``gebied``, ``jaar``, ``value`` (numeric) and the columns that ``per`` names
    (codes, months): per combination the figures of all municipalities that were still to merge are
    added to its own. A combination of which one figure is missing is left out, so the series
    starts at the merger. Rows of predecessors do not stay. Any other column keeps what all summed
    rows agree on, else it is missing.
    """
    if not gemeente.voorgangers:
        return frame
    old = {v.code: v.samengevoegd for v in gemeente.voorgangers}
    own = frame["gebied"] == gemeente.code
    theirs = frame["gebied"].isin(old)
    before = frame["jaar"] < max(old.values())
    mine = frame[(own | theirs) & before]
    rest = frame[~theirs & ~(own & before)]
    if mine.empty:
        return rest
    needed = {year: _parts(gemeente, old, year) for year in mine["jaar"].unique()}
    counts = [code in needed[y] for code, y in zip(mine["gebied"], mine["jaar"], strict=True)]
    parts = mine[pd.Series(counts, index=mine.index, dtype=bool)]
    keys = list(dict.fromkeys(["jaar", *per]))
    if parts.duplicated(["gebied", *keys]).any():
        raise BronFout(
            "Een gebied heeft twee cijfers voor dezelfde periode",
            waarom="dan is niet te zeggen welk cijfer bij de samenvoeging meetelt",
            doe="tel eerst op, of noem alle kolommen die de rijen onderscheiden",
        )
    groups = parts.groupby(keys)
    summed = groups[[value]].sum()
    enough = [len(needed[year]) for year in summed.index.get_level_values("jaar")]
    summed = summed[groups[value].count() == enough]
    if summed.empty:
        return rest
    for column in frame.columns.difference([*keys, value, "gebied", "gebied_naam"]):
        same = groups[column].nunique(dropna=False) == 1
        summed[column] = groups[column].first().where(same).reindex(summed.index)
    summed = summed.reset_index().assign(gebied=gemeente.code)
    if "gebied_naam" in frame:
        summed["gebied_naam"] = gemeente.naam
    return pd.concat([summed[list(frame.columns)], rest])


def _parts(gemeente: Gemeente, old: dict[str, int], year: int) -> set[str]:
    """The codes whose figures together cover today's area in ``year``."""
    parts = {code for code, merged in old.items() if year < merged}
    if gemeente.code_sinds is None or year >= gemeente.code_sinds:
        parts.add(gemeente.code)
    return parts

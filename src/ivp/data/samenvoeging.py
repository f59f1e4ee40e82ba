"""Municipal mergers, and series that may be put end to end.

A series for today's area is the sum of its predecessors where all of them are known; else it
starts at the merger. A year is never taken from a name alone: the old municipality of that name
was smaller (Medemblik 2010 in 83648NED: 1410 + 310 + 525 = 2245, and 2120 in 2011).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config.model import Gemeente
from ivp.errors import BronFout


def voeg_samen(
    frame: pd.DataFrame, gemeente: Gemeente, waarde: str, per: Sequence[str] = ("jaar",)
) -> pd.DataFrame:
    """``frame`` with the municipality's years before a merger made those of its present area.

    ``frame`` has ``gebied``, ``jaar``, ``waarde`` (numeric) and the columns that ``per`` names
    (codes, months): per combination the figures of all municipalities that were still to merge are
    added to its own. A combination of which one figure is missing is left out, so the series
    starts at the merger. Rows of predecessors do not stay. Any other column keeps what all summed
    rows agree on, else it is missing.
    """
    if not gemeente.voorgangers:
        return frame
    old = {v.code: v.samengevoegd for v in gemeente.voorgangers}
    last = max(old.values())
    own = frame["gebied"] == gemeente.code
    theirs = frame["gebied"].isin(old)
    before = frame["jaar"] < last
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
    summed = groups[[waarde]].sum()
    enough = [len(needed[year]) for year in summed.index.get_level_values("jaar")]
    summed = summed[groups[waarde].count() == enough]
    if summed.empty:
        return rest
    for column in frame.columns.difference([*keys, waarde, "gebied", "gebied_naam"]):
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


def aaneen(reeksen: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Frames put end to end, each given with its producer (``CBS``, ``Politie``).

    Raises ``BronFout`` when the producers differ: CBS rounds, filters and counts the Koninklijke
    Marechaussee otherwise than the police, so their figures are never one series.
    """
    producers = sorted({producent for producent, _ in reeksen})
    if len(producers) > 1:
        raise BronFout(
            f"Cijfers van {' en '.join(producers)} komen niet in één reeks",
            waarom="zij tellen verschillend; de overgang lijkt dan op een stijging of daling",
            doe="toon elke bron als een eigen reeks",
        )
    return pd.concat([frame for _, frame in reeksen], ignore_index=True)

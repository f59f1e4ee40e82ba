"""Counts that must agree with each other: totals and parts, years and months, weights, rounding."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.contracts.eigen.basis import Bevinding, Omgeving, Waar, getal, met_sleutels, rijen, waar


def delen_tellen_op(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    parts: str = "",
    total: str = "",
    parts_where: Waar | None = None,
    total_where: Waar | None = None,
    min_share: float = 1.0,
    max_share: float = 1.0,
    tolerance: float = 0.0,
    complete: bool = True,
) -> Bevinding:
    """The parts, summed over ``per``, are ``min_share`` to ``max_share`` of the total.

    ``parts`` and ``total`` name the data sets (default: this one). A sum of which a part is unknown
    is not compared: what is hidden (zeden per month) is no error. A total without parts is an error
    (when ``complete``) from the first year of the parts on; parts without a total are one in years
    between the first and the last total. Areas that only one of the two has are left alone.
    """
    parts_frame = met_sleutels(omgeving.lees(parts) if parts else frame, per)
    total_frame = met_sleutels(omgeving.lees(total) if total else frame, per)
    key = list(per)
    pieces = parts_frame[waar(parts_frame, parts_where)]
    whole = total_frame[waar(total_frame, total_where)].groupby(key)[column].sum(min_count=1)
    groups = pieces.groupby(key)
    sums = groups[column].sum().astype("float64")
    unknown = groups[column].count() < groups.size()
    both = pd.DataFrame({"som": sums, "totaal": whole.astype("float64")})
    low = both["som"] < both["totaal"] * min_share - tolerance
    high = both["som"] > both["totaal"] * max_share + tolerance
    lonely = _alleen(both, complete)
    skipped = unknown.reindex(both.index).fillna(False).astype(bool)
    bad = both[(low | high | lonely) & ~skipped]
    own = total_frame if not total else parts_frame
    mine = waar(own, total_where if not total else parts_where)
    index = pd.MultiIndex.from_frame(own[key])
    wrong = pd.Series(index.isin(bad.index), index=own.index) & mine
    lookup = both.reindex(index)
    text = [
        f"delen samen {getal(som)}, totaal {getal(totaal)}"
        for som, totaal in zip(lookup["som"], lookup["totaal"], strict=True)
    ]
    found = rijen(own, wrong, pd.Series(text, index=own.index, dtype=object))
    if len(bad) and not found.rijen:
        names = ", ".join(" ".join(map(str, k)) for k in bad.index[:5])
        return Bevinding(gezien=f"ontbreekt: {names}", kapot=True)
    return found


def _alleen(both: pd.DataFrame, complete: bool) -> pd.Series:
    """Which keys only one side has although the other should have them too."""
    keys = both.index.to_frame(index=False)
    have = {side: both[side].notna().to_numpy() for side in both.columns}
    wanted = pd.Series(True, index=keys.index)
    for place in keys.columns.intersection(["gebied", "gemeente"]):
        for there in have.values():
            wanted &= keys[place].isin(keys[place][there])
    no_parts, no_total = wanted & ~have["som"] & complete, wanted & ~have["totaal"]
    if "jaar" in keys:
        years, totals = keys["jaar"], keys["jaar"][have["totaal"]]
        no_parts &= years >= years[have["som"]].min()
        no_total &= years.between(totals.min(), totals.max())
    return pd.Series((no_parts | no_total).to_numpy(), index=both.index)


def veelvoud(frame: pd.DataFrame, omgeving: Omgeving, *, column: str, factor: int) -> Bevinding:
    """Every figure is a multiple of ``factor``, as rounded counts of CBS are."""
    counts = frame[column]
    return rijen(frame, counts % factor != 0, counts.map(getal))


def gelijk_aan(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    other: str,
    where: Waar | None = None,
    other_where: Waar | None = None,
) -> Bevinding:
    """Where both give the figure, it is the same as in ``other``."""
    there = omgeving.lees(other)
    known = there[waar(there, other_where)].set_index(list(per))[column].astype("float64")
    keys = pd.MultiIndex.from_frame(frame[list(per)])
    theirs = pd.Series(known.reindex(keys).to_numpy(), index=frame.index)
    ours = frame[column].astype("float64")
    bad = waar(frame, where) & theirs.notna() & (ours != theirs)
    return rijen(frame, bad, ours.map(getal) + " tegenover " + theirs.map(getal))


def niet_meer_dan(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    group: str,
    smaller: str,
    larger: str,
) -> Bevinding:
    """The count of ``smaller`` is at most that of ``larger`` in the same place and year."""
    limit = frame[frame[group] == larger].set_index(list(per))[column].astype("float64")
    most = limit.reindex(pd.MultiIndex.from_frame(frame[list(per)])).to_numpy()
    bad = (frame[group] == smaller) & (frame[column].astype("float64") > most)
    return rijen(frame, bad, frame[column].map(getal))


def gewichten(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    period: str,
    other: str,
    other_column: str,
    area: str,
    min_share: float,
    max_share: float,
    years_back: int = 1,
) -> Bevinding:
    """Per edition the weights sum to ``min_share`` to ``max_share`` of the inhabitants of ``area``.

    The inhabitants are those of ``years_back`` years earlier (a stand of 31 December).
    """
    people = omgeving.lees(other)
    own = people[people["gebied"] == area].set_index("jaar")[other_column].astype("float64")
    sums = frame.groupby(period)[column].sum()
    share = sums / own.reindex([year - years_back for year in sums.index]).to_numpy()
    bad = share[~share.between(min_share, max_share)].index
    first = ~frame.duplicated(period)
    text = frame[period].map(lambda year: f"{year}: gewichten samen {sums[year]:.0f}")
    return rijen(frame, frame[period].isin(bad) & first, text)

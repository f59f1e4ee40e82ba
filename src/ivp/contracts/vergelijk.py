"""Compare data sets with each other: every function gives the rows that do not agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

_FIRST_ROW = 2
# Crimes that the police leave out per wijk: 10 of 1,212 in Medemblik in 2023.
_HIDDEN_PER_WIJK = 0.03
# Inhabitants of 15 and over as a share of all inhabitants.
_SHARE_15_PLUS = (0.75, 0.92)
_CBS_GROUPS = [f"{digit}000000" for digit in (1, 2, 3, 4, 5, 6, 7, 9)]

Frames = Mapping[str, pd.DataFrame]
Rijen = list[tuple[int, str]]
"""Rows of the delivered file (the header is row 1) with what is there."""


def _rows(frame: pd.DataFrame, bad: pd.Series, text: pd.Series) -> Rijen:
    marked = bad.fillna(False).astype(bool).tolist()
    return [
        (position + _FIRST_ROW, str(value))
        for position, (value, wrong) in enumerate(zip(text.tolist(), marked, strict=True))
        if wrong
    ]


def _sums(parts: pd.DataFrame, whole: pd.DataFrame, keys: list[str]) -> Rijen:
    """Rows of ``whole`` where the sum of the parts is another; keys without parts are left out."""
    summed = parts.groupby(keys)["aantal"].sum().rename("som").reset_index()
    both = whole.merge(summed, on=keys, how="left")
    text = both["som"].astype(str) + " tegenover " + both["aantal"].astype(str)
    first_year = parts["jaar"].min()
    bad = (both["som"] != both["aantal"]) | (both["som"].isna() & (both["jaar"] >= first_year))
    present = both["gebied"].isin(parts["gebied"].unique())
    return _rows(whole, bad & present, text)


def soorten(frames: Frames) -> Rijen:
    return _sums(
        frames["politie-misdrijven-soort"], frames["politie-misdrijven"], ["gebied", "jaar"]
    )


def maanden(frames: Frames) -> Rijen:
    months = frames["politie-misdrijven-maand"]
    months = months.assign(jaar=months["maand"].str[:4].astype("Int64"))
    kinds = frames["politie-misdrijven-soort"]
    keys = ["soort_misdrijf", "gebied", "jaar"]
    summed = months.groupby(keys)["aantal"].sum().rename("som").reset_index()
    years = kinds[kinds["gebied"].isin(months["gebied"]) & kinds["jaar"].isin(months["jaar"])]
    both = months.merge(summed, on=keys).merge(
        years[[*keys, "aantal"]].rename(columns={"aantal": "in_jaar"}), on=keys, how="left"
    )
    text = (
        both["som"].astype(str) + " in de maanden, " + both["in_jaar"].astype(str) + " in het jaar"
    )
    bad = (both["som"] != both["in_jaar"]) | both["in_jaar"].isna()
    return _rows(months, bad, text)


def wijken(frames: Frames) -> Rijen:
    wijken, gemeenten = frames["politie-misdrijven-wijk"], frames["politie-misdrijven"]
    wijken = wijken.assign(gemeente="GM" + wijken["gebied"].str[2:6])
    summed = wijken.groupby(["gemeente", "jaar"])["aantal"].sum().rename("som").reset_index()
    both = wijken.merge(summed, on=["gemeente", "jaar"]).merge(
        gemeenten.rename(columns={"gebied": "gemeente", "aantal": "totaal"})[
            ["gemeente", "jaar", "totaal"]
        ],
        on=["gemeente", "jaar"],
        how="left",
    )
    low = both["som"] < both["totaal"] * (1 - _HIDDEN_PER_WIJK)
    bad = (both["som"] > both["totaal"]) | low | both["totaal"].isna()
    text = "wijken samen " + both["som"].astype(str) + ", gemeente " + both["totaal"].astype(str)
    return _rows(wijken, bad, text)


def hoofdgroepen(frames: Frames) -> Rijen:
    """The groups sum to the total within rounding: 2.5 for each of them and for the total."""
    frame = frames["cbs-misdrijven-soort"]
    groups = frame[frame["soort_misdrijf"].isin(_CBS_GROUPS)]
    summed = groups.groupby(["gebied", "jaar"])["aantal"].sum().rename("som").reset_index()
    both = frame.merge(summed, on=["gebied", "jaar"], how="left")
    gap = (both["som"] - both["aantal"]).abs()
    bad = (both["soort_misdrijf"] == "0000000") & (gap > 2.5 * (len(_CBS_GROUPS) + 1))
    text = (
        "hoofdgroepen samen " + both["som"].astype(str) + ", totaal " + both["aantal"].astype(str)
    )
    return _rows(frame, bad, text)


def zelfde_totaal(frames: Frames) -> Rijen:
    kinds, totals = frames["cbs-misdrijven-soort"], frames["cbs-misdrijven"]
    both = kinds.merge(
        totals.rename(columns={"aantal": "totaal"})[["gebied", "jaar", "totaal"]],
        on=["gebied", "jaar"],
        how="left",
    )
    bad = (both["soort_misdrijf"] == "0000000") & (both["aantal"] != both["totaal"])
    return _rows(
        kinds, bad, both["aantal"].astype(str) + " tegenover " + both["totaal"].astype(str)
    )


def vijftallen(name: str) -> Callable[[Frames], Rijen]:
    def look(frames: Frames) -> Rijen:
        counts = frames[name]["aantal"]
        return _rows(frames[name], counts % 5 != 0, counts.astype(str))

    return look


def gewichten(frames: Frames) -> Rijen:
    """The weights of an edition stand for the inhabitants of 15 and over at its start."""
    answers, kernen = frames["vm-respondenten"], frames["gebieden"]
    gemeente = "GM" + kernen["wijk"].str[2:6].iloc[0]
    people = frames["cbs-inwoners"]
    own = people[people["gebied"] == gemeente].set_index("jaar")["inwoners"]
    wrong: Rijen = []
    for jaar in answers["jaar"].unique().tolist():
        rows = answers[answers["jaar"] == jaar]
        share = rows["gewicht"].sum() / float(own.get(jaar - 1, float("nan")))
        if not _SHARE_15_PLUS[0] <= share <= _SHARE_15_PLUS[1]:
            text = f"{jaar}: gewichten samen {rows['gewicht'].sum():.0f}"
            wrong.append((int(rows.index[0]) + _FIRST_ROW, text))
    return wrong


def komt_voor(source: str, column: str, target: str) -> Callable[[Frames], Rijen]:
    """Every value of ``column`` in ``source`` also stands in ``target``."""

    def look(frames: Frames) -> Rijen:
        values = frames[source][column]
        return _rows(frames[source], ~values.isin(frames[target][column]), values.astype(str))

    return look


def namen(name: str) -> Callable[[Frames], Rijen]:
    """A code has the name that ``cbs-inwoners`` gives it."""

    def look(frames: Frames) -> Rijen:
        known = frames["cbs-inwoners"].drop_duplicates("gebied").set_index("gebied")["gebied_naam"]
        frame = frames[name]
        expected = frame["gebied"].map(known)
        bad = expected.notna() & (expected != frame["gebied_naam"])
        return _rows(frame, bad, frame["gebied"] + " heet " + frame["gebied_naam"].astype(str))

    return look


def noemers(frames: Frames) -> Rijen:
    """Each municipality with crimes has inhabitants at the start of that year."""
    crimes, people = frames["politie-misdrijven"], frames["cbs-inwoners"]
    known = set(zip(people["gebied"], people["jaar"] + 1, strict=True))
    keys = list(zip(crimes["gebied"], crimes["jaar"], strict=True))
    bad = pd.Series([key not in known and key[0].startswith("GM") for key in keys])
    return _rows(crimes, bad, crimes["gebied"] + " " + crimes["jaar"].astype(str))


def overtredingen(frames: Frames) -> Rijen:
    frame = frames["rud"]
    checks = frame[frame["soort"] == "controle"].set_index(["gebied", "jaar"])["aantal"]
    keys = list(zip(frame["gebied"], frame["jaar"], strict=True))
    most = pd.Series([checks.get(key, pd.NA) for key in keys], dtype="Int64")
    bad = (frame["soort"] == "overtreding") & (frame["aantal"] > most)
    return _rows(frame, bad, frame["aantal"].astype(str))

"""What a new delivery changes: losses first, then revisions, then what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ivp.dutch import first_few

_PERIODS = ("jaar", "maand", "periode")


@dataclass(frozen=True)
class Revised:
    """One figure that is another now."""

    row: str
    column: str
    old: float
    new: float

    @property
    def size(self) -> float:
        """The change as a share of what the figure was."""
        return (self.new - self.old) / abs(self.old) if self.old else float("inf")

    def __str__(self) -> str:
        change = f" ({self.size:+.1%})" if self.old else ""
        text = f"{self.row} {self.column}: {self.old:g} → {self.new:g}{change}"
        return text.replace(".", ",")


@dataclass(frozen=True)
class RowChanges:
    """Rows, figures and codes that are lost, revised or new."""

    lost_rows: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    lost_codes: tuple[str, ...] = ()
    revised: tuple[Revised, ...] = ()
    new_rows: tuple[str, ...] = ()
    new_codes: tuple[str, ...] = ()

    @property
    def loss(self) -> bool:
        return bool(self.lost_rows or self.emptied or self.lost_codes)

    def lines(self) -> list[str]:
        """Dutch lines, losses first; one line when nothing changed."""
        kinds = {
            "verdwenen rijen": self.lost_rows,
            "cijfers die leeg zijn geworden": self.emptied,
            "verdwenen codes": self.lost_codes,
            "herziene cijfers, grootste eerst": self.revised,
            "nieuwe rijen": self.new_rows,
            "nieuwe codes": self.new_codes,
        }
        lines = [
            f"{what}: {len(items)} ({first_few(items, separator='; ')})"
            for what, items in kinds.items()
            if items
        ]
        return lines or ["geen verschil"]


def compare_rows(old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str]) -> RowChanges:
    """Compare two deliveries with the same columns; ``key`` identifies a row in each.

    Every column of numbers outside the key is a figure. A figure that became empty is a loss.
    """
    key = list(key)
    values = [
        str(column)
        for column in new.columns
        if column not in key and column in old and pd.api.types.is_numeric_dtype(new[column])
    ]
    both = old.merge(new, on=key, how="outer", suffixes=(" oud", " nieuw"), indicator="in")
    names = [" ".join(map(str, one)) for one in both[key].itertuples(index=False, name=None)]
    rows = pd.Series(names, index=both.index, dtype="str")
    emptied, revised = [], []
    for value in values:
        was, now = (both[f"{value} {side}"].astype(float) for side in ("oud", "nieuw"))
        known = (both["in"] == "both") & was.notna()
        emptied += [f"{row} {value}" for row in rows[known & now.isna()]]
        changed = known & now.notna() & (was != now)
        figures = zip(rows[changed], was[changed], now[changed], strict=True)
        revised += [Revised(row, value, float(a), float(b)) for row, a, b in figures]
    codes = [column for column in key if column not in _PERIODS]
    return RowChanges(
        tuple(rows[both["in"] == "left_only"]),
        tuple(emptied),
        tuple(f"{c} {x}" for c in codes for x in sorted(set(old[c]) - set(new[c]))),
        tuple(sorted(revised, key=lambda one: (-abs(one.size), one.row))),
        tuple(rows[both["in"] == "right_only"]),
        tuple(f"{c} {x}" for c in codes for x in sorted(set(new[c]) - set(old[c]))),
    )

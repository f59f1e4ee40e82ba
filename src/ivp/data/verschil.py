"""What a new delivery changes: losses first, then revisions, then what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

_VOORBEELDEN = 5
_PERIODEN = ("jaar", "maand", "periode")


@dataclass(frozen=True)
class Herzien:
    """One figure that is another now."""

    rij: str
    kolom: str
    oud: float
    nieuw: float

    def __str__(self) -> str:
        change = f" ({(self.nieuw - self.oud) / self.oud:+.1%})" if self.oud else ""
        text = f"{self.rij} {self.kolom}: {self.oud:g} → {self.nieuw:g}{change}"
        return text.replace(".", ",")


@dataclass(frozen=True)
class Verschil:
    """Rows, figures and codes that are lost, revised or new."""

    verdwenen_rijen: tuple[str, ...] = ()
    verdwenen_cijfers: tuple[str, ...] = ()
    verdwenen_codes: tuple[str, ...] = ()
    herzien: tuple[Herzien, ...] = ()
    nieuwe_rijen: tuple[str, ...] = ()
    nieuwe_codes: tuple[str, ...] = ()

    @property
    def verlies(self) -> bool:
        return bool(self.verdwenen_rijen or self.verdwenen_cijfers or self.verdwenen_codes)

    def regels(self) -> list[str]:
        """Dutch lines, losses first; one line when nothing changed."""
        kinds = (
            ("verdwenen rijen", self.verdwenen_rijen),
            ("cijfers die leeg zijn geworden", self.verdwenen_cijfers),
            ("verdwenen codes", self.verdwenen_codes),
            ("herziene cijfers, grootste eerst", tuple(str(one) for one in self.herzien)),
            ("nieuwe rijen", self.nieuwe_rijen),
            ("nieuwe codes", self.nieuwe_codes),
        )
        lines = []
        for what, items in kinds:
            if items:
                rest = len(items) - _VOORBEELDEN
                more = f"; en nog {rest}" if rest > 0 else ""
                lines.append(f"{what}: {len(items)} ({'; '.join(items[:_VOORBEELDEN])}{more})")
        return lines or ["geen verschil"]


def vergelijk(oud: pd.DataFrame, nieuw: pd.DataFrame, sleutel: Sequence[str]) -> Verschil:
    """Compare two deliveries with the same columns; ``sleutel`` identifies a row in each.

    Every column of numbers outside the key is a figure. A figure that became empty is a loss.
    """
    key = list(sleutel)
    values = [
        str(c)
        for c in nieuw.columns
        if c not in key and c in oud and pd.api.types.is_numeric_dtype(nieuw[c])
    ]
    before, after = oud.set_index(key)[values], nieuw.set_index(key)[values]
    lost, added = before.index.difference(after.index), after.index.difference(before.index)
    both = before.index.intersection(after.index)
    one, two = before.loc[both], after.loc[both]
    emptied, revised = [], []
    for value in values:
        was, now = one[value].astype(float), two[value].astype(float)
        for index in both[(was.notna() & now.isna()).to_numpy()]:
            emptied.append(f"{_naam(index)} {value}")
        changed = (was.notna() & now.notna() & (was != now)).to_numpy()
        for index, a, b in zip(both[changed], was[changed], now[changed], strict=True):
            revised.append(Herzien(_naam(index), value, float(a), float(b)))
    codes = [c for c in key if c not in _PERIODEN]
    gone = [f"{c} {x}" for c in codes for x in sorted(set(oud[c]) - set(nieuw[c]))]
    new = [f"{c} {x}" for c in codes for x in sorted(set(nieuw[c]) - set(oud[c]))]
    return Verschil(
        tuple(_naam(i) for i in lost),
        tuple(emptied),
        tuple(gone),
        tuple(sorted(revised, key=lambda h: (-_afwijking(h), h.rij))),
        tuple(_naam(i) for i in added),
        tuple(new),
    )


def _afwijking(one: Herzien) -> float:
    return abs(one.nieuw - one.oud) / abs(one.oud) if one.oud else float("inf")


def _naam(index: object) -> str:
    return " ".join(str(part) for part in (index if isinstance(index, tuple) else (index,)))

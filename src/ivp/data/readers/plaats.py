"""How every reader says where something is wrong: file, row and column, in Dutch."""

from __future__ import annotations

import pandas as pd

from ivp.errors import BronFout

WAAROM = "een verkeerd gelezen cel wordt ongemerkt een verkeerd cijfer in het boek"


def bronfout(
    wat: str,
    bestand: str,
    *,
    doe: str,
    rij: int | None = None,
    kolom: str | None = None,
    waarom: str = WAAROM,
) -> BronFout:
    """The error for ``bestand``; ``rij`` counts records, the first is 1, as a spreadsheet does."""
    waar = bestand
    if rij is not None:
        waar += f", rij {rij}"
    if kolom:
        waar += f", kolom {kolom}"
    return BronFout(wat, waar=waar, waarom=waarom, doe=doe)


def opsomming(woorden: list[str], most: int = 5) -> str:
    """The first few words in quotes, and how many more there are."""
    text = ", ".join(f"'{woord}'" for woord in woorden[:most])
    rest = len(woorden) - most
    return f"{text} en nog {rest}" if rest > 0 else text


def eerste(masker: pd.Series) -> int:
    """The position of the first ``True``."""
    return int(masker.to_numpy(dtype=bool, na_value=False).argmax())

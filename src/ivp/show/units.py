"""The values and units of the indicator table as readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ivp import dutch

if TYPE_CHECKING:
    import pandas as pd

UNIT_NAMES: dict[str, str] = {
    "aantal": "aantal",
    "per_1000_inwoners": "per 1.000 inwoners",
    "per_1000_jongeren": "per 1.000 jongeren",
    "per_1000_huishoudens": "per 1.000 huishoudens",
    "per_1000_bedrijven": "per 1.000 bedrijven",
    "procent": "procent",
    "rapportcijfer": "rapportcijfer",
    "schaalscore_0_10": "score van 0 tot 10",
}
"""For axes and column heads; every unit of ``ivp.config.model.Eenheid``."""

SCALES = ("rapportcijfer", "schaalscore_0_10")
"""Marks on a scale: they have no natural zero, so their axis need not start there."""


def decimals_for(unit: str, values: Iterable[float]) -> int:
    """How many decimals ``values`` in ``unit`` need: none for counts, two when all are below 1."""
    if unit == "aantal":
        return 0
    known = [abs(value) for value in values if value == value]
    return 2 if unit.startswith("per_") and known and max(known) < 1 else 1


def with_unit(value: float | dutch.Missing, unit: str, places: int) -> str:
    """``value`` as ``32,0 per 1.000 inwoners``, ``33,0%``, ``7,7``, ``1.102`` or its reason.

    ``places`` decimals (``decimals_for``). Example: ``units.with_unit(7.71, "rapportcijfer", 1)``.
    """
    text = dutch.number(value, places)
    if text in dutch.MISSING_WORDS or unit in ("aantal", *SCALES):
        return text
    return f"{text}%" if unit == "procent" else f"{text} {UNIT_NAMES[unit]}"


def shown_values(rows: pd.DataFrame) -> list[float | dutch.Missing]:
    """The values of rows of the indicator table, with the reason where there is none.

    Example: ``[24.0, Missing.HIDDEN]``, of which a table shows ``24,0`` and ``verborgen``.
    """
    pairs = zip(rows["waarde"].tolist(), rows["status"].tolist(), strict=True)
    return [dutch.MISSING_FOR_STATUS.get(status, value) for value, status in pairs]


def wide(
    rows: pd.DataFrame, down: str, across: str, order: Sequence[Any] | None = None
) -> pd.DataFrame:
    """Rows of the indicator table side by side: a line per ``down``, a column per ``across``.

    Both are sorted, unless ``order`` names the lines. Counts become whole numbers; what is not
    known becomes its reason, also where there is no row.
    Example: ``show.wide(h.rows("geweld", area="GM0420"), "jaar", "eenheid")``.
    """
    import pandas as pd  # whoever only writes a unit need not wait for it

    pairs = zip(shown_values(rows), rows["eenheid"], strict=True)
    shown = [
        round(value) if unit == "aantal" and not isinstance(value, dutch.Missing) else value
        for value, unit in pairs
    ]
    filled = rows.assign(shown=pd.Series(shown, rows.index, dtype=object))
    found = filled.pivot(index=down, columns=across, values="shown")
    if order is not None:
        found = found.reindex(pd.Index(order, name=down))
    found = found.map(lambda value: dutch.Missing.UNKNOWN if dutch.is_empty(value) else value)
    return found.rename_axis(columns=None).reset_index()

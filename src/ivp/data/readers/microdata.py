"""Survey microdata: one row per respondent, with weights, as CSV or SPSS (``.sav``)."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyreadstat

from ivp.data.readers import text as textfile
from ivp.data.readers import values
from ivp.data.readers.cells import Cells
from ivp.data.readers.faults import check_size, fault
from ivp.data.readers.values import DecimalSign, strip

SAV = (b"$FL2", b"$FL3")
WEIGHTS = ("gewicht", "weegfactor", "weging", "wegingsfactor", "weight")
"""What bureaus call the column with the weight, in any case."""


@dataclass(frozen=True)
class Microdata:
    """Answers and what they mean.

    ``answers``: the declared text columns (str), every other column float64 (missing without an
    answer), and ``rij``. ``questions`` and ``labels`` (answer code → text) are empty for CSV.
    """

    answers: pd.DataFrame
    weight: str
    questions: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[float, str]] = field(default_factory=dict)


def weight_of(columns: Sequence[str]) -> str | None:
    """The column with the weight, by its name."""
    return next((name for name in columns if name.lower() in WEIGHTS), None)


def read(
    raw: bytes,
    file: str,
    *,
    text: Collection[str] = ("respondent", "deelgebied"),
    decimal: DecimalSign | None = None,
) -> Microdata:
    """Microdata as CSV or ``.sav``, told apart by content.

    ``text`` declares which columns hold text; any other column with text is refused, since open
    answers hold personal data. ``decimal`` is only needed when the CSV itself does not prove how
    decimals are written. Values that SPSS declares missing are missing. Raises ``BronFout`` for
    an undeclared text column, or a weight that is missing or not above 0.
    """
    found = _sav(raw, file, text) if raw[:4] in SAV else _csv(raw, file, text, decimal)
    weights = found.answers[found.weight]
    Cells(file, found.answers).refuse(
        ~(np.isfinite(weights) & (weights > 0)),
        "Het gewicht ontbreekt of is niet groter dan 0",
        found.weight,
        reason="een respondent zonder gewicht telt verkeerd mee",
        remedy="vraag het onderzoeksbureau om het gewicht van elke respondent",
    )
    return found


def _csv(raw: bytes, file: str, text: Collection[str], decimal: DecimalSign | None) -> Microdata:
    cells = textfile.cells(raw, file, row_names=True)
    weight = _weight(cells)
    numeric = [name for name in cells.names if name not in text]
    for name in numeric:
        _no_text(cells, name, ~cells.frame[name].map(values.is_value))
    found = cells.frame[numeric].to_numpy().ravel()
    sign = decimal or values.decimal_sign(pd.unique(found), file)
    columns = {
        name: cells.numbers(name, sign)[0] if name in numeric else cells.optional(name)
        for name in cells.names
    }
    return Microdata(pd.DataFrame({**columns, "rij": cells.frame["rij"]}), weight)


def _sav(raw: bytes, file: str, text: Collection[str]) -> Microdata:
    check_size(len(raw), textfile.MAX_BYTES, file, "vraag alleen de vragen die nodig zijn")
    try:
        frame, meta = pyreadstat.read_sav(io.BytesIO(raw), disable_datetime_conversion=True)
    except Exception:
        # readstat and pyreadstat raise several kinds on a damaged file
        what = "Dit SPSS-bestand is niet te lezen; misschien is het afgebroken"
        raise fault(what, file) from None
    if frame.empty:
        raise fault("Dit SPSS-bestand heeft geen antwoorden", file)
    frame["rij"] = pd.Series(range(1, len(frame) + 1), dtype="Int64")
    cells = Cells(file, frame)
    weight = _weight(cells)
    for name in cells.names:
        if name in text:
            frame[name] = frame[name].map(_as_text, na_action="ignore").astype("str")
        else:
            number = pd.api.types.is_numeric_dtype(frame[name])
            _no_text(cells, name, pd.Series(not number, index=frame.index))
            frame[name] = frame[name].astype("float64")
    labels = {
        str(name): {float(c): str(word) for c, word in codes.items() if not isinstance(c, str)}
        for name, codes in meta.variable_value_labels.items()
    }
    questions = {str(k): str(v) for k, v in meta.column_names_to_labels.items() if v}
    return Microdata(frame, weight, questions, labels)


def _as_text(value: object) -> str | None:
    return f"{value:g}" if isinstance(value, float) else strip(str(value)) or None


def _weight(cells: Cells) -> str:
    found = weight_of(cells.names) or WEIGHTS[0]
    reason = "zonder gewichten gaat de uitkomst over wie meedeed, niet over de inwoners"
    cells.require(found, reason=reason)
    return found


def _no_text(cells: Cells, column: str, wrong: pd.Series) -> None:
    cells.refuse(
        wrong,
        "Deze kolom bevat tekst, maar is niet als tekst opgegeven",
        column,
        reason="in open antwoorden en namen staan persoonsgegevens; die horen niet in dit project",
        remedy="laat de kolom weghalen, of geef haar op als het een code is (zoals deelgebied)",
    )

"""Read a partner's delivery in one of our formats (``delivery_formats``), from CSV or Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from ivp.data.readers import excel, text
from ivp.data.readers.cells import Cells
from ivp.data.readers.delivery_formats import FORMATS, FORMS, DeliveryFormat, FormatColumn
from ivp.data.readers.faults import fault
from ivp.data.readers.values import strip
from ivp.errors import did_you_mean

_PATTERNS = {
    "code": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "jaar": re.compile(r"(19|20)[0-9]{2}"),
    "score": re.compile(r"[1-5]?"),
    "deelnemer": re.compile(r"[A-Z][0-9]{1,3}"),
    "naam": re.compile(r".{1,60}"),
}


def format_named(name: str) -> DeliveryFormat:
    """The format with this name; ``BronFout`` with the nearest name when there is none."""
    if name not in FORMATS:
        raise fault(
            f"Er is geen leveringsformaat '{name}'.{did_you_mean(name, FORMATS)}",
            "data/sjablonen",
            reason="alleen van een beschreven formaat is te controleren of de levering klopt",
            remedy=f"kies een van: {', '.join(FORMATS)}",
        )
    return FORMATS[name]


def formats_of(columns: Sequence[str]) -> list[DeliveryFormat]:
    """The formats that have exactly these columns, in any order."""
    names = {name.lower() for name in map(strip, columns) if name}
    return [one for one in FORMATS.values() if set(one.names) == names]


def records(raw: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The rows of a delivery, whether it is Excel or CSV; those without any text left out."""
    found = excel.records(raw, file) if raw[:4] == excel.ZIP else text.records(raw, file)
    return [record for record in found if any(map(strip, record[1]))]


def read(raw: bytes, file: str, name: str) -> pd.DataFrame:
    """The delivery as a frame: the columns of the format, then ``symbool`` and ``rij``.

    ``jaar``, ``aantal`` and ``score`` are Int64, the rest str. ``aantal`` is missing when the cell
    is blank, ``.``, ``x`` or ``<5``; ``symbool`` (only with ``aantal``) says which. Raises
    ``BronFout`` with row and column.
    """
    known = format_named(name)
    (number, head), *rows = records(raw, file)
    template = f"gebruik het sjabloon (`ivp template {name}`), met de kolomnamen in de eerste rij"
    names = [strip(cell).lower() for cell in head]
    heads = Cells(file, pd.DataFrame(columns=[name for name in names if name]), template, number)
    heads.require(*known.names, exactly=True)
    cells = Cells.of([(number, names), *rows], file, remedy=template)
    columns = {column.name: _column(cells, column) for column in known.columns}
    if "aantal" in columns:
        columns["symbool"] = cells.counts("aantal", "")[1]
    frame = pd.DataFrame({**columns, "rij": cells.frame["rij"]})
    Cells(file, frame).refuse(
        frame.duplicated(list(known.key)),
        f"Deze combinatie van {', '.join(known.key)} staat er twee keer in",
        reason="een rij die er dubbel in staat, telt twee keer mee",
        remedy="verwijder de dubbele rij, of tel de twee op als het twee delen zijn",
    )
    return frame


def _column(cells: Cells, column: FormatColumn) -> pd.Series:
    """The cells of a column in its own type; an error says which form is asked."""
    name, kind = column.name, column.kind
    remedy = f"vul in: {FORMS[kind]}"
    if kind == "gebied":
        return cells.areas(name)
    if kind == "aantal":
        return cells.counts(name, "'{}' hoort hier niet", remedy=remedy)[0]
    found = cells[name]
    what = "'{}' hoort hier niet"
    if kind == "deelnemer":
        what = "Hier staat iets anders dan het nummer van een deelnemer"  # it may be a name
    cells.refuse(~found.str.fullmatch(_PATTERNS[kind]), what, name, remedy=remedy)
    if column.codes:
        options = ", ".join(column.codes)
        cells.refuse(
            ~found.isin(column.codes),
            "'{}' is geen bekende code",
            name,
            remedy=f"kies uit: {options}",
        )
    return found.replace("", None).astype("Int64") if kind in ("jaar", "score") else found

"""Deliveries of partners in our own formats (``deliveries.yml``), and the templates they fill in.

Codes and columns of a format are those of its data set, so what is read here, from CSV or Excel,
can be registered as it is. Of a template there is an empty one, a filled example, an explanation.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pandas as pd
import yaml
from jinja2 import Template
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from pydantic import BaseModel

from ivp.data.readers import excel, text
from ivp.data.readers.cells import Cells, Record
from ivp.data.readers.faults import fault
from ivp.data.readers.values import strip
from ivp.errors import did_you_mean
from ivp.paths import Project

Kind = Literal["code", "gebied", "naam", "jaar", "aantal", "score", "deelnemer"]

FORMS: dict[Kind, str] = {
    "code": "een code in kleine letters; is er een lijst, dan een code daaruit",
    "gebied": "gebiedscode van het CBS, zoals GM0420 (gemeente) of WK042001 (wijk)",
    "naam": "naam van het gebied",
    "jaar": "kalenderjaar in vier cijfers",
    "aantal": "geheel getal; 0 als er echt geen zijn, leeg of . als het onbekend is, "
    "x of <5 als het te klein is om te geven",
    "score": "geheel getal van 1 tot en met 5; leeg als de deelnemer dit niet scoorde",
    "deelnemer": "een letter en een volgnummer, zoals D01; nooit een naam",
}
_PATTERNS = {
    "code": r"[a-z0-9]+(-[a-z0-9]+)*",
    "jaar": r"(19|20)[0-9]{2}",
    "score": r"[1-5]?",
    "deelnemer": r"[A-Z][0-9]{1,3}",
    "naam": r".{1,60}",
}


class FormatColumn(BaseModel, extra="forbid", frozen=True):
    """One column: ``codes`` (code → meaning) limits what it may hold."""

    name: str
    kind: Kind
    meaning: str
    codes: dict[str, str] = {}


class DeliveryFormat(BaseModel, extra="forbid", frozen=True):
    """One format, for data set ``dataset``; ``persons``: small counts are suppressed in the book.

    ``key`` names the columns that together identify a row.
    """

    name: str
    dataset: str
    title: str
    supplier: str
    persons: bool
    explanation: str
    key: tuple[str, ...]
    columns: tuple[FormatColumn, ...]
    example: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


_FILE = Path(__file__).with_suffix(".yml")
_EXPLAINED = Path(__file__).with_name("delivery_template.md.j2")
FORMATS: dict[str, DeliveryFormat] = {
    name: DeliveryFormat(name=name, **content)
    for name, content in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items()
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


def read(raw: bytes, file: str, name: str) -> pd.DataFrame:
    """The delivery as a frame: the columns of the format, then ``symbool`` and ``rij``.

    ``jaar``, ``aantal`` and ``score`` are Int64, the rest str. ``aantal`` is missing when the cell
    is blank, ``.``, ``x`` or ``<5``; ``symbool`` (only with ``aantal``) says which. Raises
    ``BronFout`` with row and column.
    """
    known = format_named(name)
    template = f"gebruik het sjabloon (`ivp template {name}`), met de kolomnamen in de eerste rij"
    records = excel.records(raw, file) if raw[:4] == excel.ZIP else text.records(raw, file)
    (number, head), *rows = [r for r in records if any(map(strip, r[1]))] or [(1, [])]
    names = [strip(cell).lower() for cell in head]
    heads = Cells(file, pd.DataFrame(columns=[name for name in names if name]), template, number)
    heads.require(*known.names, exactly=True)
    found: list[Record] = [(number, names), *rows]
    cells = Cells.of(found, file, remedy=template)
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
    what, remedy = "'{}' hoort hier niet", f"vul in: {FORMS[kind]}"
    if kind == "gebied":
        return cells.areas(name)
    if kind == "aantal":
        return cells.counts(name, what, remedy=remedy)[0]
    if kind == "deelnemer":
        what = "Hier staat iets anders dan het nummer van een deelnemer"  # it may be a name
    found = cells[name]
    cells.refuse(~found.str.fullmatch(_PATTERNS[kind]), what, name, remedy=remedy)
    if column.codes:
        remedy = f"kies uit: {', '.join(column.codes)}"
        cells.refuse(~found.isin(column.codes), "'{}' is geen bekende code", name, remedy=remedy)
    return found.replace("", None).astype("Int64") if kind in ("jaar", "score") else found


def write_template(name: str, folder: Path) -> Path:
    """Write the workbook of format ``name`` in ``folder``; never over an existing file.

    Raises ``BronFout`` for an unknown format, a folder that is not there, or a file that is.
    """
    path = folder / f"{name}-levering.xlsx"
    content = template_workbook(format_named(name))
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        reason, remedy = "misschien is het al ingevuld", "geef het een andere naam of verplaats het"
        raise fault("Dit bestand is er al", str(path), reason=reason, remedy=remedy) from None
    except OSError:
        reason, remedy = "het sjabloon heeft een plaats nodig", "noem een map die er is"
        what = "Hier kan geen bestand worden geschreven"
        raise fault(what, str(path), reason=reason, remedy=remedy) from None
    return path


def write_templates(project: Project) -> list[Path]:
    """Write ``data/sjablonen/`` again: of every format its ``template_files``."""
    folder = project.data / "sjablonen"
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, str] = {}
    for one in FORMATS.values():
        contents |= template_files(one)
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return [folder / name for name in contents]


def template_files(known: DeliveryFormat) -> dict[str, str]:
    """What ``data/sjablonen/`` holds of this format: file name → content.

    CSV has semicolons, as a Dutch Excel opens it.
    """
    template = Template(_EXPLAINED.read_text(encoding="utf-8"), keep_trailing_newline=True)
    return {
        f"{known.name}.csv": _csv([known.names]),
        f"{known.name}-voorbeeld.csv": _csv([known.names, *known.example]),
        f"{known.name}.md": template.render(known=known, forms=FORMS),
    }


def template_workbook(known: DeliveryFormat) -> bytes:
    """The template as an Excel workbook with the sheets levering, voorbeeld and uitleg."""
    book = Workbook()
    book.remove(book.worksheets[0])
    explained = [(known.title,), (known.explanation,), (), ("kolom", "betekenis", "vorm")]
    explained += [(column.name, column.meaning, FORMS[column.kind]) for column in known.columns]
    for column in known.columns:
        if column.codes:
            explained += [(), (f"codes van {column.name}",), *column.codes.items()]
    sheets: dict[str, Sequence[Sequence[str]]] = {
        "levering": [known.names],
        "voorbeeld": [known.names, *known.example],
        "uitleg": explained,
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for position in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(position)].width = 24
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(rows)
    return stream.getvalue()

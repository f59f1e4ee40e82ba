"""Templates for partners, made from the formats: an empty one, a filled example, an explanation."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Template
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ivp.data.readers.deliveries import FORMATS, FORMS, DeliveryFormat, format_named
from ivp.data.readers.faults import fault
from ivp.paths import Project

_EXPLAINED = Path(__file__).with_name("delivery_template.md.j2")


def write(name: str, folder: Path) -> Path:
    """Write the workbook of format ``name`` in ``folder``; never over an existing file.

    Raises ``BronFout`` for an unknown format, a folder that is not there, or a file that is.
    """
    path = folder / f"{name}-levering.xlsx"
    content = workbook(format_named(name))
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


def write_all(project: Project) -> list[Path]:
    """Write ``data/sjablonen/`` again: of every format ``files``."""
    folder = project.data / "sjablonen"
    folder.mkdir(parents=True, exist_ok=True)
    contents = {name: text for one in FORMATS.values() for name, text in files(one).items()}
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in contents]


def files(known: DeliveryFormat) -> dict[str, str]:
    """What ``data/sjablonen/`` holds of this format: file name → content.

    CSV has semicolons, as a Dutch Excel opens it.
    """
    template = Template(_EXPLAINED.read_text(encoding="utf-8"), keep_trailing_newline=True)
    return {
        f"{known.name}.csv": _csv([known.names]),
        f"{known.name}-voorbeeld.csv": _csv([known.names, *known.example]),
        f"{known.name}.md": template.render(known=known, forms=FORMS),
    }


def workbook(known: DeliveryFormat) -> bytes:
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

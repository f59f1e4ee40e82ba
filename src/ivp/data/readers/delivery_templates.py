"""Templates for partners, made from the formats: an empty one, a filled example, an explanation."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ivp.data.readers.deliveries import format_named
from ivp.data.readers.delivery_formats import FORMATS, FORMS, DeliveryFormat
from ivp.data.readers.faults import fault
from ivp.paths import Project


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
        what, reason = (
            "Hier kan geen bestand worden geschreven",
            "het sjabloon heeft een plaats nodig",
        )
        remedy = "noem een map die er is, met --map"
        raise fault(what, str(path), reason=reason, remedy=remedy) from None
    return path


def write_all(project: Project) -> list[Path]:
    """Write ``data/sjablonen/`` again: of every format ``files``."""
    folder = project.data / "sjablonen"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for known in FORMATS.values():
        for name, content in files(known).items():
            written.append(folder / name)
            written[-1].write_text(content, encoding="utf-8", newline="\n")
    return written


def files(known: DeliveryFormat) -> dict[str, str]:
    """What ``data/sjablonen/`` holds of this format: file name → content.

    CSV has semicolons, as a Dutch Excel opens it.
    """
    return {
        f"{known.name}.csv": _csv([known.names]),
        f"{known.name}-voorbeeld.csv": _csv([known.names, *known.example]),
        f"{known.name}.md": _markdown(known),
    }


def workbook(known: DeliveryFormat) -> bytes:
    """The template as an Excel workbook with the sheets levering, voorbeeld and uitleg."""
    book = Workbook()
    book.remove(book.worksheets[0])
    explained = [[known.title], [known.explanation], [], ["kolom", "betekenis", "vorm"]]
    explained += _columns(known)
    for title, codes in _codes(known):
        explained += [[], [f"codes van {title}"], *codes]
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


def _columns(known: DeliveryFormat) -> list[list[str]]:
    return [[column.name, column.meaning, FORMS[column.kind]] for column in known.columns]


def _codes(known: DeliveryFormat) -> list[tuple[str, list[list[str]]]]:
    return [
        (column.name, [list(item) for item in column.codes.items()])
        for column in known.columns
        if column.codes
    ]


def _markdown(known: DeliveryFormat) -> str:
    """Every column documented, as Markdown."""
    persons = "ja: kleine aantallen worden in het boek onderdrukt" if known.persons else "nee"
    lines = [
        f"# {known.title}",
        "",
        f"Leverancier: {known.supplier}. Telt personen: {persons}.",
        "",
        known.explanation,
        "",
        "| kolom | betekenis | vorm |",
        "|---|---|---|",
        *(f"| `{name}` | {meaning} | {form} |" for name, meaning, form in _columns(known)),
    ]
    for name, codes in _codes(known):
        lines += ["", f"## Codes van `{name}`", "", "| code | betekenis |", "|---|---|"]
        lines += [f"| `{code}` | {meaning} |" for code, meaning in codes]
    lines += [
        "",
        "## Afspraken",
        "",
        f"- Elke combinatie van {', '.join(f'`{name}`' for name in known.key)} komt één keer voor.",
        "- De kolomnamen staan in de eerste rij; voeg geen kolommen, titels of totalen toe.",
        "- Excel (.xlsx, blad `levering`, waarden en geen formules) of CSV (UTF-8, puntkomma's).",
        "- Geen namen, adressen, burgerservicenummers of vrije tekst.",
        f"- Het voorbeeld `{known.name}-voorbeeld.csv` is verzonnen.",
    ]
    return "\n".join(lines) + "\n"


def _csv(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(rows)
    return stream.getvalue()

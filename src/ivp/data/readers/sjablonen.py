"""Templates for partners, made from the formats: an empty one, a filled example, an explanation."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ivp.data.readers.formaten import VORM, Levering
from ivp.data.readers.leveringen import formaat
from ivp.data.readers.plaats import bronfout


def leeg(levering: Levering) -> str:
    """The empty template as CSV with semicolons, as a Dutch Excel opens it."""
    return _csv([levering.namen])


def voorbeeld(levering: Levering) -> str:
    """The filled, fictitious example as CSV with semicolons."""
    return _csv([levering.namen, *map(list, levering.voorbeeld)])


def uitleg(levering: Levering) -> str:
    """Every column documented, as Markdown."""
    personen = (
        "ja: kleine aantallen worden in het boek onderdrukt"
        if levering.persoonsregistratie
        else "nee"
    )
    lines = [
        f"# {levering.titel}",
        "",
        f"Leverancier: {levering.leverancier}. Telt personen: {personen}.",
        "",
        levering.uitleg,
        "",
        "| kolom | betekenis | vorm |",
        "|---|---|---|",
    ]
    lines += [f"| `{k.naam}` | {k.uitleg} | {VORM[k.soort]} |" for k in levering.kolommen]
    for kolom in levering.kolommen:
        if kolom.codes:
            lines += ["", f"## Codes van `{kolom.naam}`", "", "| code | betekenis |", "|---|---|"]
            lines += [f"| `{code}` | {text} |" for code, text in kolom.codes.items()]
    sleutel = ", ".join(f"`{naam}`" for naam in levering.sleutel)
    lines += [
        "",
        "## Afspraken",
        "",
        f"- Elke combinatie van {sleutel} komt één keer voor.",
        "- De kolomnamen staan in de eerste rij; voeg geen kolommen, titels of totalen toe.",
        "- Excel (.xlsx, blad `levering`, waarden en geen formules) of CSV (UTF-8, puntkomma's).",
        "- Geen namen, adressen, burgerservicenummers of vrije tekst.",
        f"- Het voorbeeld `{levering.naam}-voorbeeld.csv` is verzonnen.",
    ]
    return "\n".join(lines) + "\n"


def bestanden(levering: Levering) -> dict[str, str]:
    """What ``data/sjablonen/`` holds of this format: file name → content."""
    return {
        f"{levering.naam}.csv": leeg(levering),
        f"{levering.naam}-voorbeeld.csv": voorbeeld(levering),
        f"{levering.naam}.md": uitleg(levering),
    }


def schrijf(naam: str, map_: Path) -> Path:
    """Write the workbook of format ``naam`` in ``map_``; never over an existing file.

    Raises ``BronFout`` for an unknown format, a folder that is not there, or a file that is.
    """
    path = map_ / f"{naam}-levering.xlsx"
    inhoud = werkboek(formaat(naam))
    try:
        with path.open("xb") as stream:
            stream.write(inhoud)
    except FileExistsError:
        raise bronfout(
            "Dit bestand is er al",
            str(path),
            waarom="misschien is het al ingevuld",
            doe="geef het een andere naam of verplaats het",
        ) from None
    except OSError:
        raise bronfout(
            "Hier kan geen bestand worden geschreven",
            str(path),
            waarom="het sjabloon heeft een plaats nodig",
            doe="noem een map die er is, met --map",
        ) from None
    return path


def werkboek(levering: Levering) -> bytes:
    """The template as an Excel workbook with the sheets levering, voorbeeld and uitleg."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {
        "levering": [levering.namen],
        "voorbeeld": [levering.namen, *map(list, levering.voorbeeld)],
        "uitleg": _explain(levering),
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


def _explain(levering: Levering) -> list[list[str]]:
    rows = [[levering.titel], [levering.uitleg], [], ["kolom", "betekenis", "vorm"]]
    rows += [[k.naam, k.uitleg, VORM[k.soort]] for k in levering.kolommen]
    for kolom in levering.kolommen:
        rows += [[], [f"codes van {kolom.naam}"]] if kolom.codes else []
        rows += [[code, text] for code, text in kolom.codes.items()]
    return rows


def _csv(rows: list[list[str]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(rows)
    return stream.getvalue()

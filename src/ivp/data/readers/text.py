"""From the bytes of a delivered text file to records of cells.

Deliveries come in UTF-8 (with or without byte order mark) and in Windows-1252, separated by
semicolons, commas or tabs. The bytes are not trusted: size, width and quoting have limits.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ivp.data.readers.cells import Cells, Record
from ivp.data.readers.faults import ASK_AGAIN, REASON, check_size, fault
from ivp.errors import BronFout

MAX_BYTES = 256 * 2**20
MAX_COLUMNS = 5_000

_SEPARATORS = (";", "\t", ",")
_SAMPLE = 60
_UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]")
# What accented letters of DOS (cp850) and the Mac become when taken for Windows-1252.
_MISREAD = re.compile(
    "(?<=[^\\W\\d_])[\u201a\u201e\u0192\u02c6\u2030\u2039\u02dc]|[\u0192\u2030](?=[^\\W\\d_])"
)
_SAVE_AGAIN = "vraag de levering opnieuw op, of bewaar het bestand opnieuw als 'CSV UTF-8'"


def cells(raw: bytes, file: str, *, remedy: str = ASK_AGAIN, row_names: bool = False) -> Cells:
    """The table in a text file whose first row has the names; see ``Cells.of``."""
    return Cells.of(records(raw, file), file, remedy=remedy, row_names=row_names)


def records(
    raw: bytes, file: str, separator: str | None = None, *, windows: bool = True
) -> Iterator[Record]:
    """Every row with its number (from 1); a row that is an empty line is skipped but counted.

    Raises ``BronFout`` as ``decode`` does, and in its place where the quoting is broken.
    """
    text = decode(raw, file, windows=windows)
    return _rows(text, separator or _separator(text), file)


def decode(raw: bytes, file: str, *, windows: bool = True) -> str:
    """The text without byte order mark, from UTF-8 or (unless not allowed) Windows-1252.

    Raises ``BronFout`` for an empty or too large file, NUL bytes, UTF-16 or mixed encodings.
    """
    remedy = "vraag een levering van alleen de gemeenten en jaren die nodig zijn"
    check_size(len(raw), MAX_BYTES, file, remedy)
    if not raw.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise fault("Dit bestand is leeg", file)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise fault("Dit bestand is bewaard als UTF-16 ('Unicode-tekst')", file, remedy=_SAVE_AGAIN)
    if b"\0" in raw:
        raise _wrong_byte("Hier staat een NUL-teken (byte {})", raw, raw.index(b"\0"), file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not windows or _UTF8_LETTER.search(raw):
            what = "Hier staat een teken dat geen UTF-8 is (byte {})"
            raise _wrong_byte(what, raw, error.start, file) from None
    what = "Hier staat een teken (byte {}) dat in geen bekende tekenset voorkomt"
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _wrong_byte(what, raw, error.start, file) from None
    if wrong := _MISREAD.search(text):
        raise _wrong_byte(what, raw, wrong.start(), file)
    return text


def _wrong_byte(what: str, raw: bytes, at: int, file: str) -> BronFout:
    """The error for one byte, with its row and, as far as separators tell, its column."""
    head = raw.split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    separator = _separator(head)
    names = [name.strip('\r" ') for name in head.split(separator)]
    position = raw[raw.rfind(b"\n", 0, at) + 1 : at].count(separator.encode())
    return fault(
        what.replace("{}", f"0x{raw[at]:02X}"),
        file,
        row=raw.count(b"\n", 0, at) + 1,
        column=names[position] if 1 < len(names) > position else None,
        reason="letters met accenten zouden verkeerd in het boek komen" if raw[at] else REASON,
        remedy=_SAVE_AGAIN,
    )


def _rows(text: str, separator: str, file: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = "controleer de aanhalingstekens rond deze rij"
            raise fault(_quoting(str(error)), file, row=number, remedy=remedy) from None
        if len(row) > MAX_COLUMNS:
            what = f"Deze rij heeft {len(row)} cellen; meer dan {MAX_COLUMNS} lezen we niet"
            raise fault(what, file, row=number, remedy="vraag een levering met minder kolommen")
        if row:
            yield number, row


def _separator(text: str) -> str:
    """What splits the largest share of the first records into the same number of cells.

    A separator with which the quoting is right goes before one with which it is not.
    """
    best = (False, 0.0, 0, ";")
    for candidate in _SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=candidate, strict=True)
        widths: list[int] = []
        whole = True
        try:
            for row in islice(reader, _SAMPLE):
                widths.append(len(row))
        except csv.Error:
            whole = False  # the reading that follows names the place
        for width, times in Counter(width for width in widths if width > 1).most_common(1):
            found = (whole, times / len(widths), width, candidate)
            best = max(best, found, key=lambda one: one[:3])
    return best[-1]


def _quoting(error: str) -> str:
    if "field larger" in error:
        return (
            f"Hier begint een cel van meer dan {csv.field_size_limit()} tekens; waarschijnlijk "
            "ontbreekt een aanhalingsteken"
        )
    if "end of data" in error:
        return "Een aanhalingsteken wordt niet gesloten; misschien is het bestand afgebroken"
    return "Na een aanhalingsteken staat iets anders dan een scheidingsteken"

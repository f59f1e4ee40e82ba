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
from dataclasses import dataclass
from itertools import islice

from ivp.data.readers.plaats import bronfout

MAX_BYTES = 256 * 2**20
MAX_KOLOMMEN = 5_000

_SEPARATORS = (";", "\t", ",")
_SAMPLE = 60
_UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]")
# What accented letters of DOS (cp850) and the Mac become when taken for Windows-1252.
_MISLEZEN = re.compile(
    "(?<=[^\\W\\d_])[\u201a\u201e\u0192\u02c6\u2030\u2039\u02dc]|[\u0192\u2030](?=[^\\W\\d_])"
)
_AGAIN = "vraag de levering opnieuw op, of bewaar het bestand opnieuw als 'CSV UTF-8'"


@dataclass(frozen=True)
class Tekst:
    """A decoded file: its text, how it was encoded, and what separates its cells."""

    bestand: str
    inhoud: str
    codering: str
    scheiding: str

    def rijen(self) -> Iterator[tuple[int, list[str]]]:
        """Every record with its number (from 1); raises ``BronFout`` where the quoting is broken.

        A record that is an empty line is skipped but counted.
        """
        reader = csv.reader(_stream(self.inhoud), delimiter=self.scheiding, strict=True)
        number = 0
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise bronfout(
                    _quoting(str(error)),
                    self.bestand,
                    rij=number,
                    doe="controleer de aanhalingstekens rond deze rij",
                ) from None
            if len(row) > MAX_KOLOMMEN:
                raise bronfout(
                    f"Deze rij heeft {len(row)} cellen; meer dan {MAX_KOLOMMEN} lezen we niet",
                    self.bestand,
                    rij=number,
                    doe="vraag een levering met minder kolommen",
                )
            if row:
                yield number, row


def open_tekst(raw: bytes, bestand: str, scheiding: str | None = None) -> Tekst:
    """Decode ``raw`` and find its separator (unless given).

    Raises ``BronFout`` for an empty or too large file, NUL bytes, UTF-16, or mixed encodings.
    """
    inhoud, codering = decodeer(raw, bestand)
    return Tekst(bestand, inhoud, codering, scheiding or _separator(inhoud))


def decodeer(raw: bytes, bestand: str) -> tuple[str, str]:
    """The text without byte order mark, and the name of the encoding."""
    if len(raw) > MAX_BYTES:
        raise bronfout(
            f"Dit bestand is {len(raw) // 2**20} MB; meer dan {MAX_BYTES // 2**20} MB lezen we "
            "niet als tekst",
            bestand,
            waarom="een te groot bestand legt de computer stil",
            doe="vraag een levering van alleen de gemeenten en jaren die nodig zijn",
        )
    if not raw.strip(b"\xef\xbb\xbf \t\r\n;,"):
        raise bronfout("Dit bestand is leeg", bestand, doe="vraag de levering opnieuw op")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise bronfout("Dit bestand is bewaard als UTF-16 ('Unicode-tekst')", bestand, doe=_AGAIN)
    nul = raw.find(b"\0")
    if nul >= 0:
        raise bronfout(
            "Hier staat een NUL-teken; dat hoort niet in een tekstbestand",
            bestand,
            rij=raw.count(b"\n", 0, nul) + 1,
            doe=_AGAIN,
        )
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        return _windows(raw, bestand, error.start), "windows-1252"


def _windows(raw: bytes, bestand: str, first: int) -> str:
    """Windows-1252, unless other letters in the same file are clearly UTF-8."""
    if _UTF8_LETTER.search(raw):
        raise bronfout(
            f"Hier staat een teken dat geen UTF-8 is (byte 0x{raw[first]:02X}), terwijl andere "
            "letters in het bestand dat wel zijn",
            bestand,
            rij=raw.count(b"\n", 0, first) + 1,
            waarom="letters met accenten zouden verkeerd in het boek komen",
            doe=_AGAIN,
        )
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _onbekend(raw, error.start, bestand) from None
    if wrong := _MISLEZEN.search(text):
        raise _onbekend(raw, wrong.start(), bestand)
    return text


def _onbekend(raw: bytes, at: int, bestand: str) -> Exception:
    return bronfout(
        f"Hier staat een teken (byte 0x{raw[at]:02X}) dat in geen bekende tekenset voorkomt",
        bestand,
        rij=raw.count(b"\n", 0, at) + 1,
        doe=_AGAIN,
    )


def _stream(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _separator(text: str) -> str:
    """What splits the largest share of the first records into the same number of cells.

    A separator with which the quoting is right goes before one with which it is not.
    """
    best, separator = (False, 0.0, 0), ";"
    for candidate in _SEPARATORS:
        widths, whole = _widths(text, candidate)
        split = Counter(width for width in widths if width > 1)
        if split:
            width, times = split.most_common(1)[0]
            if (whole, times / len(widths), width) > best:
                best, separator = (whole, times / len(widths), width), candidate
    return separator


def _widths(text: str, separator: str) -> tuple[list[int], bool]:
    """The number of cells of the first records, and whether their quoting was right."""
    found: list[int] = []
    try:
        for row in islice(csv.reader(_stream(text), delimiter=separator, strict=True), _SAMPLE):
            found.append(len(row))
    except csv.Error:
        return found, False  # the reading that follows names the place
    return found, True


def _quoting(error: str) -> str:
    if "field larger" in error:
        return (
            f"Hier begint een cel van meer dan {csv.field_size_limit()} tekens; waarschijnlijk "
            "ontbreekt een aanhalingsteken"
        )
    if "end of data" in error:
        return "Een aanhalingsteken wordt niet gesloten; misschien is het bestand afgebroken"
    return "Na een aanhalingsteken staat iets anders dan een scheidingsteken"

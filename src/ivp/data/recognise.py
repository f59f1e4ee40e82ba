"""Say of a file put in ``data/`` what it is, which reader it needs and what is wrong with it.

The name of a file says nothing: people rename downloads, and save web pages and mails as CSV. So
only the content counts. Recognising includes reading: of a file that cannot be read the error of
its reader is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from ivp.data.package import Dataset
from ivp.data.readers import (
    accidents,
    borders,
    deliveries,
    excel,
    known_tables,
    metadata,
    microdata,
    periods,
    statline,
    statline_display,
    text,
)
from ivp.data.readers.faults import check_size, fault
from ivp.data.readers.known_tables import KnownTable
from ivp.data.readers.values import WITH_VALUE, strip
from ivp.errors import BronFout

_NO_DATA = (
    (rb"%PDF", "een PDF", "vraag de cijfers als CSV of Excel"),
    (rb"\xd0\xcf\x11\xe0", "een oud Excelbestand (.xls) of Word-document", "bewaar het als .xlsx"),
    (rb"PAR1", "een Parquetbestand", "zet het in data/snapshots, met zijn herkomst"),
    (rb"version https://git-lfs", "een verwijzing naar Git LFS", "haal het bestand zelf op"),
    (rb"<[!?A-Za-z]", "een webpagina of XML", "download de tabel opnieuw, als CSV"),
)


@dataclass(frozen=True)
class Recognised:
    """What a file is. ``reader`` is the module that reads it; ``None`` when none does.

    ``dataset`` is the data set that it is a delivery for, as far as its form tells. ``error`` is
    what the reader stumbled over, ``remarks`` what the steward should know although the file can be
    read. ``rows`` counts the figures, answers or codes that were read.
    """

    file: str
    what: str
    reader: str | None = None
    table: str | None = None
    dataset: str | None = None
    rows: int | None = None
    remarks: tuple[str, ...] = ()
    error: BronFout | None = None

    def __str__(self) -> str:
        """One line for the terminal, without the error."""
        parts = [f"{self.file}: {self.what}" + (f", tabel {self.table}" if self.table else "")]
        if self.reader:
            parts.append(f"lezer {self.reader}")
        if self.rows is not None:
            parts.append(f"{self.rows} rijen")
        return "; ".join([*parts, *self.remarks])


@dataclass(frozen=True)
class _Kind:
    """A kind of file: what it is, the module that reads it, and how."""

    what: str
    reader: str
    read: Callable[[bytes, str], pd.DataFrame]
    table: str | None = None
    dataset: str | None = None
    known: KnownTable | None = None


def recognise(path: Path, file: str | None = None, datasets: Sequence[Dataset] = ()) -> Recognised:
    """Recognise the file at ``path``; ``file`` is its name in messages.

    A file in the form of one of the registered ``datasets`` is known too. Raises nothing for what
    the file holds.
    """
    name = file or path.name
    try:
        check_size(path.stat().st_size, text.MAX_BYTES, name, "vraag een kleiner deel")
        return recognise_bytes(path.read_bytes(), name, datasets)
    except BronFout as error:
        return Recognised(name, "te groot", error=error)
    except OSError:
        return _unknown(name, "niet te openen", "Dit bestand is niet te openen")


def recognise_bytes(raw: bytes, file: str, datasets: Sequence[Dataset] = ()) -> Recognised:
    """The same for bytes."""
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for pattern, what, remedy in _NO_DATA:
        if re.match(pattern, start):
            return _unknown(file, what, f"Dit is {what}, geen levering", remedy)
    if start[:1] in (b"{", b"["):
        return _read(raw, file, [_json_kind(raw)])
    if raw[:4] in microdata.SAV:
        return _read(raw, file, [_Kind("antwoorden op een enquête (SPSS)", "microdata", _answers)])
    workbook = raw[:4] == excel.ZIP
    try:
        records = iter(excel.records(raw, file) if workbook else text.records(raw, file))
        head = [strip(cell) for cell in next(records)[1]]
        second = [strip(cell) for cell in next(records, (0, [""]))[1]]
    except BronFout as error:
        what = "een Excelbestand" if workbook else "een tekstbestand"
        return Recognised(file, f"{what} dat niet te lezen is", error=error)
    kinds = list(_deliveries(head))
    if not kinds and not workbook:
        dated = b"Perioden" in raw[:16_384]
        kinds = list(_text_kinds(head, second, dated, datasets))[:1]
    if not kinds:
        remedy = "gebruik een sjabloon (`ivp template halt`), of kijk in docs/bronnen.md"
        return _unknown(file, "onbekend", "Dit bestand herkennen we niet", remedy)
    return _read(raw, file, kinds, head)


def _text_kinds(
    head: list[str], second: list[str], dated: bool, datasets: Sequence[Dataset]
) -> Iterator[_Kind]:
    """The kinds of text file with this first and second row, the surest first."""
    names, titled = set(head), not any(head[1:])
    if titled and second[0] in ("ID", "Key"):
        yield _Kind("metadata van een StatLine-tabel", "metadata", _code_lists)
    if head[:2] == ["Key", "Title"]:
        yield _Kind("een codelijst van een StatLine-tabel", "metadata", metadata.read_codes)
    if {"ID", "Title"} <= names:
        yield _Kind(
            "een deel van de metadata van een tabel",
            "metadata",
            lambda raw, file: text.cells(raw, file).frame,
        )
    if statline.is_wide(head):
        known = known_tables.known(head)
        yield _Kind(known.what, "known_tables", known.read, known=known)
    for part, needed, read in accidents.FILES:
        if names >= needed:
            yield _Kind(f"verkeersongevallen (BRON, {part})", "accidents", read)
    if same := [dataset for dataset in datasets if tuple(head) == dataset.columns]:
        what = f"in de vorm van bron {' of '.join(dataset.name for dataset in same)}"
        sure = same[0].name if len(same) == 1 else None
        yield _Kind(what, "package_csv", same[0].parse, same[0].name, sure)
    if known_tables.is_extract(head):
        what = "inwoners per gebied (uittreksel van de kerncijfers)"
        yield _Kind(what, "known_tables", known_tables.inhabitants)
    if microdata.weight_of(head):
        yield _Kind("antwoorden op een enquête (CSV)", "microdata", _answers)
    if head[0] and titled and dated:
        what = f"een weergave van StatLine ({head[0]})"
        yield _Kind(what, "statline_display", statline_display.read)
    if periods.from_label(head[-1].rsplit("_", 1)[-1]):
        what = "een gekantelde weergave van StatLine"
        yield _Kind(what, "statline_display", statline_display.read)


def _deliveries(head: list[str]) -> Iterator[_Kind]:
    """Our own formats; several have the same columns, then their codes tell them apart."""
    for known in deliveries.formats_of(head):
        read = partial(deliveries.read, name=known.name)
        yield _Kind(f"levering: {known.title}", "deliveries", read, known.name, known.dataset)


def _json_kind(raw: bytes) -> _Kind:
    try:
        head = json.loads(raw)
    except (ValueError, RecursionError):
        head = None
    if isinstance(head, dict) and head.get("type") == "FeatureCollection":
        return _Kind("een kaart met grenzen (GeoJSON)", "borders", borders.read)
    v4 = isinstance(head, dict) and "@odata.context" in head
    return _Kind(f"een bladzijde van OData {'v4' if v4 else 'v3'}", "statline", _page)


def _read(raw: bytes, file: str, kinds: Sequence[_Kind], columns: Sequence[str] = ()) -> Recognised:
    """The first kind that reads the file, or what went wrong: the error that came furthest."""
    failed = []
    for kind in kinds:
        found = Recognised(file, kind.what, kind.reader, kind.table, kind.dataset)
        try:
            frame = kind.read(raw, file)
        except BronFout as error:
            failed.append(replace(found, error=error))
            continue
        table = kind.known.number(columns, frame) if kind.known else kind.table
        return replace(found, table=table, rows=len(frame), remarks=tuple(_remarks(frame)))
    if len(failed) == 1:
        return failed[0]
    # Most likely the format that was meant is the one that was read furthest.
    names = " of ".join(str(one.table) for one in failed)
    furthest = max(failed, key=_row)
    return Recognised(file, f"een levering zoals {names}", furthest.reader, error=furthest.error)


def _row(one: Recognised) -> int:
    found = re.search(r"rij (\d+)", str(one.error and one.error.waar))
    return int(found[1]) if found else 0


def _remarks(frame: pd.DataFrame) -> Iterator[str]:
    """What the steward should know of any frame of figures."""
    if "soort_misdrijf" in frame and frame["soort_misdrijf"].str.fullmatch("[0-9]{7}").any():
        yield "codes van de indeling tot 2018; alleen totaal en hoofdgroepen lopen door"
    if "jaar" in frame and (frame["jaar"] == 0).any():
        yield "het bestand noemt geen jaar; zeg erbij van welk jaar het is"
    if "periode_status" in frame:
        late = sorted(frame.loc[frame["periode_status"] == "voorlopig", "periode"].unique())
        if late:
            yield f"voorlopige cijfers: {', '.join(late[:6])}{' …' if len(late) > 6 else ''}"
    named = "gebied_naam" in frame and frame["gebied_naam"].notna().any()
    if named and frame["gebied"].isna().all():
        yield "gebieden hebben alleen een naam; lees met de gebiedenlijst van de tabel"
    if "symbool" in frame:
        without = int((~frame["symbool"].isin([symbol.value for symbol in WITH_VALUE])).sum())
        if without:
            yield f"{without} cellen zonder cijfer (leeg, . of x); dat is geen 0"


def _code_lists(raw: bytes, file: str) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(), *metadata.read(raw, file).lists.values()])


def _answers(raw: bytes, file: str) -> pd.DataFrame:
    return microdata.read(raw, file).answers


def _page(raw: bytes, file: str) -> pd.DataFrame:
    rows = statline.rows([raw], file)
    described = "Title" in rows[0]
    return metadata.from_rows(rows, file).frame if described else statline.from_rows(rows, file)


def _unknown(
    file: str, kind: str, what: str, remedy: str = "vraag de levering opnieuw op"
) -> Recognised:
    reason = "van wat we niet herkennen, kunnen we geen cijfer maken"
    return Recognised(file, kind, error=fault(what, file, reason=reason, remedy=remedy))

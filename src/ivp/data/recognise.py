"""Say of a file put in ``data/`` what it is, which reader it needs and what is wrong with it.

The name of a file says nothing: people rename downloads, and save web pages and mails as CSV. So
only the content counts. Recognising includes reading: of a file that cannot be read the error of
its reader is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
from ivp.data.readers.faults import fault
from ivp.data.readers.known_tables import KnownTable
from ivp.data.readers.values import WITH_VALUE, strip
from ivp.errors import BronFout

_NO_DATA = (
    (b"%PDF", "een PDF", "vraag de cijfers als CSV of Excel"),
    (b"\xd0\xcf\x11\xe0", "een oud Excelbestand (.xls) of Word-document", "bewaar het als .xlsx"),
    (b"PAR1", "een Parquetbestand", "zet het in data/snapshots, met zijn herkomst"),
    (b"version https://git-lfs", "een verwijzing naar Git LFS", "haal het bestand zelf op"),
)
_MARKUP = re.compile(rb"<[!?A-Za-z]")


@dataclass(frozen=True)
class Recognised:
    """What a file is. ``reader`` is the module that reads it; ``None`` when none does.

    ``error`` is what the reader stumbled over, ``remarks`` what the steward should know although
    the file can be read. ``rows`` counts the figures, answers or codes that were read.
    """

    file: str
    what: str
    reader: str | None = None
    table: str | None = None
    dataset: str | None = None
    """The data set that the file is a delivery for, as far as the form tells."""
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
        if path.stat().st_size > text.MAX_BYTES:
            what = f"Dit bestand is groter dan {text.MAX_BYTES // 2**20} MB"
            return Recognised(name, "te groot", error=_unknown(what, name, "vraag een deel"))
        return recognise_bytes(path.read_bytes(), name, datasets)
    except OSError:
        what = "Dit bestand is niet te openen"
        return Recognised(name, "niet te openen", error=_unknown(what, name))


def recognise_bytes(raw: bytes, file: str, datasets: Sequence[Dataset] = ()) -> Recognised:
    """The same for bytes."""
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    no_data = [(what, remedy) for magic, what, remedy in _NO_DATA if start.startswith(magic)]
    if _MARKUP.match(start):
        no_data = [("een webpagina of XML", "download de tabel opnieuw, als CSV")]
    for what, remedy in no_data:
        return Recognised(file, what, error=_unknown(f"Dit is {what}, geen levering", file, remedy))
    if start[:1] in (b"{", b"["):
        return _read(raw, file, [_json(raw)], [])
    if raw[:4] in microdata.SAV:
        return _read(raw, file, [_Kind("antwoorden op een enquête (SPSS)", "microdata", _answers)])
    workbook = raw[:4] == excel.ZIP
    what = "een Excelbestand" if workbook else "een tekstbestand"
    try:
        records = iter(excel.records(raw, file) if workbook else text.records(raw, file))
        head = [strip(cell) for cell in next(records)[1]]
        second = [strip(cell) for cell in next(records, (0, [""]))[1]]
    except BronFout as error:
        return Recognised(file, f"{what} dat niet te lezen is", error=error)
    kinds = [*_deliveries(head)]
    if not workbook:
        first = next(_text_kinds(head, second, b"Perioden" in raw[:16_384], datasets), None)
        kinds = kinds or ([first] if first else [])
    if not kinds:
        remedy = "gebruik een sjabloon (`ivp template halt`), of kijk in docs/bronnen.md"
        columns = "Dit bestand herkennen we niet"
        return Recognised(file, "onbekend", error=_unknown(columns, file, remedy))
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
        yield _Kind("een deel van de metadata van een tabel", "metadata", _part)
    if statline.is_wide(head):
        known = known_tables.known(head)
        yield _Kind(known.what, "known_tables", known.read, known=known)
    if names >= set(accidents.ACCIDENTS):
        what = "verkeersongevallen (BRON, ongevallen)"
        yield _Kind(what, "accidents", accidents.read_accidents)
    if accidents.KEY in names:
        parties = partial(accidents.read_parties, columns=())
        yield _Kind("verkeersongevallen (BRON, partijen)", "accidents", parties)
    if names >= set(accidents.COORDINATES):
        what = "verkeersongevallen (BRON, puntlocaties)"
        yield _Kind(what, "accidents", accidents.read_points)
    if same := [dataset for dataset in datasets if tuple(head) == dataset.columns]:
        what = f"in de vorm van bron {' of '.join(dataset.name for dataset in same)}"
        sure = same[0].name if len(same) == 1 else None
        yield _Kind(what, "package_csv", _of_dataset(same[0]), same[0].name, sure)
    if known_tables.is_extract(head):
        what, known = "inwoners per gebied (uittreksel van de kerncijfers)", known_tables.EXTRACT
        yield _Kind(what, "known_tables", known_tables.inhabitants, known=known)
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


def _json(raw: bytes) -> _Kind:
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
        try:
            frame = kind.read(raw, file)
        except BronFout as error:
            failed.append(Recognised(file, kind.what, kind.reader, kind.table, error=error))
            continue
        table, remarks = kind.table, [*_remarks(frame)]
        if kind.known:
            table = table or kind.known.number(columns, frame)
            remarks = [*kind.known.remarks(frame), *remarks]
        return Recognised(
            file, kind.what, kind.reader, table, kind.dataset, len(frame), tuple(remarks)
        )
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
    if "periode_status" in frame:
        late = sorted(frame.loc[frame["periode_status"] == "voorlopig", "periode"].unique())
        if late:
            yield f"voorlopige cijfers: {', '.join(late[:6])}{' …' if len(late) > 6 else ''}"
    if {"gebied", "gebied_naam"} <= set(frame) and (
        frame["gebied"].isna().all() and frame["gebied_naam"].notna().any()
    ):
        yield "gebieden hebben alleen een naam; lees met de gebiedenlijst van de tabel"
    if "symbool" in frame:
        without = int((~frame["symbool"].isin([symbol.value for symbol in WITH_VALUE])).sum())
        if without:
            yield f"{without} cellen zonder cijfer (leeg, . of x); dat is geen 0"


def _code_lists(raw: bytes, file: str) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(), *metadata.read(raw, file).lists.values()])


def _part(raw: bytes, file: str) -> pd.DataFrame:
    return text.cells(raw, file).frame


def _answers(raw: bytes, file: str) -> pd.DataFrame:
    return microdata.read(raw, file).answers


def _of_dataset(dataset: Dataset) -> Callable[[bytes, str], pd.DataFrame]:
    return lambda raw, file: dataset.parse(raw, file)


def _page(raw: bytes, file: str) -> pd.DataFrame:
    rows = statline.rows([raw], file)
    return (
        metadata.from_rows(rows, file).frame
        if "Title" in rows[0]
        else statline.from_rows(rows, file)
    )


def _unknown(what: str, file: str, remedy: str = "vraag de levering opnieuw op") -> BronFout:
    reason = "van wat we niet herkennen, kunnen we geen cijfer maken"
    return fault(what, file, reason=reason, remedy=remedy)

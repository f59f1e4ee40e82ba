"""Tables of CBS and police as data: raw CSV, OData v3 and v4, and snapshots of ``ivp fetch``.

Raw CSV and OData v3 (``TypedDataSet``, and ``UntypedDataSet`` with padding and symbols) are wide: a
row per cell of the cube, a column per topic. OData v4 has a row per figure.
Source: opendata.cbs.nl, dataderden.cbs.nl, datasets.cbs.nl; formats in docs/bronnen.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ivp.data.readers import metadata as md
from ivp.data.readers import periods, text, tidy
from ivp.data.readers.cells import Cells
from ivp.data.readers.faults import ASK_AGAIN, FETCH_AGAIN, fault, quoted
from ivp.data.readers.metadata import Metadata
from ivp.data.readers.periods import DataPeriod
from ivp.data.readers.values import NULL, Symbol
from ivp.data.snapshots import Snapshot

_TOPIC = re.compile(r"([A-Za-z][A-Za-z0-9]*)_[0-9]{1,3}")
_TEXTS = {"Gemeentenaam", "SoortRegio", "Codering", "IndelingswijzigingGemeenteWijkBuurt"}
"""Topics that hold text, for when there is no metadata that says so."""
_V4 = ("Measure", "ValueAttribute", "Value", "StringValue")
_ATTRIBUTES = {
    "None": Symbol.ontbreekt,
    NULL: Symbol.ontbreekt,
    "": Symbol.ontbreekt,
    "Confidential": Symbol.geheim,
    "Impossible": Symbol.leeg,
}


def stem(topic: str) -> str:
    """The topic without its number: the number moves from year to year."""
    match = _TOPIC.fullmatch(topic)
    return match[1] if match else topic


def is_wide(columns: Sequence[str]) -> bool:
    """Whether these columns are those of a wide data set: dimensions, then numbered topics."""
    dimensions = {*md.AREA, md.PERIOD} & set(columns)
    return bool(dimensions) and any(map(_TOPIC.fullmatch, columns))


def read_csv(
    raw: bytes,
    file: str,
    metadata: Metadata | None = None,
    *,
    only: Mapping[str, Collection[str]] | None = None,
    period: DataPeriod | None = None,
) -> pd.DataFrame:
    """StatLine's raw CSV ("CSV zonder opmaak") as a tidy frame (``ivp.data.readers.tidy``).

    ``only`` keeps the rows with one of these codes per column (``{"RegioS": {"GM0420"}}``, codes
    without padding) while reading. ``period`` is for tables that have none of their own
    (kerncijfers: one table a year). Raises ``BronFout`` with row and column.
    """
    cells = Cells.of(text.records(raw, file), file, only=only)
    if not is_wide(cells.names):
        raise fault(
            f"Dit zijn geen kolommen van een ruwe tabel van CBS of politie: {quoted(cells.names)}",
            file,
            row=cells.head,
            remedy="download 'CSV zonder opmaak', of laat `ivp take --dry-run` zeggen wat dit is",
        )
    if not raw.endswith((b"\n", b"\r")):
        # Without an end of line the last cell may be cut off: padded cells are all equally wide.
        last = cells.frame[cells.names[-1]]
        widths = {len(cell) for cell in last.iloc[:-1] if cell}
        cut = len(widths) == 1 and len(last.iloc[-1]) < widths.pop()
        cells.refuse(
            pd.Series(cut, index=last.index) & (last.index == last.index[-1]),
            "De laatste cel is korter dan de andere; het bestand is afgebroken",
            reason="een afgebroken getal is een ander getal",
        )
    return _wide(cells, metadata or Metadata(), period)


def from_rows(
    found: Sequence[Mapping[str, Any]],
    file: str,
    metadata: Metadata | None = None,
    period: DataPeriod | None = None,
) -> pd.DataFrame:
    """Rows of OData v3 or v4 (see ``rows``) as a tidy frame; ``rij`` counts them.

    Of v4 a value is only a value when ``ValueAttribute`` is "None"; any attribute that we do not
    know makes the figure ``onbekend``, whatever stands beside it. Raises ``BronFout`` with row and
    column.
    """
    if not found:
        raise fault("Hier staan geen rijen in van de gevraagde gebieden", file, remedy=FETCH_AGAIN)
    cells, known = md.from_rows(found, file), metadata or Metadata()
    return _long(cells, found, known) if "Measure" in found[0] else _wide(cells, known, period)


def read_snapshot(
    snapshot: Snapshot, areas: Collection[str] | None = None, year: int | None = None
) -> pd.DataFrame:
    """The rows of ``areas`` (codes without padding; all when not given) of a fetched table.

    Only these areas are read into memory; ``rij`` counts their rows. ``year`` is for tables of one
    year.
    """
    found: list[dict[str, Any]] = snapshot.rows(areas).to_pylist()
    period = DataPeriod(year) if year else None
    return from_rows(found, snapshot.place, describe(snapshot), period)


def describe(snapshot: Snapshot) -> Metadata:
    """What the table said about itself when it was fetched."""
    parts = {
        name: md.from_rows(found, snapshot.place)
        for name in snapshot.origin.metagegevens
        if name not in ("Properties", "Dimensions") and (found := snapshot.rows_of(name))
    }
    return md.assemble(parts, snapshot.table)


def rows(pages: Iterable[bytes], file: str) -> list[dict[str, Any]]:
    """The rows of all pages in order, read without trust.

    Raises ``BronFout`` for what is no answer of OData, for no rows, and when the last page still
    points to a next one: then rows are missing.
    """
    found: list[dict[str, Any]] = []
    following = None
    for raw in pages:
        page = _page(raw, file)
        found += page["value"]
        following = page.get("odata.nextLink") or page.get("@odata.nextLink")
    if following:
        raise fault(
            f"Dit zijn de eerste {len(found)} rijen; de volgende bladzijde ontbreekt",
            file,
            reason="een ontbrekend deel lijkt in het boek op een daling",
            remedy=FETCH_AGAIN,
        )
    if not found:
        raise fault("De bron gaf geen enkele rij", file, remedy=FETCH_AGAIN)
    return found


def _page(raw: bytes, file: str) -> dict[str, Any]:
    def no_constant(name: str) -> float:
        raise ValueError(name)

    what = "Dit is geen antwoord van een OData-dienst"
    try:
        page = json.loads(text.decode(raw, file), parse_constant=no_constant)
        found = page["value"]
        if isinstance(found, list) and all(isinstance(row, dict) for row in found):
            return dict(page)
    except json.JSONDecodeError as error:
        where = f"regel {error.lineno}, teken {error.colno}"
        what = f"Dit is geen geldige JSON ({where}); misschien is het ophalen afgebroken"
    except (RecursionError, ValueError):
        what = "Deze JSON is niet te lezen"
    except (KeyError, TypeError):
        if isinstance(page, dict) and ("odata.error" in page or "error" in page):
            what = "De bron antwoordde met een foutmelding in plaats van cijfers"
    raise fault(what, file, remedy=FETCH_AGAIN)


def _wide(cells: Cells, metadata: Metadata, period: DataPeriod | None) -> pd.DataFrame:
    """One row per figure; a 0 of which every text is blank is a ``standaard``: no record there."""
    topics = [name for name in cells.names if _TOPIC.fullmatch(name)]
    known = {name: metadata.topics.get(name) for name in topics}
    texts = [n for n, topic in known.items() if (topic.is_text if topic else stem(n) in _TEXTS)]
    others = [name for name in cells.names if name not in topics and name not in ("ID", "Id")]
    base = _dimensions(cells, others, metadata, period)
    absent = pd.Series(bool(texts), index=base.index)
    for name in texts:
        words = cells[name].replace({NULL: None, "": None})
        base[tidy.snake(stem(name))] = words
        absent &= words.isna()
    parts = []
    for name in topics:
        if name in texts:
            continue
        topic = known[name]
        numbers, symbols = cells.numbers(name, ".")
        null = (symbols == Symbol.ontbreekt) & bool(topic and topic.zero_if_absent)
        symbols = symbols.mask(null | (absent & (numbers == 0)), Symbol.standaard.value)
        numbers = numbers.mask(null, 0.0)
        unit = topic.unit if topic else None
        parts.append(base.assign(onderwerp=name, eenheid=unit, waarde=numbers, symbool=symbols))
    if not parts:
        what = "In dit bestand staat geen kolom met cijfers (zoals GeregistreerdeMisdrijven_1)"
        raise fault(what, cells.file, row=cells.head, remedy=ASK_AGAIN)
    return tidy.make(pd.concat(parts, ignore_index=True), cells.file)


def _long(cells: Cells, found: Sequence[Mapping[str, Any]], metadata: Metadata) -> pd.DataFrame:
    """OData v4: the figure of each row is in ``Value``."""
    dimensions = [name for name in cells.names if name not in (*_V4, "ID", "Id")]
    base = _dimensions(cells, dimensions, metadata, None)
    given = [row.get("Value") for row in found]
    wrong = [v is not None and (isinstance(v, str | bool) or not abs(v) < 1e15) for v in given]
    cells.refuse(pd.Series(wrong, index=base.index), "'{}' is geen getal", "Value")
    attributes = cells.frame.get("ValueAttribute", pd.Series("", index=base.index))
    symbols = attributes.map(lambda word: _ATTRIBUTES.get(word, Symbol.onbekend).value)
    numbers = pd.Series(given, index=base.index, dtype="float64")
    there = numbers.notna() & (symbols == Symbol.ontbreekt.value)
    topics = cells["Measure"]
    units = {name: topic.unit for name, topic in metadata.topics.items()}
    base = base.assign(
        onderwerp=topics,
        eenheid=topics.map(units),
        waarde=numbers.where(there),
        symbool=symbols.mask(there, Symbol.cijfer.value),
    )
    return tidy.make(base, cells.file)


def _dimensions(
    cells: Cells, names: list[str], metadata: Metadata, period: DataPeriod | None
) -> pd.DataFrame:
    """The columns of the tidy frame that say what a figure is about, for every row of cells."""
    base = cells.frame[["rij"]].copy()
    for name in names:
        blank = cells.frame[name].isin([NULL, ""])
        cells.refuse(blank, "Deze cel hoort een code te hebben, maar is leeg", name)
        column = md.column_of(name)
        if column == "periode":
            base = base.join(cells.periods(name, metadata.statuses()))
            continue
        base[column] = cells.areas(name) if column == "gebied" else cells[name]
        known = metadata.names(name)
        if known is not None:
            cells.refuse(
                ~base[column].isin(known),
                "De code '{}' staat niet in de codelijst",
                name,
                reason="een onbekende code valt uit de cijfers weg zonder dat iemand het merkt",
                remedy="haal de codelijst en de cijfers op dezelfde dag op",
            )
            base[f"{column}_naam"] = base[column].map(known)
    if "periode" in base:
        return base
    if period is None:
        raise fault(
            "Er is geen kolom Perioden",
            cells.file,
            row=cells.head,
            reason="van een cijfer zonder jaar is geen reeks te maken",
            remedy="haal de tabel op met alle dimensies",
        )
    return base.join(periods.columns(pd.Series([period] * len(base), index=base.index)))

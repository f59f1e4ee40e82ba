"""Public tables that we know, and what is particular to each.

Police tables hide some crimes per buurt and per month, the Veiligheidsmonitor has its margins as
figures, and R packages write extracts of the kerncijfers. The rest is read by ``statline``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ivp.data.readers import text
from ivp.data.readers.cells import Cells
from ivp.data.readers.faults import fault
from ivp.data.readers.periods import DataPeriod
from ivp.data.readers.statline import read_csv, stem
from ivp.data.readers.values import WITH_VALUE, Symbol

_ROWS = list(
    csv.DictReader(Path(__file__).with_name("crime_codes.csv").read_text("utf-8").splitlines())
)
CRIMES = {row["code"]: row["naam"] for row in _ROWS if row["lijst"] == "misdrijven"}
"""The official codes of 47013NED, 47018NED and 47022NED."""
NUISANCE = {row["code"]: row["naam"] for row in _ROWS if row["lijst"] == "overlast"}
"""The official codes of 47021NED and 47024NED."""
HIDDEN_PER_BUURT = frozenset(row["code"] for row in _ROWS if "buurt" in row["verborgen"])
"""Left out of the tables per wijk and buurt (47018NED, 47022NED)."""
HIDDEN_PER_MONTH = frozenset(row["code"] for row in _ROWS if "maand" in row["verborgen"])
"""Published per year only."""

Finish = Callable[[pd.DataFrame, str], pd.DataFrame]
CRIME_TABLES = ("47013NED", "47018NED", "47022NED")
_MARGINS = {
    "MW00000": "waarde",
    "MOG0095": "ondergrens",
    "MBG0095": "bovengrens",
    "Waarde": "waarde",
    "Ondergrens 95%-interval": "ondergrens",
    "Bovengrens 95%-interval": "bovengrens",
    "Marges": "marge",
}
"""85146NED has the bounds; exports of older tables (81877NED) half the width of the interval."""
_ROUNDING = 0.051
"""Value and bounds are each rounded to one decimal."""
_CODES = ("nhood_id", "buurtcode", "gebied")
_COUNTS = ("population", "inwoners", "aantal_inwoners")
_ALL_MARGINS = "haal de tabel op met waarde, ondergrens en bovengrens"


@dataclass(frozen=True)
class KnownTable:
    """What a table is (Dutch), its number per column of areas, and how its figures are checked."""

    what: str
    tables: Mapping[str, str] = field(default_factory=dict)
    finish: Finish = lambda frame, file: frame

    def read(self, raw: bytes, file: str) -> pd.DataFrame:
        """The raw CSV as a tidy frame, checked; without a period the year is 0.

        Raises ``BronFout`` with row and column.
        """
        return self.finish(read_csv(raw, file, period=DataPeriod(0)), file)

    def number(self, columns: Sequence[str], frame: pd.DataFrame) -> str | None:
        """The number of the table with these columns, as far as they and the periods tell."""
        months = "maand" in set(frame.get("periode_soort", ()))
        found = (self.tables.get(c + " per maand" * months) or self.tables.get(c) for c in columns)
        return next((number for number in found if number), None)


def known(columns: Sequence[str]) -> KnownTable:
    """The kind of raw table with these columns: its topics and dimensions tell, not its name."""
    topics = {stem(name) for name in columns}
    for topic, table in _BY_TOPIC.items():
        if topic in topics and not (table is _KEY_FIGURES and "Perioden" in columns):
            return table
    return _MONITOR if "Marges" in columns else KnownTable("een ruwe tabel van CBS of politie")


def crimes(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """A tidy frame of one of the ``CRIME_TABLES``, what the police hide missing (``geheim``).

    Raises ``BronFout`` for an unknown code, or a figure that is no count.
    """
    _counts(frame, file, "soort_misdrijf", CRIMES)
    hide = hidden(frame)
    return frame.assign(
        waarde=frame["waarde"].mask(hide), symbool=frame["symbool"].mask(hide, Symbol.geheim.value)
    )


def hidden(frame: pd.DataFrame) -> pd.Series:
    """Which figures of a tidy frame of crimes are 0 or missing because the police hide them."""
    code, small = frame["soort_misdrijf"], frame["gebied"].str.startswith(("WK", "BU"), na=False)
    month = frame["periode_soort"] == "maand"
    secret = (small & code.isin(HIDDEN_PER_BUURT)) | (month & code.isin(HIDDEN_PER_MONTH))
    return secret & frame["waarde"].fillna(0).eq(0)


def nuisance(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """A tidy frame of nuisance reports, checked like crimes."""
    _counts(frame, file, "overlast", NUISANCE)
    return frame


def _counts(frame: pd.DataFrame, file: str, column: str, codes: Mapping[str, str]) -> None:
    cells = Cells(file, frame)
    if column not in frame:
        what = f"Er is geen kolom met de code ({column})"
        raise fault(what, file, remedy="lever de tabel met alle dimensies")
    cells.refuse(
        ~frame[column].isin(codes),
        "De code '{}' staat niet in de lijst van de politie",
        column,
        reason="een onbekende code valt uit de cijfers weg zonder dat iemand het merkt",
        remedy="meld de nieuwe code, zodat zij in de lijst komt",
    )
    wrong = (frame["waarde"] < 0) | (frame["waarde"] % 1 > 0)
    cells.refuse(wrong, "'{}' is geen aantal", "waarde")


def with_margins(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """The Veiligheidsmonitor with ``waarde``, ``ondergrens`` and ``bovengrens`` in one row.

    From a tidy frame with the dimension ``marges``; the result has the other columns of it, with
    topics without their number, which moves between editions. Raises ``BronFout`` when a bound has
    no value, or when the value is not between its bounds.
    """
    cells = Cells(file, frame, _ALL_MARGINS)
    cells.require("marges", reason="zonder marges is niet te zeggen of een verschil toeval is")
    kind = frame["marges"].map(_MARGINS)
    cells.refuse(kind.isna(), "'{}' is geen marge die we kennen", "marges")
    key = ["onderwerp", "gebied", "gebied_naam", "periode"]
    # Missing names or codes must still match between value and bounds.
    keyed = frame.assign(onderwerp=frame["onderwerp"].map(stem), soort=kind)
    keyed[key] = keyed[key].fillna("")
    what = "Deze vraag staat er twee keer in; twee onderwerpen verschillen alleen in hun nummer"
    cells.refuse(keyed.duplicated([*key, "soort"]), what, "onderwerp")
    wide = keyed.pivot(index=key, columns="soort", values="waarde")
    result = keyed[kind == "waarde"].drop(columns=["marges", "soort"]).set_index(key)
    alone = pd.MultiIndex.from_frame(keyed[key])
    cells.refuse(
        pd.Series(~alone.isin(result.index)), "Hierbij hoort een waarde, en die is er niet"
    )
    wide = wide.reindex(result.index, columns=["ondergrens", "bovengrens", "marge"])
    figured = result["symbool"].isin([symbol.value for symbol in WITH_VALUE])
    for bound, sign in (("ondergrens", -1), ("bovengrens", 1)):
        given = wide[bound].fillna(result["waarde"] + sign * wide["marge"])
        result[bound] = given.where(figured)
    low = result["waarde"] < result["ondergrens"] - _ROUNDING
    high = result["waarde"] > result["bovengrens"] + _ROUNDING
    result = result.reset_index()
    Cells(file, result, _ALL_MARGINS).refuse(
        (low | high).reset_index(drop=True), "De waarde '{}' ligt niet tussen haar marges", "waarde"
    )
    blank = {name: result[name].replace("", None) for name in ("gebied", "gebied_naam")}
    return result.assign(**blank)


def inhabitants(raw: bytes, file: str, year: int = 0) -> pd.DataFrame:
    """Inhabitants by area from an extract of the kerncijfers, as R packages write.

    Columns ``gebied``, ``jaar``, ``inwoners`` (Int64), ``symbool``, ``rij``. The first column of
    the file may be a nameless row number.
    """
    cells = text.cells(raw, file, row_names=True)
    code, count = (_one_of(cells.names, names) for names in (_CODES, _COUNTS))
    if not code or not count:
        what = "De kolommen met buurtcode en inwoners zijn niet te vinden"
        raise fault(what, file, row=cells.head, remedy="noem ze 'gebied' en 'inwoners'")
    numbers, symbols = cells.counts(count, "'{}' is geen aantal inwoners")
    areas = cells.areas(code)
    cells.refuse(areas.duplicated(), "{} staat er twee keer in", code)
    return pd.DataFrame(
        {
            "gebied": areas,
            "jaar": pd.Series(year, index=areas.index, dtype="Int64"),
            "inwoners": numbers,
            "symbool": symbols,
            "rij": cells.frame["rij"],
        }
    )


def is_extract(columns: Sequence[str]) -> bool:
    """Whether a header is that of an extract of inhabitants."""
    found = _one_of(columns, _CODES) and _one_of(columns, _COUNTS)
    return bool(found) and len(columns) <= 3


_KEY_FIGURES = KnownTable("kerncijfers wijken en buurten (CBS)")
_MONITOR = KnownTable("Veiligheidsmonitor (CBS)", {"Marges": "85146NED"}, with_margins)
_CRIME = {
    "RegioS": "47013NED",
    "WijkenEnBuurten": "47018NED",
    "WijkenEnBuurten per maand": "47022NED",
}
_NUISANCE = {"RegioS": "47021NED", "WijkenEnBuurten": "47024NED"}
_BY_TOPIC = {
    "GeregistreerdeMisdrijven": KnownTable("misdrijven (politie)", _CRIME, crimes),
    "GeregistreerdeOverlast": KnownTable("overlast (politie)", _NUISANCE, nuisance),
    "AantalInwoners": _KEY_FIGURES,
    "TotaalGeregistreerdeMisdrijven": KnownTable("misdrijven (CBS)", {"RegioS": "83648NED"}),
    "TotaalGeregistreerdeDiefstallen": KnownTable("diefstallen (CBS)", {"RegioS": "83651NED"}),
}


def _one_of(columns: Sequence[str], names: Sequence[str]) -> str | None:
    return next((column for column in columns if column.strip().lower() in names), None)

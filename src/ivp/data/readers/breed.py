"""The wide form of CBS and police (a row per cell of the cube, a column per topic) to tidy.

OData v3 (``TypedDataSet`` and ``UntypedDataSet``) and the raw CSV exports share it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from ivp.data.readers import metadata as md
from ivp.data.readers import (
    perioden,
    regios,
    tidy,
    waarden,
)
from ivp.data.readers.metadata import Metadata
from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout, eerste, opsomming
from ivp.data.readers.waarden import Schrijfwijze, Symbool, schoon

_TOPIC = re.compile(r"([A-Za-z][A-Za-z0-9]*)_[0-9]{1,3}")
_TEKSTEN = frozenset(
    {"Gemeentenaam", "SoortRegio", "Codering", "IndelingswijzigingGemeenteWijkBuurt"}
)
"""Topics that hold text, for when there is no metadata that says so."""
NULL = "\0null"
"""Stands for null in a typed data set; no delivered cell can hold a NUL."""


def stam(onderwerp: str) -> str:
    """The topic without its number: the number moves from year to year."""
    match = _TOPIC.fullmatch(onderwerp)
    return match[1] if match else onderwerp


def is_breed(kolommen: Sequence[str]) -> bool:
    """Whether these columns are those of a wide data set: dimensions, then numbered topics."""
    return any(_TOPIC.fullmatch(k) for k in kolommen) and any(
        k in (*md.GEBIED, *md.PERIODE) for k in kolommen
    )


def naar_tidy(
    ruw: pd.DataFrame,
    bestand: str,
    metadata: Metadata | None = None,
    *,
    periode: Periode | None = None,
    onderwerpen: Sequence[str] | None = None,
) -> pd.DataFrame:
    """``ruw`` (cells as text, ``NULL`` for null, plus the column ``rij``) as a tidy frame.

    ``periode`` is for tables that have none of their own (kerncijfers: one table a year).
    ``onderwerpen`` limits the result to topics, by key or by key without number. Topics that hold
    text become columns of their own. A 0 of which every text is blank is a ``standaard``: the
    source has no record there. Raises ``BronFout`` with row and column.
    """
    metadata = metadata or Metadata()
    topics = [k for k in ruw.columns if _TOPIC.fullmatch(k)]
    texts = [k for k in topics if _is_text(k, metadata)]
    figures = [k for k in topics if k not in texts]
    if onderwerpen is not None:
        figures = _chosen(figures, onderwerpen, bestand)
    base = _dimensions(ruw, [k for k in ruw.columns if k not in topics], bestand, metadata, periode)
    for text in texts:
        base[tidy.slang(stam(text))] = ruw[text].replace(NULL, "").map(schoon).replace("", None)
    absent = _absent(ruw, texts)
    parts = []
    for topic in figures:
        known = metadata.onderwerpen.get(topic)
        values, signs = _cells(ruw, topic, bestand)
        if known is not None and known.standaard_nul:
            null = signs == Symbool.ontbreekt
            values, signs = values.mask(null, 0.0), signs.mask(null, Symbool.standaard.value)
        signs = signs.mask((values == 0) & absent, Symbool.standaard.value)
        parts.append(
            base.assign(
                onderwerp=topic,
                eenheid=known.eenheid if known else None,
                waarde=values,
                symbool=signs,
            )
        )
    if not parts:
        raise bronfout(
            "In dit bestand staat geen kolom met cijfers (zoals GeregistreerdeMisdrijven_1)",
            bestand,
            rij=1,
            doe="vraag de levering opnieuw op",
        )
    return tidy.maak(pd.concat(parts, ignore_index=True), bestand)


def _is_text(topic: str, metadata: Metadata) -> bool:
    known = metadata.onderwerpen.get(topic)
    return known.is_tekst if known is not None else stam(topic) in _TEKSTEN


def _chosen(figures: list[str], wanted: Sequence[str], bestand: str) -> list[str]:
    chosen = [k for k in figures if k in wanted or stam(k) in wanted]
    missing = [w for w in wanted if not any(w in (k, stam(k)) for k in figures)]
    if missing:
        raise bronfout(
            f"De kolom {opsomming(missing)} is er niet; wel: {opsomming(figures)}",
            bestand,
            rij=1,
            waarom="zonder deze kolom kunnen de cijfers niet worden gemaakt",
            doe="haal de tabel op met alle onderwerpen",
        )
    return chosen


def _dimensions(
    ruw: pd.DataFrame,
    columns: list[str],
    bestand: str,
    metadata: Metadata,
    periode: Periode | None,
) -> pd.DataFrame:
    base = pd.DataFrame({"rij": ruw["rij"]}, index=ruw.index)
    for column in columns:
        if column in ("ID", "Id", "rij"):
            continue
        naam = md.kolomnaam(column)
        empty = ruw[column].isin([NULL, ""])
        if empty.any():
            raise bronfout(
                "Deze cel hoort een code te hebben, maar is leeg",
                bestand,
                rij=int(ruw["rij"].iloc[eerste(empty)]),
                kolom=column,
                doe="vraag de levering opnieuw op",
            )
        if naam == "periode":
            continue
        if naam == "gebied":
            base[naam] = regios.kolom(ruw[column], column, bestand, ruw["rij"])
        else:
            base[naam] = ruw[column].map(schoon)
        names = md.met_namen(base, naam, column, metadata, bestand)
        if names is not None:
            base[f"{naam}_naam"] = names
    found = _periods(ruw, bestand, metadata.statussen(), periode)
    return base.join(tidy.periodekolommen(found))


def _periods(
    ruw: pd.DataFrame, bestand: str, statuses: Mapping[str, str], fixed: Periode | None
) -> pd.Series:
    own = next((k for k in md.PERIODE if k in ruw), None)
    if own is None:
        if fixed is None:
            raise bronfout(
                "Er is geen kolom Perioden",
                bestand,
                rij=1,
                waarom="van een cijfer zonder jaar is geen reeks te maken",
                doe="haal de tabel op met alle dimensies",
            )
        return pd.Series([fixed] * len(ruw), index=ruw.index, dtype=object)
    first = ruw.drop_duplicates(own)
    read = {}
    for text, row in zip(first[own], first["rij"], strict=True):
        found = perioden.lees(text, bestand, rij=int(row), kolom=own)
        status = statuses.get(schoon(text), found.status)
        read[text] = Periode(found.jaar, found.soort, found.nummer, status)
    periods: pd.Series = pd.Series([read[t] for t in ruw[own]], index=ruw.index, dtype=object)
    return periods


def _cells(ruw: pd.DataFrame, topic: str, bestand: str) -> tuple[pd.Series, pd.Series]:
    null = ruw[topic] == NULL
    values, signs = waarden.kolom(
        ruw[topic].mask(null, ""), topic, Schrijfwijze.punt, bestand, ruw["rij"]
    )
    return values, signs.mask(null, Symbool.ontbreekt.value)


def _absent(ruw: pd.DataFrame, texts: list[str]) -> pd.Series:
    """Rows without any text although the table has text topics: there is no record behind them."""
    if not texts:
        return pd.Series(False, index=ruw.index)
    blank = ruw[texts].apply(lambda column: column.replace(NULL, "").map(schoon) == "")
    absent: pd.Series = blank.all(axis=1)
    return absent

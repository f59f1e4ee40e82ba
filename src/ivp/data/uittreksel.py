"""A data set of the book from the pinned snapshot of a table (``params/bronnen.yml``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from ivp.config.sources import BESTAND, Afleiding, Tabel
from ivp.data.datapackage import Dataset
from ivp.data.readers import (
    opname,
    politie,
    regios,
    tidy,
)
from ivp.data.readers.breed import stam
from ivp.data.readers.perioden import Periode
from ivp.data.snapshots import Snapshot
from ivp.errors import BronFout, did_you_mean

_AFWEZIG = ("leeg", "ontbreekt")
_LAND = "NL00"


def maak(
    snapshot: Snapshot,
    tabel: Tabel,
    afleiding: Afleiding,
    dataset: Dataset,
    gebieden: Sequence[str],
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the data set's file, and the periods in it that are still provisional.

    ``gebieden``: the areas of the book, the municipality's own first. Only these are read from the
    snapshot. A figure that the source does not give is an empty cell, never 0; a period in which an
    area has no figure at all (it did not exist) has no row. Raises ``BronFout`` when the table no
    longer has what the definition names, or when the result is not what the data set should be.
    """
    where = f"{BESTAND}, datasets.{dataset.name}"
    columns = dataset.columns
    if set(afleiding.kolommen) != set(columns):
        raise _fout(
            f"De kolommen zijn niet die van de bron ({', '.join(columns)})",
            where,
            "neem de kolommen over uit data/datapackage.json",
        )
    figures = _cijfers(snapshot, tabel, afleiding, gebieden, where)
    wide, topics = _naar_breed(figures, afleiding, where)
    types = {veld.name: veld.type for veld in dataset.resource.schema_.fields}
    result = pd.DataFrame(
        {
            own: _kolom(wide[topics.get(source, source)], types[own])
            for own, source in ((own, afleiding.kolommen[own]) for own in columns)
        }
    )
    raw = result.to_csv(index=False, lineterminator="\n").encode()
    dataset.parse(raw)
    late = figures["periode_status"].notna() & (figures["periode_status"] != "definitief")
    return raw, tuple(sorted(figures.loc[late, "periode"].unique()))


def _cijfers(
    snapshot: Snapshot, tabel: Tabel, afleiding: Afleiding, gebieden: Sequence[str], where: str
) -> pd.DataFrame:
    areas = _gebieden(snapshot, afleiding, gebieden)
    fixed = Periode(tabel.jaar) if tabel.jaar else None
    frame = opname.lees(snapshot, areas, periode=fixed)
    frame = frame[frame["periode_soort"] == afleiding.periode]
    dimensions = tidy.dimensies(frame)
    for column, codes in {**afleiding.selectie, **afleiding.zonder}.items():
        if column not in dimensions:
            raise _fout(f"De tabel heeft geen '{column}'.{did_you_mean(column, dimensions)}", where)
        missing = sorted(set(codes) - set(frame[column]))
        if missing:
            raise _fout(
                f"De code '{missing[0]}' van {column} komt in de opname niet voor."
                + did_you_mean(missing[0], set(frame[column])),
                where,
            )
    for column, codes in afleiding.selectie.items():
        frame = frame[frame[column].isin(codes)]
    for column, codes in afleiding.zonder.items():
        frame = frame[~frame[column].isin(codes)]
    if snapshot.tabel in politie.TABELLEN and "soort_misdrijf" in frame:
        hidden = politie.verborgen(frame, frame["waarde"])
        frame = frame.assign(waarde=frame["waarde"].mask(hidden))
    there = ~frame["symbool"].isin(_AFWEZIG)
    existed = there.groupby([frame["gebied"], frame["periode"]]).transform("any")
    frame = frame[existed]
    if frame.empty:
        raise _fout("De opname heeft hiervoor geen enkel cijfer", where)
    country = frame["gebied"].isin(regios.LAND)
    return frame.assign(gebied=frame["gebied"].mask(country, _LAND)).reset_index(drop=True)


def _gebieden(snapshot: Snapshot, afleiding: Afleiding, gebieden: Sequence[str]) -> Collection[str]:
    own = gebieden[0]
    if afleiding.gebieden == "gemeente":
        return [own]
    if afleiding.gebieden == "wijken":
        return [code for code in snapshot.gebieden() if code.startswith(f"WK{own[2:]}")]
    return [*gebieden, *(regios.LAND if set(gebieden) & regios.LAND else ())]


def _naar_breed(
    figures: pd.DataFrame, afleiding: Afleiding, where: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    """One row per area, codes and period with a column per topic; topics by name without number."""
    fixed = [c for c in figures.columns if c not in ("onderwerp", "eenheid", "waarde", "symbool")]
    keys = [c for c in fixed if c != "rij"]
    topics = {stam(topic): topic for topic in figures["onderwerp"].unique()}
    for source in afleiding.kolommen.values():
        if source not in topics and source not in keys:
            raise _fout(
                f"De tabel heeft geen '{source}'.{did_you_mean(source, [*topics, *keys])}", where
            )
    wanted = {source: topics[source] for source in afleiding.kolommen.values() if source in topics}
    identity = [c for c in keys if not c.endswith("_naam") and c != "periode_status"]
    parts = figures.pivot(index=identity, columns="onderwerp", values="waarde")[
        list(wanted.values())
    ]
    described = figures.drop_duplicates(identity).set_index(identity)
    names = described[[c for c in keys if c not in identity]]
    wide = parts.join(names).reset_index()
    used = [c for c in identity if c in afleiding.kolommen.values()]
    if wide.duplicated(used).any():
        rest = [c for c in identity if c not in used and wide[c].nunique() > 1]
        raise _fout(f"Er zijn rijen die alleen in {', '.join(rest)} verschillen", where)
    return wide.sort_values(used, ignore_index=True), wanted


def _kolom(cells: pd.Series, kind: str) -> pd.Series:
    """The cells as the data set writes them: counts without decimals."""
    if kind == "integer" and ((cells.dropna() % 1) == 0).all():
        return cells.astype("Int64")
    return cells


def _fout(
    wat: str, where: str, doe: str = "pas de bron in params/bronnen.yml aan de tabel aan"
) -> BronFout:
    return BronFout(
        wat,
        waar=where,
        waarom="de bron kan zo niet uit de opname worden gemaakt",
        doe=doe,
    )

"""Read a partner's delivery in one of our formats (``formaten``), from CSV or Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from ivp.data.readers import regios, waarden, xlsx
from ivp.data.readers.formaten import (
    LEVERINGEN,
    VORM,
    Kolom,
    Levering,
)
from ivp.data.readers.plaats import bronfout, eerste, opsomming
from ivp.data.readers.tekst import open_tekst
from ivp.data.readers.waarden import schoon
from ivp.errors import did_you_mean

ZIP = b"PK\x03\x04"
_FORMS = {
    "code": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "jaar": re.compile(r"(19|20)[0-9]{2}"),
    "score": re.compile(r"[1-5]?"),
    "deelnemer": re.compile(r"[A-Z][0-9]{1,3}"),
    "naam": re.compile(r".{1,60}"),
}
_Record = tuple[int, list[str]]


def formaat(naam: str) -> Levering:
    """The format with this name; ``BronFout`` with the nearest name when there is none."""
    if naam not in LEVERINGEN:
        raise bronfout(
            f"Er is geen leveringsformaat '{naam}'.{did_you_mean(naam, LEVERINGEN)}",
            "data/sjablonen",
            waarom="alleen van een beschreven formaat is te controleren of de levering klopt",
            doe=f"kies een van: {', '.join(LEVERINGEN)}",
        )
    return LEVERINGEN[naam]


def lees(raw: bytes, bestand: str, naam: str) -> pd.DataFrame:
    """The delivery as a frame: the columns of the format, then ``symbool`` and ``rij``.

    ``jaar``, ``aantal`` and ``score`` are Int64, the rest str. ``aantal`` is missing when the cell
    is blank, ``.``, ``x`` or ``<5``; ``symbool`` (only with ``aantal``) says which. Raises
    ``BronFout`` with row and column.
    """
    levering = formaat(naam)
    head, rows = _table(raw, bestand)
    positions = _positions(head, levering, bestand)
    frame = pd.DataFrame(
        {
            kolom.naam: [_cell(row, positions[kolom.naam]) for _, row in rows]
            for kolom in levering.kolommen
        },
        dtype="str",
    ).assign(rij=pd.Series([number for number, _ in rows], dtype="Int64"))
    for kolom in levering.kolommen:
        frame = _read(frame, kolom, bestand)
    double = frame.duplicated(list(levering.sleutel))
    if double.any():
        raise bronfout(
            f"Deze combinatie van {', '.join(levering.sleutel)} staat er twee keer in",
            bestand,
            rij=int(frame["rij"].iloc[eerste(double)]),
            waarom="een rij die er dubbel in staat, telt twee keer mee",
            doe="verwijder de dubbele rij, of tel de twee op als het twee delen zijn",
        )
    extra = ["symbool"] if "symbool" in frame else []
    return frame[[*levering.namen, *extra, "rij"]]


def past_bij(kolommen: Sequence[str]) -> list[str]:
    """The formats that have exactly these columns, in any order."""
    names = {schoon(naam).lower() for naam in kolommen if schoon(naam)}
    return [levering.naam for levering in LEVERINGEN.values() if set(levering.namen) == names]


def _table(raw: bytes, bestand: str) -> tuple[_Record, list[_Record]]:
    if raw[:4] == ZIP:
        records = xlsx.blad(raw, bestand)
    else:
        records = [(n, row) for n, row in open_tekst(raw, bestand).rijen() if any(map(schoon, row))]
    if len(records) < 2:
        raise bronfout(
            "Onder de kolomnamen staan geen rijen", bestand, doe="vraag de levering opnieuw op"
        )
    return records[0], records[1:]


def _positions(head: _Record, levering: Levering, bestand: str) -> dict[str, int]:
    number, cells = head
    names = [schoon(cell).lower() for cell in cells]
    for naam in levering.namen:
        if naam not in names:
            raise bronfout(
                f"De kolom '{naam}' ontbreekt.{did_you_mean(naam, set(names) - {''})}",
                bestand,
                rij=number,
                waarom="zonder deze kolom kunnen de cijfers niet worden gemaakt",
                doe=f"gebruik het sjabloon (`ivp template {levering.naam}`), met de kolomnamen in "
                "de eerste rij",
            )
    other = [naam for naam in names if naam not in levering.namen or names.count(naam) > 1]
    if other:
        raise bronfout(
            f"De kolom {opsomming(list(dict.fromkeys(other)))} hoort niet in deze levering, of "
            "staat er twee keer in",
            bestand,
            rij=number,
            waarom="van een onbekende kolom is niet te zeggen of er persoonsgegevens in staan",
            doe="verwijder de kolom",
        )
    return {naam: names.index(naam) for naam in levering.namen}


def _cell(row: list[str], position: int) -> str:
    return schoon(row[position]) if position < len(row) else ""


def _read(frame: pd.DataFrame, kolom: Kolom, bestand: str) -> pd.DataFrame:
    cells = frame[kolom.naam]
    if kolom.soort == "gebied":
        return frame.assign(gebied=regios.kolom(cells, kolom.naam, bestand, frame["rij"]))
    if kolom.soort == "aantal":
        read = {cell: waarden.lees_aantal(cell) for cell in cells.unique()}
        wrong = [c for c, v in read.items() if v is None or (v.waarde or 0) < 0]
        _refuse(cells.isin(wrong), frame, kolom, bestand)
        found = {c: v for c, v in read.items() if v is not None}
        values = cells.map({c: v.waarde for c, v in found.items()}).astype("float64")
        signs = cells.map({c: v.symbool.value for c, v in found.items()}).astype("str")
        return frame.assign(**{kolom.naam: values.astype("Int64")}).assign(symbool=signs)
    _refuse(~cells.str.fullmatch(_FORMS[kolom.soort]), frame, kolom, bestand)
    if kolom.codes:
        _refuse(~cells.isin(kolom.codes), frame, kolom, bestand)
    if kolom.soort in ("jaar", "score"):
        return frame.assign(**{kolom.naam: cells.replace("", None).astype("Int64")})
    return frame


def _refuse(wrong: pd.Series, frame: pd.DataFrame, kolom: Kolom, bestand: str) -> None:
    if not wrong.any():
        return
    first = eerste(wrong)
    cell = frame[kolom.naam].iloc[first]
    form = VORM[kolom.soort]
    if kolom.soort == "deelnemer":
        what = "Hier staat iets anders dan het nummer van een deelnemer"  # it may be a name
    elif kolom.codes:
        what = f"'{cell}' is geen bekende code.{did_you_mean(cell, kolom.codes)}"
        form = f"een van {', '.join(kolom.codes)}"
    else:
        what = f"'{cell}' hoort hier niet" if cell else "Deze cel is leeg"
    raise bronfout(
        what, bestand, rij=int(frame["rij"].iloc[first]), kolom=kolom.naam, doe=f"vul in: {form}"
    )

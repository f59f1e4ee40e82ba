"""Survey microdata: one row per respondent, with weights, as CSV or SPSS (``.sav``)."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyreadstat

from ivp.data.readers import waarden
from ivp.data.readers.plaats import bronfout, eerste, opsomming
from ivp.data.readers.statline_metadata import enkel
from ivp.data.readers.waarden import Schrijfwijze, schoon

MAX_BYTES = 200 * 2**20
SAV = (b"$FL2", b"$FL3")
_PRIVACY = "in open antwoorden en namen staan persoonsgegevens; die horen niet in dit project"


@dataclass(frozen=True)
class Enquete:
    """Answers and what they mean.

    ``antwoorden``: the declared text columns (str), every other column float64 (missing without an
    answer), and ``rij``. ``vragen`` and ``labels`` (answer code → text) are empty for CSV.
    """

    antwoorden: pd.DataFrame
    gewicht: str
    vragen: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[float, str]] = field(default_factory=dict)


def lees(
    raw: bytes,
    bestand: str,
    *,
    gewicht: str = "gewicht",
    tekst: Collection[str] = ("respondent", "deelgebied"),
    schrijfwijze: Schrijfwijze | None = None,
) -> Enquete:
    """Microdata as CSV or ``.sav``, told apart by content.

    ``tekst`` declares which columns hold text; any other column with text is refused, since open
    answers hold personal data. ``schrijfwijze`` is only needed when the CSV itself does not prove
    how decimals are written. Values that SPSS declares missing are missing. Raises ``BronFout`` for
    an undeclared text column, or a weight that is missing or not above 0.
    """
    if raw[:4] in SAV:
        survey = _sav(raw, bestand, gewicht, tekst)
    else:
        survey = _csv(raw, bestand, gewicht, tekst, schrijfwijze)
    _check_weights(survey, bestand)
    return survey


def _csv(
    raw: bytes,
    bestand: str,
    gewicht: str,
    tekst: Collection[str],
    schrijfwijze: Schrijfwijze | None,
) -> Enquete:
    frame = enkel(raw, bestand, naamloos=True)
    _require(list(frame.columns), gewicht, bestand)
    numeric = [k for k in frame.columns if k not in tekst and k != "rij"]
    for column in numeric:
        words = [c for c in frame[column].unique() if not waarden.is_waarde(c)]
        if words:
            row = frame["rij"].iloc[eerste(frame[column].isin(words))]
            raise _undeclared(column, bestand, int(row))
    manner = schrijfwijze or waarden.schrijfwijze(
        pd.unique(frame[numeric].to_numpy().ravel()), bestand
    )
    columns: dict[str, pd.Series] = {}
    for column in frame.columns:
        if column in numeric:
            columns[column], _ = waarden.kolom(frame[column], column, manner, bestand, frame["rij"])
        elif column == "rij":
            columns[column] = frame[column].astype("Int64")
        else:
            columns[column] = frame[column].map(schoon).replace("", None).astype("str")
    return Enquete(pd.DataFrame(columns), gewicht)


def _sav(raw: bytes, bestand: str, gewicht: str, tekst: Collection[str]) -> Enquete:
    if len(raw) > MAX_BYTES:
        raise bronfout(
            f"Dit SPSS-bestand is groter dan {MAX_BYTES // 2**20} MB",
            bestand,
            doe="vraag alleen de vragen die nodig zijn",
        )
    try:
        frame, meta = pyreadstat.read_sav(io.BytesIO(raw), disable_datetime_conversion=True)
    except Exception:
        # readstat and pyreadstat raise several kinds on a damaged file
        raise bronfout(
            "Dit SPSS-bestand is niet te lezen; misschien is het afgebroken",
            bestand,
            doe="vraag de levering opnieuw op",
        ) from None
    _require(list(frame.columns), gewicht, bestand)
    columns: dict[str, pd.Series] = {}
    for column in map(str, frame.columns):
        if column in tekst:
            columns[column] = frame[column].map(_as_text, na_action="ignore").astype("str")
        elif pd.api.types.is_numeric_dtype(frame[column]):
            columns[column] = frame[column].astype("float64")
        else:
            raise _undeclared(column, bestand, None)
    if frame.empty:
        raise bronfout(
            "Dit SPSS-bestand heeft geen antwoorden", bestand, doe="vraag het opnieuw op"
        )
    columns["rij"] = pd.Series(range(1, len(frame) + 1), dtype="Int64")
    labels = {
        str(k): {
            float(code): str(text) for code, text in v.items() if isinstance(code, int | float)
        }
        for k, v in meta.variable_value_labels.items()
    }
    questions = {str(k): str(v) for k, v in meta.column_names_to_labels.items() if v}
    return Enquete(pd.DataFrame(columns), gewicht, questions, labels)


def _as_text(value: object) -> str | None:
    if isinstance(value, float):
        return f"{value:g}"
    return schoon(str(value)) or None


def _require(columns: list[str], gewicht: str, bestand: str) -> None:
    if gewicht not in columns:
        raise bronfout(
            f"De kolom '{gewicht}' met het gewicht ontbreekt; er zijn: {opsomming(columns)}",
            bestand,
            rij=1,
            waarom="zonder gewichten gaat de uitkomst over wie meedeed, niet over de inwoners",
            doe="vraag het onderzoeksbureau om de gewichten, of zeg welke kolom het is",
        )


def _check_weights(survey: Enquete, bestand: str) -> None:
    weights = survey.antwoorden[survey.gewicht]
    wrong = ~(np.isfinite(weights) & (weights > 0))
    if wrong.any():
        first = eerste(wrong)
        raise bronfout(
            "Het gewicht ontbreekt of is niet groter dan 0",
            bestand,
            rij=int(survey.antwoorden["rij"].iloc[first]),
            kolom=survey.gewicht,
            waarom="een respondent zonder gewicht telt verkeerd mee",
            doe="vraag het onderzoeksbureau om het gewicht van elke respondent",
        )


def _undeclared(column: str, bestand: str, rij: int | None) -> Exception:
    return bronfout(
        "Deze kolom bevat tekst, maar is niet als tekst opgegeven",
        bestand,
        rij=rij,
        kolom=column,
        waarom=_PRIVACY,
        doe="laat de kolom weghalen, of geef haar op als het een code is (zoals deelgebied)",
    )

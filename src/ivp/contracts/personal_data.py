"""Personal data do not belong in this project: look for them in every data set.

What is found is never repeated: messages name the row and the column, not the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

import pandas as pd
from stdnum.nl import bsn

from ivp.contracts.own_checks import FIRST_ROW
from ivp.contracts.verdict import Finding, Verdict
from ivp.contracts.wording import PERSONAL, found, verdict
from ivp.data import Dataset

_BSN = re.compile(r"(?<![\d.,])\d{4}[ .-]?\d{2}[ .-]?\d{3}(?![\d])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(\+31|0031|0)[ .-]?(\(0\))?[1-9]([ .-]?\d){8}(?!\d)")
# Small letters only without a space: "2023 en 2024" is no postcode.
_ADDRESS = re.compile(
    r"(?<!\w)[1-9]\d{3}( ?[A-Z]{2}|[a-z]{2})(?!\w)[ ,-]*(huisnr\.?|nr\.?)? ?\d{1,5}\b"
)
_TUSSEN = r"(?:(?:van|de|der|den|het|'t|ten|ter|te|in|op|la|el) )*"
_NAME = re.compile(
    r"(?<!\w)(?:"
    r"(?:[Dd]hr|[Mm]evr|[Mm]w|[Mm]eneer|[Mm]evrouw|[Dd]e heer)\.? +"
    rf"(?:[A-Z]\. ?)*{_TUSSEN}[A-Z][\w-]+"
    rf"|(?:[A-Z]\. ?){{1,5}}{_TUSSEN}[A-Z][a-zé-]{{2,}}"
    r"|[A-Z][a-zé]+ (?:van de[nr]?|van|de[nr]?|te[nr]) [A-Z][a-zé-]{2,}"
    r")"
)
PERSONAL_COLUMN = re.compile(
    r"((voor|achter)?na(am|men)|voorletters|initialen|geboorte(datum|plaats)|adres|straat(naam)?"
    r"|huisnummer|postcode|telefoon(nummer)?|mobiel|e_?mail(adres)?|bsn|burgerservicenummer"
    r"|kenteken|iban|rekeningnummer|dossiernummer)"
)
# A text is free when it is a sentence, or when hardly any two rows have the same few words.
_WORDS, _LENGTH = 12, 100
_FEW_WORDS, _DIFFERENT, _SHARE = 3, 20, 0.3


def _has_bsn(text: str) -> bool:
    return any(bsn.is_valid(re.sub(r"\D", "", found)) for found in _BSN.findall(text))


SIGNS: dict[str, Callable[[str], object]] = {
    "geen_bsn": _has_bsn,
    "geen_email": _EMAIL.search,
    "geen_telefoon": _PHONE.search,
    "geen_adres": _ADDRESS.search,
    "geen_namen": _NAME.search,
}
"""Per kind of personal data (``wording.PERSONAL``) what shows that a text has it."""


def personal_data(frame: pd.DataFrame, dataset: Dataset) -> list[Verdict]:
    """One verdict per kind of personal data, over all columns with text or whole numbers.

    Free text is allowed only in columns that the registration names (``vrije_tekst``); it is
    searched like the rest.
    """
    # A text is looked at once, however many rows have it.
    texts = {
        str(name): pd.Series(column.dropna().unique())
        for name, column in frame.items()
        if not pd.api.types.is_float_dtype(column)
    }

    def rows(name: str, wanted: pd.Series) -> Iterator[tuple[int, str]]:
        """The rows of the delivered file with the texts for which ``wanted`` holds."""
        if wanted.any():
            marked = frame[name].isin(texts[name][wanted])
            yield from ((at + FIRST_ROW, name) for at, there in enumerate(marked) if there)

    hits = {
        kind: [
            hit
            for name, different in texts.items()
            if not (kind == "geen_namen" and _names_a_code(name, texts))
            for hit in rows(name, different.map(lambda text, sign=sign: bool(sign(str(text)))))
        ]
        for kind, sign in SIGNS.items()
    }
    hits["geen_persoonskolom"] = [(1, name) for name in texts if PERSONAL_COLUMN.fullmatch(name)]
    hits["geen_vrije_tekst"] = [
        hit
        for name, different in texts.items()
        if pd.api.types.is_string_dtype(frame[name])
        and name not in dataset.resource.ivp.vrije_tekst
        for hit in rows(name, _free(different, frame[name].notna().sum()))
    ]
    return [_verdict(kind, sorted(where), dataset) for kind, where in hits.items()]


def _names_a_code(name: str, columns: Collection[str]) -> bool:
    """Whether a column names places or codes, which look like people (Hoek van Holland)."""
    return name == "kern" or (name.endswith("_naam") and name.removesuffix("_naam") in columns)


def _free(texts: pd.Series, filled: int) -> pd.Series:
    """Which of the different texts of ``filled`` rows are free text; none for codes and names that
    come back."""
    words = texts.map(lambda text: len(text.split()))
    sentences = (words > _WORDS) | (texts.str.len() > _LENGTH)
    some = words >= _FEW_WORDS
    if some.sum() >= _DIFFERENT and some.sum() > _SHARE * filled:
        sentences |= some
    return sentences


def _verdict(kind: str, hits: list[tuple[int, str]], dataset: Dataset) -> Verdict:
    columns = ", ".join(dict.fromkeys(column for _, column in hits))
    rows = [(row, found("not shown")) for row, _ in hits]
    finding = Finding(rows, found("no personal data"))
    what = found("personal data", PERSONAL[kind])
    return verdict(dataset, kind, finding, column=columns or None, what=what)

"""Personal data do not belong in this project: look for them in every data set.

What is found is never repeated: messages name the row and the column, not the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from stdnum.nl import bsn

from ivp.contracts.explain import aantal_rijen, rijen
from ivp.contracts.verdict import Verdict
from ivp.data import Dataset

_EXAMPLES = 5
_HIDDEN = "niet getoond"
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
PERSOONSKOLOMMEN = re.compile(
    r"((voor|achter)?na(am|men)|voorletters|initialen|geboorte(datum|plaats)|adres|straat(naam)?"
    r"|huisnummer|postcode|telefoon(nummer)?|mobiel|e_?mail(adres)?|bsn|burgerservicenummer"
    r"|kenteken|iban|rekeningnummer|dossiernummer)"
)
# A text is free when it is a sentence, or when hardly any two rows have the same few words.
_WORDS, _LENGTH = 12, 100
_FEW_WORDS, _DIFFERENT, _SHARE = 3, 20, 0.3


def _has_bsn(text: str) -> bool:
    return any(bsn.is_valid(re.sub(r"\D", "", found)) for found in _BSN.findall(text))


SOORTEN: dict[str, tuple[str, Callable[[str], bool]]] = {
    "geen_bsn": ("burgerservicenummers", _has_bsn),
    "geen_email": ("e-mailadressen", lambda text: bool(_EMAIL.search(text))),
    "geen_telefoon": ("telefoonnummers", lambda text: bool(_PHONE.search(text))),
    "geen_adres": ("postcodes met huisnummer", lambda text: bool(_ADDRESS.search(text))),
    "geen_namen": ("namen van personen", lambda text: bool(_NAME.search(text))),
}


@dataclass(frozen=True)
class _Kolom:
    """A column as its different texts, and per row which of these it has (-1 for none).

    A text is looked at once, however many rows have it.
    """

    teksten: pd.Series
    nummers: np.ndarray

    @classmethod
    def van(cls, column: pd.Series) -> _Kolom:
        numbers, different = pd.factorize(column)
        return cls(pd.Series(different).astype("str"), numbers)

    def rijen(self, gevonden: pd.Series) -> list[int]:
        """The rows of the delivered file with the texts for which ``gevonden`` holds."""
        marked = np.isin(self.nummers, gevonden.to_numpy(bool).nonzero()[0])
        return [int(at) + 2 for at in marked.nonzero()[0]]


def zoek(frame: pd.DataFrame, dataset: Dataset) -> list[Verdict]:
    """One verdict per kind of personal data, one about free text, over all columns with text or
    whole numbers. Free text is allowed only in columns that the registration names
    (``vrije_tekst``); it is searched like the rest.
    """
    columns = {
        str(name): _Kolom.van(column)
        for name, column in frame.items()
        if not pd.api.types.is_float_dtype(column)
    }
    verdicts = []
    for soort, (naam, matches) in SOORTEN.items():
        hits = [
            (row, name)
            for name, column in columns.items()
            if not (soort == "geen_namen" and _naam_van_code(name, columns))
            for row in column.rijen(column.teksten.map(matches))
        ]
        verdicts.append(_verdict(soort, f"er staan geen {naam} in", naam, sorted(hits), dataset))
    named = [(1, name) for name in columns if PERSOONSKOLOMMEN.fullmatch(name)]
    rule = "geen kolom heet naar een persoonsgegeven"
    verdicts.append(_verdict("geen_persoonskolom", rule, "persoonsgegevens", named, dataset))
    free = [
        (row, name)
        for name, column in columns.items()
        if pd.api.types.is_string_dtype(frame[name])
        and name not in dataset.resource.ivp.vrije_tekst
        for row in column.rijen(_vrij(column))
    ]
    rule = "er staat geen vrije tekst in, behalve in kolommen waarvan dat is afgesproken"
    verdicts.append(_verdict("geen_vrije_tekst", rule, "vrije teksten", sorted(free), dataset))
    return verdicts


def _naam_van_code(name: str, columns: Collection[str]) -> bool:
    """Whether a column names places or codes, which look like people (Hoek van Holland)."""
    return name == "kern" or (name.endswith("_naam") and name.removesuffix("_naam") in columns)


def _vrij(column: _Kolom) -> pd.Series:
    """Which texts are free text; none for codes and names that come back."""
    words = column.teksten.map(lambda text: len(text.split()))
    sentences = (words > _WORDS) | (column.teksten.str.len() > _LENGTH)
    some = words >= _FEW_WORDS
    filled = (column.nummers >= 0).sum()
    if some.sum() >= _DIFFERENT and some.sum() > _SHARE * filled:
        sentences |= some
    return sentences


def _verdict(
    soort: str, rule: str, naam: str, hits: list[tuple[int, str]], dataset: Dataset
) -> Verdict:
    columns = ", ".join(dict.fromkeys(column for _, column in hits))
    examples = tuple((row, _HIDDEN) for row, _ in hits[:_EXAMPLES])
    return Verdict(
        dataset=dataset.name,
        bestand=dataset.bestand,
        soort=soort,
        kolom=columns or None,
        regel=rule,
        severity="critical",
        status="kapot" if hits else "ok",
        waargenomen=aantal_rijen(len(hits)) if hits else "niets gevonden",
        aantal_fout=len(hits) or None,
        voorbeelden=examples,
        wat=f"Hier lijken {naam} in te staan: {rijen(examples, len(hits))}" if hits else "",
        waarom="persoonsgegevens horen niet in dit project en mogen niet in het boek komen"
        if hits
        else "",
        doe="verwijder de levering van uw computer, verspreid het bestand niet verder, meld het "
        "bij de privacyfunctionaris, en vraag een levering zonder persoonsgegevens aan "
        f"{dataset.resource.ivp.contact}"
        if hits
        else "",
    )

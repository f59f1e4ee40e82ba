"""Personal data do not belong in this project: look for them in every data set.

What is found is never repeated: messages name the row and the column, not the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
from stdnum.nl import bsn

from ivp.contracts.explain import aantal_rijen, rijen
from ivp.contracts.verdict import Verdict
from ivp.sources import Dataset

_EXAMPLES = 5
_HIDDEN = "niet getoond"
_BSN = re.compile(r"(?<![\d.,])\d{4}[ .-]?\d{2}[ .-]?\d{3}(?![\d])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(\+31|0031|0)[ .-]?(\(0\))?[1-9]([ .-]?\d){8}(?!\d)")
# Small letters only without a space: "2023 en 2024" is no postcode.
_ADDRESS = re.compile(
    r"(?<!\w)[1-9]\d{3}( ?[A-Z]{2}|[a-z]{2})(?!\w)[ ,-]*(huisnr\.?|nr\.?)? ?\d{1,5}\b"
)


def _has_bsn(text: str) -> bool:
    return any(bsn.is_valid(re.sub(r"\D", "", found)) for found in _BSN.findall(text))


SOORTEN: dict[str, tuple[str, Callable[[str], bool]]] = {
    "geen_bsn": ("burgerservicenummers", _has_bsn),
    "geen_email": ("e-mailadressen", lambda text: bool(_EMAIL.search(text))),
    "geen_telefoon": ("telefoonnummers", lambda text: bool(_PHONE.search(text))),
    "geen_adres": ("postcodes met huisnummer", lambda text: bool(_ADDRESS.search(text))),
}


def zoek(frame: pd.DataFrame, dataset: Dataset) -> list[Verdict]:
    """One verdict per kind of personal data, over all columns but those with fractions."""
    columns = {
        str(name): column.dropna().astype(str)
        for name, column in frame.items()
        if not pd.api.types.is_float_dtype(column)
    }
    verdicts = []
    for soort, (naam, matches) in SOORTEN.items():
        hits = [
            (int(index) + 2, name)
            for name, column in columns.items()
            for index in column.index[column.map(_cached(matches))]
        ]
        verdicts.append(_verdict(soort, naam, sorted(hits), dataset))
    return verdicts


def _cached(matches: Callable[[str], bool]) -> Callable[[str], bool]:
    """Columns hold few different values: look at each once."""
    seen: dict[str, bool] = {}

    def look(text: str) -> bool:
        if text not in seen:
            seen[text] = matches(text)
        return seen[text]

    return look


def _verdict(soort: str, naam: str, hits: list[tuple[int, str]], dataset: Dataset) -> Verdict:
    rule = f"er staan geen {naam} in"
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

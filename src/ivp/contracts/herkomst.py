"""Real figures that are registered as an example would stand in the book under a wrong name."""

from __future__ import annotations

import re

from ivp.contracts.verdict import Verdict
from ivp.data import Dataset

_VOORBEELD = re.compile(r"voorbeeld|verzonnen", re.IGNORECASE)


def zoek(dataset: Dataset) -> Verdict:
    """Whether the registration of real figures (``werkelijk``) still speaks of an example."""
    resource = dataset.resource
    said = {
        "title": [resource.title],
        "producent": [resource.ivp.producent],
        "licenses": [licence.title for licence in resource.licenses],
        "sources": [source.title for source in resource.sources],
    }
    left = [key for key, texts in said.items() if any(map(_VOORBEELD.search, texts))]
    wrong = resource.ivp.werkelijk and bool(left)
    keys = ", ".join(left)
    return Verdict(
        dataset=dataset.name,
        bestand="data/datapackage.json",
        soort="herkomst_klopt",
        kolom=None,
        regel="echte cijfers hebben de naam, de herkomst en de licentie van wie ze leverde",
        severity="critical",
        status="kapot" if wrong else "ok",
        waargenomen=f"voorbeeld in {keys}" if wrong else "klopt",
        wat=f"De cijfers van bron '{dataset.name}' zijn nu echt, maar daar staat nog dat zij een "
        f"voorbeeld zijn ({keys})"
        if wrong
        else "",
        waarom="het boek noemt bij elk cijfer van wie het is en wat ermee mag" if wrong else "",
        doe=f"vul in data/datapackage.json bij '{dataset.name}' in wie leverde en onder welke "
        f"licentie ({resource.ivp.contact} weet het)"
        if wrong
        else "",
    )

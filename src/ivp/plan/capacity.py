"""Whether the partners cover the velden ("redelijke dekking"), and the hours of preparing the plan.

The startnotitie (§3.2) asks for reasonable coverage without saying what that is; the norm is
therefore a parameter (``capaciteit.dekking``) that the municipality sets itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m


def partners(capacity: m.Capaciteit, velden: Sequence[m.Veld]) -> pd.DataFrame:
    """Every partner × veld, external partners first.

    Columns: ``partner``, ``soort`` (extern or intern), ``zetel`` (whether somebody in the working
    group speaks for it), ``veld``, ``nummer``, ``naam`` (of the veld), ``hoort`` (whether the
    partner has a part in the veld).
    """
    seated = {lid.partner for lid in capacity.werkgroep.leden}
    found = [
        (x.naam, x.soort, x.naam in seated, veld.id, veld.nummer, veld.naam, veld.id in x.velden)
        for x in sorted(capacity.partners, key=lambda partner: partner.soort)
        for veld in velden
    ]
    columns = ["partner", "soort", "zetel", "veld", "nummer", "naam", "hoort"]
    return pd.DataFrame(found, columns=columns).astype({"hoort": bool, "zetel": bool})


def coverage(capacity: m.Capaciteit, velden: Sequence[m.Veld]) -> pd.DataFrame:
    """How each veld is covered by the partners, one row per veld in the order of ``velden``.

    Columns: ``veld``, ``naam``; ``partners``, ``extern``, ``intern`` (number of partners);
    ``werkgroep`` (number of those partners with a seat in the working group); ``gemis`` (tuple of
    Dutch phrases: what the norm asks and is not there); ``voldoet`` (bool).
    """
    table = partners(capacity, velden)
    found = []
    for veld in velden:
        own = table[(table["veld"] == veld.id) & table["hoort"]]
        count, extern = len(own), int((own["soort"] == "extern").sum())
        gaps = _missing(count, extern, capacity.dekking)
        seats = int(own["zetel"].sum())
        found.append((veld.id, veld.naam, count, extern, count - extern, seats, gaps, not gaps))
    columns = ["veld", "naam", "partners", "extern", "intern", "werkgroep", "gemis", "voldoet"]
    return pd.DataFrame(found, columns=columns)


def _missing(partners: int, extern: int, norm: m.Dekking) -> tuple[str, ...]:
    found = []
    if partners < norm.minimum_partners:
        found.append(f"{partners} van de {norm.minimum_partners} partners")
    if norm.extern_en_intern and extern == 0:
        found.append("geen externe partner")
    if norm.extern_en_intern and extern == partners:
        found.append("geen interne partner")
    return tuple(found)


def activities(werkgroep: m.Werkgroep) -> pd.DataFrame:
    """The hours of the working group, one row per activity.

    Columns: ``naam``, ``uren_per_deelnemer``, ``leden`` (how many), ``uren`` (of all together).
    """
    columns = list(m.Activiteit.model_fields)
    table = pd.DataFrame([x.model_dump() for x in werkgroep.activiteiten], columns=columns)
    table["leden"] = len(werkgroep.leden)
    return table.assign(uren=table["uren_per_deelnemer"] * table["leden"])

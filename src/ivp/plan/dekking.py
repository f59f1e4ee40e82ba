"""Whether the partners cover the velden ("redelijke dekking"), and the hours that this takes.

The startnotitie (§3.2) asks for reasonable coverage without saying what that is; the norm is
therefore a parameter (``capaciteit.dekking``) that the municipality sets itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m


def dekking(capaciteit: m.Capaciteit, velden: Sequence[m.Veld]) -> pd.DataFrame:
    """How each veld is covered by the partners, one row per veld in the order of ``velden``.

    Columns: ``veld``, ``nummer``, ``naam``; ``partners``, ``extern``, ``intern`` (number of
    partners); ``werkgroep`` (number of those partners with a seat in the working group);
    ``gemis`` (tuple of Dutch phrases: what the norm asks and is not there); ``voldoet`` (bool).
    """
    seated = {lid.partner for lid in capaciteit.werkgroep.leden}
    rows = []
    for veld in velden:
        own = [partner for partner in capaciteit.partners if veld.id in partner.velden]
        extern = sum(partner.soort == "extern" for partner in own)
        missing = _missing(len(own), extern, capaciteit.dekking)
        rows.append(
            {
                "veld": veld.id,
                "nummer": veld.nummer,
                "naam": veld.naam,
                "partners": len(own),
                "extern": extern,
                "intern": len(own) - extern,
                "werkgroep": sum(partner.naam in seated for partner in own),
                "gemis": missing,
                "voldoet": not missing,
            }
        )
    return pd.DataFrame(rows)


def _missing(partners: int, extern: int, norm: m.Dekking) -> tuple[str, ...]:
    found = []
    if partners < norm.minimum_partners:
        found.append(f"{partners} van de {norm.minimum_partners} partners")
    if norm.extern_en_intern and extern == 0:
        found.append("geen externe partner")
    if norm.extern_en_intern and extern == partners:
        found.append("geen interne partner")
    return tuple(found)


def zonder_zetel(capaciteit: m.Capaciteit) -> tuple[str, ...]:
    """Partners with a part in some veld for whom nobody in the working group speaks."""
    seated = {lid.partner for lid in capaciteit.werkgroep.leden}
    return tuple(p.naam for p in capaciteit.partners if p.velden and p.naam not in seated)


def uren(werkgroep: m.Werkgroep) -> pd.DataFrame:
    """The hours of the working group, one row per activity.

    Columns: ``activiteit``, ``uren_per_deelnemer``, ``deelnemers``, ``uren`` (their product).
    """
    members = len(werkgroep.leden)
    return pd.DataFrame(
        [
            {
                "activiteit": activiteit.naam,
                "uren_per_deelnemer": activiteit.uren_per_deelnemer,
                "deelnemers": members,
                "uren": activiteit.uren_per_deelnemer * members,
            }
            for activiteit in werkgroep.activiteiten
        ],
        columns=["activiteit", "uren_per_deelnemer", "deelnemers", "uren"],
    )

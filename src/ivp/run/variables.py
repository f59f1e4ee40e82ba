"""``_variables.yml``: the words that a chapter may use as ``{{< var … >}}``, in both renderers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import yaml

from ivp.config import Config, brand
from ivp.paths import Project
from ivp.show.getal import datum

_HEAD = "# Gemaakt uit params/ door `ivp`; wijzig hier niets, want het wordt overschreven.\n"


def content(project: Project, config: Config, gewijzigd: Mapping[str, dt.date]) -> bytes:
    """``_variables.yml`` from the params and the days on which chapters last changed.

    ``merk`` is for the PDF's template.
    """
    plan = config.lokaal.plan
    editie = config.boek.editie
    look = brand.read(project)
    variables = {
        "gemeente": {"naam": config.gemeente.naam, "code": config.gemeente.code},
        "plan": {
            "titel": plan.titel,
            "ondertitel": plan.ondertitel,
            "van": str(plan.van),
            "tot": str(plan.tot),
            "vorige_van": str(plan.vorige_van),
            "vorige_tot": str(plan.vorige_tot),
        },
        "editie": {
            "nummer": editie.nummer,
            "datum": datum(editie.datum),
            "datum_iso": editie.datum.isoformat(),
            "status": editie.status,
            "reacties": editie.reacties,
        },
        "gewijzigd": {k: datum(v) for k, v in gewijzigd.items()},
        "merk": {"letter": look.letter, **{role: getattr(look, role) for role in brand.ROLLEN}},
    }
    return (_HEAD + yaml.safe_dump(variables, allow_unicode=True, sort_keys=False)).encode()

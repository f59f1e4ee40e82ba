"""Read ``params/`` into the typed model and check that its parts agree."""

from __future__ import annotations

import os
from typing import TypeVar

from pydantic import BaseModel

from ivp.config import model as m
from ivp.config import references, yamlfile
from ivp.config.params_errors import validate
from ivp.config.yamlfile import YamlFile
from ivp.errors import IvpFout, ParamsFout, as_one, collect, did_you_mean
from ivp.paths import Project

M = TypeVar("M", bound=BaseModel)


def load(project: Project, gemeente: str | None = None) -> m.Config:
    """Read and check all of ``params/``.

    ``gemeente`` (or the environment variable ``IVP_GEMEENTE``) overrides the municipality that
    ``params/boek.yml`` names. Raises ``ParamsFout`` or ``Fouten`` (all errors at once).
    """
    errors: list[IvpFout] = []
    files: dict[str, YamlFile] = {}

    def get(part: str, relative: str, kind: type[M]) -> M | None:
        with collect(errors):
            files[part] = yamlfile.read(project.params / relative, f"params/{relative}")
            return validate(files[part], kind)
        return None

    boek = get("boek", "boek.yml", m.Boek)
    indicatoren = get("indicatoren", "indicatoren.yml", m.Indicatoren)
    velden = get("velden", "velden.yml", m.Velden)
    chosen = gemeente or os.environ.get("IVP_GEMEENTE")
    named = files["boek"].data if "boek" in files else None
    # What it names is known although something else is wrong in that file.
    name = chosen or (named.get("gemeente") if isinstance(named, dict) else None)
    known = sorted(path.stem for path in (project.params / "gemeenten").glob("*.yml"))
    lokaal = plannen = None
    if name in known:
        lokaal = get("lokaal", f"gemeenten/{name}.yml", m.Gemeentebestand)
        if (project.params / "plannen" / f"{name}.yml").is_file():
            plannen = get("plannen", f"plannen/{name}.yml", m.Plannen)
    elif chosen or boek:
        errors.append(
            ParamsFout(
                f"Gemeente '{name}' heeft geen bestand in params/gemeenten."
                + did_you_mean(str(name), known),
                waar="de gekozen gemeente" if chosen else files["boek"].where(("gemeente",)),
                waarom="in dat bestand staan het plan, de kaders en de partners",
                doe="herstel de naam, of voeg een bestand voor de gemeente toe",
            )
        )
    if boek and indicatoren and velden and lokaal:
        known_as = files["lokaal"].name
        config = m.Config(boek, lokaal, indicatoren.indicatoren, velden.velden, known_as, plannen)
        errors += references.check(config, files)
        if not errors:
            return config
    raise as_one(errors)

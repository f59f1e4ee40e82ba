"""Read ``params/`` into the typed model and check that its parts agree."""

from __future__ import annotations

import os
from typing import TypeVar

from pydantic import BaseModel

from ivp.config import model as m
from ivp.config import references, references_plan, yamlfile
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

    def get(relative: str, kind: type[M]) -> tuple[YamlFile, M | None]:
        file = YamlFile(f"params/{relative}", None, {})
        with collect(errors):
            file = yamlfile.read(project.params / relative, file.name)
            return file, validate(file, kind)
        return file, None

    boek_file, boek = get("boek.yml", m.Boek)
    indicatoren_file, indicatoren = get("indicatoren.yml", m.Indicatoren)
    velden_file, velden = get("velden.yml", m.Velden)
    # Something else may be wrong in boek.yml: the municipality's file is checked all the same.
    raw = boek_file.data.get("gemeente") if isinstance(boek_file.data, dict) else None
    chosen = gemeente or os.environ.get("IVP_GEMEENTE")
    name = chosen or (boek.gemeente if boek else raw)
    known = sorted(path.stem for path in (project.params / "gemeenten").glob("*.yml"))
    lokaal = plannen = None
    plannen_file = YamlFile(f"params/plannen/{name}.yml", None, {})
    if name in known:
        lokaal_file, lokaal = get(f"gemeenten/{name}.yml", m.Gemeentebestand)
        if (project.params / "plannen" / f"{name}.yml").is_file():
            plannen_file, plannen = get(f"plannen/{name}.yml", m.Plannen)
    elif chosen or boek:
        place = "de gekozen gemeente" if chosen else boek_file.where(("gemeente",))
        errors.append(
            ParamsFout(
                f"Gemeente '{name}' heeft geen bestand in params/gemeenten."
                + did_you_mean(str(name), known),
                waar=place,
                waarom="in dat bestand staan het plan, de kaders en de partners",
                doe="herstel de naam, of voeg een bestand voor de gemeente toe",
            )
        )
    if boek and indicatoren and velden and lokaal:
        config = m.Config(
            boek, lokaal, dict(indicatoren.indicatoren), velden.velden, lokaal_file.name, plannen
        )
        errors.extend(
            references.check(config, boek_file, velden_file, lokaal_file, indicatoren_file)
        )
        errors.extend(references_plan.check(config, lokaal_file, plannen_file))
        if not errors:
            return config
    raise as_one(errors)

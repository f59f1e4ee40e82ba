"""Check a notebook's parameters before papermill runs it.

Papermill only warns about a parameter that the notebook does not have, and accepts any type.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ivp.errors import NotitieboekFout, did_you_mean

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
RUNNER = ("invoer", "commit", "statische_figuren")
"""Parameters that the runner fills when the notebook has them; not for ``params/boek.yml``."""


def declared(path: Path, name: str) -> dict[str, str]:
    """The notebook's parameters and their type names, from its cell tagged ``parameters``.

    Raises ``NotitieboekFout`` when the notebook is unreadable, or a parameter has no known type.
    """
    why = "zonder parameters weet het notitieboek niet waarover het gaat"
    try:
        found = dict(_declared(json.loads(path.read_bytes())))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError) as error:
        raise NotitieboekFout(
            f"Dit notitieboek is niet te lezen ({type(error).__name__})",
            waar=name,
            waarom=why,
            doe="haal het bestand terug uit git, of sla het opnieuw op in JupyterLab",
        ) from error
    for key, kind in found.items():
        if kind not in TYPES:
            raise NotitieboekFout(
                f"Parameter '{key}' heeft geen soort",
                waar=name,
                waarom="dan kan een verkeerde waarde niet worden herkend",
                doe=f"schrijf in de cel 'parameters': {key}: str = … (of int, float, bool)",
            )
    if "invoer" not in found:
        raise NotitieboekFout(
            "De parameter 'invoer' ontbreekt",
            waar=name,
            waarom="daarin staat waar de cijfers van dit hoofdstuk te vinden zijn",
            doe='zet in de cel met de tag "parameters": invoer: str = ""',
        )
    return found


def _declared(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each name that the cell of the parameters gives a value, and how its type is written."""
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            for node in ast.parse("".join(cell["source"])).body:
                if isinstance(node, ast.AnnAssign):
                    yield ast.unparse(node.target), ast.unparse(node.annotation)
                elif isinstance(node, ast.Assign):
                    yield from ((ast.unparse(target), "") for target in node.targets)


def check(name: str, run_id: str, given: dict[str, Any], types: dict[str, str]) -> dict[str, Any]:
    """The ``given`` parameters, each known to the notebook and of the right type.

    Raises ``NotitieboekFout`` that names the parameter and the nearest one that exists.
    """
    own = {key for key in types if key not in RUNNER}
    where = f"params/boek.yml, hoofdstuk {run_id}, parameters"
    for key, value in given.items():
        if key not in own:
            raise NotitieboekFout(
                f"{name} kent geen parameter '{key}'." + did_you_mean(key, own),
                waar=where,
                waarom="de instelling zou zonder melding niets doen",
                doe="herstel de naam of verwijder de parameter",
            )
        try:
            TypeAdapter(TYPES[types[key]]).validate_python(value, strict=True)
        except ValidationError:
            kinds = {
                "str": "tekst",
                "int": "een heel getal",
                "float": "een getal",
                "bool": "true of false",
            }
            raise NotitieboekFout(
                f"Parameter '{key}' hoort {kinds[types[key]]} te zijn, niet {value!r}",
                waar=where,
                waarom=f"{name} rekent met die waarde",
                doe="herstel de waarde",
            ) from None
    return given

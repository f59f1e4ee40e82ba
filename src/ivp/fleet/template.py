"""A project folder for one municipality without text of its own: template and public tables.

What the municipality must add itself (history, priorities, partners) is left empty or says that it
is not filled in; the book says so on its first page.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from ivp.config import yamlfile
from ivp.fleet.national import Gemeente
from ivp.paths import Project
from ivp.store import write

TEMPLATE = Path(__file__).with_name("sjabloon")
_DATASETS = {"politie-misdrijven-soort", "cbs-inwoners"}
SHARED = (
    "assets",
    "notebooks/veld.ipynb",
    "notebooks/colofon.ipynb",
    "params/bronnen.yml",
    "_brand.yml",
    "pyproject.toml",
)


def make(project: Project, target: Path, gemeente: Gemeente, files: dict[str, bytes]) -> Project:
    """Write the folder; ``project`` gives notebooks, look and definitions, ``files`` the data.

    In the template ``{{naam}}`` stands for that field of ``Gemeente``, and ``{{map}}`` for the name
    of its folder.
    """
    values = {**asdict(gemeente), "map": gemeente.code.lower()}

    def filled(text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda found: str(values[found[1]]), text)

    for path in sorted(TEMPLATE.rglob("*")):
        if path.is_file():
            name = filled(path.relative_to(TEMPLATE).as_posix())
            write(target / name, filled(path.read_text("utf-8")).encode())
    for name in SHARED:
        source = project.root / name
        if source.is_dir():
            shutil.copytree(source, target / name, dirs_exist_ok=True)
        elif source.is_file():
            write(target / name, source.read_bytes())
    for name, raw in files.items():
        write(target / "data" / name, raw)
    made = Project(target)
    for name, content in _params(project, made).items():
        text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        write(made.params / name, text.encode())
    return made


def _params(project: Project, made: Project) -> dict[str, dict[str, Any]]:
    """What the template's params and those of ``project`` say together.

    The indicators are those that need nothing but the national tables; the one veld has every thema
    with such a figure.
    """

    def read(one: Project, name: str) -> dict[str, Any]:
        found: dict[str, Any] = yamlfile.read(one.params / name, f"params/{name}").data
        return found

    indicatoren = {
        name: one
        for name, one in read(project, "indicatoren.yml")["indicatoren"].items()
        if one["dataset"] == "politie-misdrijven-soort"
        and (one.get("noemer") or {}).get("dataset", "cbs-inwoners") in _DATASETS
    }
    themas = []
    for thema in (t for veld in read(project, "velden.yml")["velden"] for t in veld["themas"]):
        known = [name for name in thema.get("indicatoren", ()) if name in indicatoren]
        if known:
            kept = {key: thema[key] for key in ("id", "naam", "omschrijving")}
            themas.append({**kept, "indicatoren": known})
    [veld] = read(made, "velden.yml")["velden"]
    return {
        "boek.yml": {**read(project, "boek.yml"), **read(made, "boek.yml")},
        "indicatoren.yml": {"indicatoren": indicatoren},
        "velden.yml": {"velden": [{**veld, "themas": themas}]},
    }

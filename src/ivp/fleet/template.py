"""A project folder for one municipality without text of its own: template and public tables.

What the municipality must add itself (history, priorities, partners) is left empty or says that it
is not filled in; the book says so on its first page.
"""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ivp.fleet.national import LAND, Gemeente
from ivp.paths import Project
from ivp.store import write

TEMPLATE = Path(__file__).with_name("sjabloon")
_EMPTY = "nog niet ingevuld"
_DATASETS = {"politie-misdrijven-soort", "cbs-inwoners"}
_VELD = "misdrijven"
SHARED = (
    "assets",
    "notebooks/veld.ipynb",
    "notebooks/colofon.ipynb",
    "params/bronnen.yml",
    "_brand.yml",
    "pyproject.toml",
)


def make(project: Project, target: Path, gemeente: Gemeente, files: dict[str, bytes]) -> Project:
    """Write the folder; ``project`` gives notebooks, look and definitions, ``files`` the data."""
    for path in sorted(TEMPLATE.rglob("*")):
        if path.is_file():
            text = path.read_text("utf-8").replace("{{gemeente}}", gemeente.naam)
            name = path.relative_to(TEMPLATE).as_posix()
            write(target / name, text.replace("{{code}}", gemeente.code.lower()).encode())
    for name in SHARED:
        _copy(project.root / name, target / name)
    for name, raw in files.items():
        write(target / "data" / name, raw)
    shared = _yaml((project.params / "boek.yml").read_text("utf-8"))
    params = {
        "boek.yml": _boek(shared, gemeente),
        "indicatoren.yml": _indicatoren(project),
        f"gemeenten/{gemeente.code.lower()}.yml": _lokaal(gemeente),
    }
    params["velden.yml"] = _velden(project, params["indicatoren.yml"]["indicatoren"])
    for name, content in params.items():
        text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        write(target / "params" / name, text.encode())
    return Project(target)


@lru_cache(maxsize=8)
def _yaml(text: str) -> Any:
    """``text`` parsed, once for all books; nobody may change it."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file():
        write(target, source.read_bytes())


def _boek(shared: dict[str, Any], gemeente: Gemeente) -> dict[str, Any]:
    kept = {k: v for k, v in shared.items() if k not in ("gemeente", "hoofdstukken", "schema")}
    chapters = [
        {
            "id": "veld",
            "per": "veld",
            "tekst": "chapters/veld-{veld}.qmd",
            "notitieboek": "notebooks/veld.ipynb",
            "leest": {"onderdelen": ["vergelijking", "velden"]},
        },
        {
            "id": "colofon",
            "tekst": "chapters/colofon.qmd",
            "notitieboek": "notebooks/colofon.ipynb",
            "leest": {"onderdelen": ["bronnen", "leveringen"]},
        },
    ]
    return {"gemeente": gemeente.code.lower(), **kept, "hoofdstukken": chapters}


def _indicatoren(project: Project) -> dict[str, Any]:
    """The definitions that need nothing but the national tables."""
    all_of_them = _yaml((project.params / "indicatoren.yml").read_text("utf-8"))
    return {
        "indicatoren": {
            name: one
            for name, one in all_of_them["indicatoren"].items()
            if one["dataset"] == "politie-misdrijven-soort"
            and (one.get("noemer") or {}).get("dataset", "cbs-inwoners") in _DATASETS
        }
    }


def _velden(project: Project, indicatoren: dict[str, Any]) -> dict[str, Any]:
    """One veld with every thema that has a public figure."""
    velden = _yaml((project.params / "velden.yml").read_text("utf-8"))["velden"]
    themas = []
    for thema in (thema for veld in velden for thema in veld["themas"]):
        known = [name for name in thema.get("indicatoren", ()) if name in indicatoren]
        if known:
            themas.append(
                {k: thema[k] for k in ("id", "naam", "omschrijving")} | {"indicatoren": known}
            )
    veld = {"id": _VELD, "nummer": 1, "naam": "Misdrijven", "omschrijving": "Uit openbare cijfers"}
    return {"velden": [{**veld, "themas": themas}]}


def _lokaal(gemeente: Gemeente) -> dict[str, Any]:
    own = {"code": gemeente.code, "naam": gemeente.naam}
    return {
        "gemeente": own,
        "plan": {
            "titel": f"Veiligheid in cijfers: {gemeente.naam}",
            "ondertitel": "Uit openbare cijfers, zonder tekst van de gemeente",
            "van": 2023,
            "tot": 2026,
            "vorige_van": 2019,
            "vorige_tot": 2022,
        },
        "vergelijking": {
            "naam": gemeente.regio_naam,
            "gemeenten": [],
            "eenheid": {"code": gemeente.regio, "naam": gemeente.regio_naam},
            "land": {"code": LAND, "naam": "Nederland"},
        },
        "historie": {"gebeurtenissen": [], "kaders": [], "prioriteiten": []},
        "prioritering": {
            "aantal_prioriteiten": 1,
            "score_dataset": "scores",
            "niveau_grenzen": [0.67, 0.9, 1.11, 1.5],
            "criteria": [
                {
                    "id": "omvang",
                    "naam": "Omvang",
                    "gewicht": 1,
                    "uitleg": _EMPTY,
                    "score_uit": "indicator-niveau",
                }
            ],
        },
        "capaciteit": {
            "bron": _EMPTY,
            "partners": [],
            "dekking": {"minimum_partners": 1},
            "werkgroep": {"leden": [{"naam": _EMPTY}], "trekker": _EMPTY, "activiteiten": []},
            "stappen": [{"naam": _EMPTY, "resultaat": _EMPTY}],
            "rollen": [],
        },
    }

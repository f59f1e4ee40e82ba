"""The national tables, read once: which municipalities there are, and the rows of each.

A folder with ``datapackage.json`` and its files (docs/architecture.md, "Data packages"), and with
``gemeenten.csv``: ``code,naam,regio,regio_naam,rij,kolom`` (region, and place on the tile map).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ivp.data.package import digest
from ivp.errors import BronFout, ParamsFout, did_you_mean

LAND = "NL00"


@dataclass(frozen=True)
class Gemeente:
    """A municipality with its region and its place on the tile map."""

    code: str
    naam: str
    regio: str
    regio_naam: str
    rij: int
    kolom: int


@dataclass(frozen=True)
class National:
    """``tables``: per data set its header and its lines by area; ``package``: its description."""

    gemeenten: tuple[Gemeente, ...]
    package: dict[str, Any]
    tables: dict[str, tuple[str, dict[str, str]]]

    def choose(self, namen: Iterable[str], regio: str | None, alle: bool) -> list[Gemeente]:
        """The municipalities by name or code, those of a region, or all. Raises ``ParamsFout``."""
        if alle:
            return list(self.gemeenten)
        what, wanted = ("Gemeente", list(namen)) if regio is None else ("Regio", [regio])
        known: dict[str, list[Gemeente]] = {}
        for g in self.gemeenten:
            for name in (g.naam, g.code) if regio is None else (g.regio_naam, g.regio):
                known.setdefault(name, []).append(g)
        for name in wanted:
            if name not in known:
                raise ParamsFout(
                    f"{what} '{name}' staat niet in de landelijke tabellen."
                    + did_you_mean(name, known),
                    waarom="er zijn geen cijfers om een boek mee te maken",
                    doe="herstel de naam, of gebruik de code",
                )
        return list(dict.fromkeys(g for name in wanted for g in known[name]))

    def cut(self, gemeente: Gemeente) -> dict[str, bytes]:
        """The data folder of one municipality: its own rows, its region's and the country's."""
        areas = [g.code for g in self.gemeenten if g.regio == gemeente.regio] + [LAND]
        files: dict[str, bytes] = {}
        resources = []
        for resource in self.package["resources"]:
            header, by_area = self.tables[resource["name"]]
            raw = (header + "".join(by_area.get(area, "") for area in areas)).encode()
            files[resource["path"]] = raw
            resources.append({**resource, "bytes": len(raw), "hash": digest(raw)})
        package = {**self.package, "resources": resources}
        files["datapackage.json"] = json.dumps(package, ensure_ascii=False).encode()
        return files


def read(folder: Path) -> National:
    """Read all national tables. Raises ``BronFout`` for a file that is missing or changed."""
    package = json.loads(_bytes(folder / "datapackage.json"))
    tables = {}
    for resource in package["resources"]:
        raw = _bytes(folder / resource["path"])
        if digest(raw) != resource["hash"]:
            raise BronFout(
                f"De landelijke tabel '{resource['name']}' is veranderd sinds de registratie",
                waar=resource["path"],
                waarom="de cijfers van alle gemeenten komen hieruit",
                doe="zet het oude bestand terug, of registreer de nieuwe levering",
            )
        header, *lines = raw.decode().splitlines(keepends=True)
        place = next(csv.reader([header])).index("gebied")
        by_area: dict[str, list[str]] = {}
        for line in lines:
            by_area.setdefault(next(csv.reader([line]))[place], []).append(line)
        tables[resource["name"]] = (header, {k: "".join(v) for k, v in by_area.items()})
    rows = csv.DictReader(_bytes(folder / "gemeenten.csv").decode().splitlines())
    found = TypeAdapter(tuple[Gemeente, ...]).validate_python(tuple(rows))
    return National(found, package, tables)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise BronFout(
            f"Het landelijke bestand {path.name} is er niet",
            waar=str(path.parent),
            waarom="daaruit komen de cijfers van alle gemeenten",
            doe="geef met --source de map met de landelijke tabellen; voorbeeldgegevens maakt u "
            "met: python -m tools.example_data.country MAP",
        ) from None

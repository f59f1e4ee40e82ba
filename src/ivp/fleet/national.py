"""The national tables, read once: which municipalities there are, and the rows of each.

A folder with ``datapackage.json`` and its files (docs/architecture.md, "Data packages"), and with
``gemeenten.csv``: ``code,naam,regio,regio_naam,rij,kolom`` (region, and place on the tile map).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        if regio is not None:
            regions = {g.regio for g in self.gemeenten} | {g.regio_naam for g in self.gemeenten}
            if regio not in regions:
                raise _unknown("Regio", regio, regions)
            return [g for g in self.gemeenten if regio in (g.regio, g.regio_naam)]
        known = {g.naam: g for g in self.gemeenten} | {g.code: g for g in self.gemeenten}
        for name in namen:
            if name not in known:
                raise _unknown("Gemeente", name, known)
        chosen = [known[name] for name in namen]
        return list(dict.fromkeys(chosen))

    def cut(self, gemeente: Gemeente) -> dict[str, bytes]:
        """The data folder of one municipality: its own rows, its region's and the country's."""
        areas = [g.code for g in self.gemeenten if g.regio == gemeente.regio] + [LAND]
        files: dict[str, bytes] = {}
        resources = []
        for resource in self.package["resources"]:
            header, by_area = self.tables[resource["name"]]
            raw = (header + "".join(by_area.get(area, "") for area in areas)).encode()
            files[resource["path"]] = raw
            checksum = f"sha256:{hashlib.sha256(raw).hexdigest()}"
            resources.append({**resource, "bytes": len(raw), "hash": checksum})
        package = {**self.package, "resources": resources}
        files["datapackage.json"] = json.dumps(package, ensure_ascii=False).encode()
        return files


def read(folder: Path) -> National:
    """Read all national tables. Raises ``BronFout`` for a file that is missing or changed."""
    package = json.loads(_bytes(folder / "datapackage.json"))
    tables = {}
    for resource in package["resources"]:
        raw = _bytes(folder / resource["path"])
        if f"sha256:{hashlib.sha256(raw).hexdigest()}" != resource["hash"]:
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
    rows = csv.DictReader(io.StringIO(_bytes(folder / "gemeenten.csv").decode()))
    found = tuple(
        Gemeente(r["code"], r["naam"], r["regio"], r["regio_naam"], int(r["rij"]), int(r["kolom"]))
        for r in rows
    )
    return National(found, package, tables)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise BronFout(
            f"Het landelijke bestand {path.name} is er niet",
            waar=str(path.parent),
            waarom="daaruit komen de cijfers van alle gemeenten",
            doe="geef met --bron de map met de landelijke tabellen; voorbeeldgegevens maakt u met: "
            "python -m tools.example_data.country MAP",
        ) from None


def _unknown(what: str, name: str, known: Iterable[str]) -> ParamsFout:
    return ParamsFout(
        f"{what} '{name}' staat niet in de landelijke tabellen." + did_you_mean(name, known),
        waarom="er zijn geen cijfers om een boek mee te maken",
        doe="herstel de naam, of gebruik de code",
    )

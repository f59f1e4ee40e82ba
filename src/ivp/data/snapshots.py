"""Snapshots: immutable copies of public tables under ``data/snapshots/<table>/<date>-<digest>/``.

A snapshot holds ``levering.zip`` (every answer exactly as received), ``herkomst.json`` (where it
came from, and the checksums) and, for larger tables, ``rijen.parquet`` (the same rows, sorted by
area, so that one municipality can be read without the rest). It appears under its name at once and
complete, by renaming a folder, and is never written again (docs/adr/0013-snapshots.md).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from ivp.errors import BronFout, did_you_mean
from ivp.paths import Project

LEVERING, PARQUET, HERKOMST = "levering.zip", "rijen.parquet", "herkomst.json"
_NAAM = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{12}")
_WHY = "elk cijfer in het boek hoort terug te voeren te zijn op een opname die niet verandert"


class Bestand(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    bytes: int
    sha256: str


class Herkomst(BaseModel):
    """The sidecar of a snapshot."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tabel: str
    titel: str
    producent: str
    licentie: dict[str, str | None]
    url: str
    protocol: str
    entiteit: str
    opgehaald: dt.datetime
    gewijzigd: str
    """When the table was last modified, as the service says."""
    vraag: str
    """Digest of what was asked: the address, the areas, the kinds of period, the selection."""
    nieuwe_cijfers: str = ""
    """What the table itself says about the next figures."""
    rijen: int
    inhoud: str
    """Digest of all rows and code lists, whatever pages they came in."""
    kolommen: tuple[str, ...]
    sleutel: tuple[str, ...]
    gebied: str | None
    tijd: str | None
    metagegevens: tuple[str, ...]
    bestanden: dict[str, Bestand]


@dataclass(frozen=True)
class Snapshot:
    """One snapshot on disk; ``herkomst`` is its sidecar."""

    project: Project
    tabel: str
    naam: str

    @property
    def map(self) -> Path:
        return tabelmap(self.project, self.tabel) / self.naam

    @property
    def bestand(self) -> str:
        """The folder as the user knows it."""
        return self.project.relative(self.map)

    @cached_property
    def herkomst(self) -> Herkomst:
        """The sidecar; raises ``BronFout`` when it is missing or damaged."""
        try:
            found = Herkomst.model_validate_json((self.map / HERKOMST).read_bytes())
        except (OSError, ValidationError):
            raise self._beschadigd(HERKOMST) from None
        if found.tabel != self.tabel or found.inhoud[:12] != self.naam[-12:]:
            raise self._beschadigd(HERKOMST)
        return found

    @property
    def zegel(self) -> str:
        """Checksum of the sidecar, which holds the checksums of all else."""
        return sha256(self.map / HERKOMST)

    def controleer(self, *bestanden: str) -> None:
        """Raise ``BronFout`` when a file (default: all) is not what the sidecar says."""
        for naam in bestanden or self.herkomst.bestanden:
            path, known = self.map / naam, self.herkomst.bestanden[naam]
            try:
                same = path.stat().st_size == known.bytes and sha256(path) == known.sha256
            except OSError:
                same = False
            if not same:
                raise self._beschadigd(naam)

    def bladzijden(self, entiteit: str) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every delivered page of an entity, in order."""
        with zipfile.ZipFile(self.map / LEVERING) as archive:
            for naam in archive.namelist():
                if naam.partition("/")[0] == entiteit:
                    yield f"{self.bestand}/{LEVERING}/{naam}", archive.read(naam)

    def lijst(self, entiteit: str) -> list[dict[str, Any]]:
        """The rows of a code list or description, as delivered."""
        return [row for _, raw in self.bladzijden(entiteit) for row in _rijen(json.loads(raw))]

    def gebieden(self) -> list[str]:
        """The codes of all areas in the table, without padding; none without such a dimension."""
        column = self.herkomst.gebied
        return [key.strip() for key in self._sleutels(column)] if column else []

    def rijen(self, gebieden: Collection[str] | None = None) -> pa.Table:
        """The rows as delivered, keys still padded; ``gebieden`` (without padding) limits them.

        With a Parquet file only the parts that hold these areas are read into memory.
        """
        column = self.herkomst.gebied
        keys = None
        if gebieden is not None and column is not None:
            wanted = {code.strip() for code in gebieden}
            spelled = self._sleutels(column)
            keys = [key for key in spelled if key.strip() in wanted]
        if PARQUET in self.herkomst.bestanden:
            import pyarrow.dataset as ds

            wanted_rows = (
                ds.field(column).isin(pa.array(keys, pa.string())) if keys is not None else None
            )
            whole = ds.dataset(self.map / PARQUET, format="parquet")
            # Part by part: in one go pyarrow holds some sixteen of them, of which few rows stay.
            found = [
                part.to_table(filter=wanted_rows, use_threads=False)
                for file in whole.get_fragments()
                for part in file.split_by_row_group(wanted_rows)
            ]
            return pa.concat_tables([whole.schema.empty_table(), *found])
        chosen = None if keys is None or column is None else (column, frozenset(keys))
        columns = self.herkomst.kolommen
        parts = [
            pa.Table.from_pylist(
                [
                    {name: row[name] for name in columns}
                    for row in _rijen(json.loads(raw))
                    if chosen is None or row[chosen[0]] in chosen[1]
                ]
            )
            for _, raw in self.bladzijden(self.herkomst.entiteit)
        ]
        filled = [part for part in parts if part.num_rows]
        if not filled:
            return pa.table({name: pa.array([], pa.string()) for name in columns})
        return pa.concat_tables(filled, promote_options="permissive")

    def _sleutels(self, dimension: str) -> list[str]:
        v3 = self.herkomst.protocol == "odata-v3"
        entity, field = (dimension, "Key") if v3 else (f"{dimension}Codes", "Identifier")
        return [str(row[field]) for row in self.lijst(entity)]

    def _beschadigd(self, naam: str) -> BronFout:
        return BronFout(
            f"Het bestand {naam} van deze opname is er niet, of is veranderd of beschadigd",
            waar=self.bestand,
            waarom=_WHY,
            doe="zet de map terug uit versiebeheer of een reservekopie; kan dat niet, verwijder "
            f"haar dan en haal de tabel opnieuw op (ivp fetch {self.tabel})",
        )


def lijst(project: Project, tabel: str) -> list[Snapshot]:
    """All snapshots of a table, oldest first."""
    folder = tabelmap(project, tabel)
    if not folder.is_dir():
        return []
    found = [Snapshot(project, tabel, p.name) for p in folder.iterdir() if _NAAM.fullmatch(p.name)]
    return sorted(found, key=lambda one: (one.herkomst.opgehaald, one.herkomst.gewijzigd, one.naam))


def nieuwste(project: Project, tabel: str) -> Snapshot | None:
    """The snapshot that was made last, or ``None``."""
    found = lijst(project, tabel)
    return found[-1] if found else None


def vind(project: Project, tabel: str, naam: str) -> Snapshot:
    """The snapshot with this name; raises ``BronFout`` with the nearest when it is not there."""
    found = {one.naam: one for one in lijst(project, tabel)}
    if naam not in found:
        raise BronFout(
            f"De opname '{naam}' van tabel {tabel} is er niet.{did_you_mean(naam, found)}",
            waar=project.relative(tabelmap(project, tabel)),
            waarom=_WHY,
            doe="zet de map terug, of kies een andere opname met ivp update",
        )
    return found[naam]


def _rijen(content: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = content.get("value", [content])
    return rows


def tabelmap(project: Project, tabel: str) -> Path:
    """The folder with all snapshots of a table."""
    return project.data / "snapshots" / tabel


def sha256(path: Path) -> str:
    """Checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

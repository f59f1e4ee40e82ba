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
import os
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from ivp.errors import BronFout, did_you_mean
from ivp.paths import Project

PARQUET_VANAF = 50_000
"""Rows from which a Parquet file pays: below it the delivered form is read in about a second."""
RIJEN_PER_GROEP = 50_000
LEVERING, PARQUET, HERKOMST = "levering.zip", "rijen.parquet", "herkomst.json"
_NAAM = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{12}")
_BEZIG = ".nieuw-"
_DAG = 24 * 3600
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
        return _tabelmap(self.project, self.tabel) / self.naam

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
    def sha256(self) -> str:
        """Checksum of the sidecar, which holds the checksums of all else."""
        return _sha256(self.map / HERKOMST)

    def controleer(self, *bestanden: str) -> None:
        """Raise ``BronFout`` when a file (default: all) is not what the sidecar says."""
        for naam in bestanden or self.herkomst.bestanden:
            path, known = self.map / naam, self.herkomst.bestanden[naam]
            try:
                same = path.stat().st_size == known.bytes and _sha256(path) == known.sha256
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
            import pyarrow.parquet as pq

            filters = [(column, "in", keys)] if keys is not None else None
            if keys == []:
                return pq.read_schema(self.map / PARQUET).empty_table()
            return pq.read_table(
                self.map / PARQUET, filters=filters, pre_buffer=False, use_threads=False
            )
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
    folder = _tabelmap(project, tabel)
    if not folder.is_dir():
        return []
    found = [Snapshot(project, tabel, p.name) for p in folder.iterdir() if _NAAM.fullmatch(p.name)]
    return sorted(found, key=lambda one: (one.herkomst.opgehaald, one.naam))


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
            waar=project.relative(_tabelmap(project, tabel)),
            waarom=_WHY,
            doe="zet de map terug, of kies een andere opname met ivp update",
        )
    return found[naam]


class Bouwer:
    """Builds a snapshot beside its final place; leaving the block without ``klaar`` leaves none."""

    def __init__(self, project: Project, tabel: str) -> None:
        self._project = project
        self._tabel = tabel
        self._inhoud = hashlib.sha256()
        self._parquet: Any = None
        self._kolommen: list[str] = []
        self.aantal = 0

    def __enter__(self) -> Self:
        folder = _tabelmap(self._project, self._tabel)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{_BEZIG}*"):
            # Left by a program that was killed; a younger one may belong to another that runs now.
            if time.time() - old.stat().st_mtime > _DAG:
                shutil.rmtree(old, ignore_errors=True)
        self._map = Path(tempfile.mkdtemp(prefix=_BEZIG, dir=folder))
        self._zip = zipfile.ZipFile(self._map / LEVERING, "w", zipfile.ZIP_DEFLATED)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sluit()
        shutil.rmtree(self._map, ignore_errors=True)
        folder = self._map.parent
        if not any(folder.iterdir()):
            folder.rmdir()

    def bladzijde(self, entiteit: str, nummer: int, ruw: bytes) -> None:
        """Keep one answer exactly as it was received."""
        entry = zipfile.ZipInfo(f"{entiteit}/{nummer:05d}.json", (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, ruw)

    def codelijst(self, entiteit: str, rijen: list[dict[str, Any]]) -> None:
        """Take a code list into the digest."""
        text = json.dumps([entiteit, rijen], sort_keys=True, ensure_ascii=False)
        self._inhoud.update(text.encode())

    def rijen(self, tabel: pa.Table) -> None:
        """Take rows into the digest and the Parquet file."""
        import pyarrow.csv
        import pyarrow.parquet as pq

        pyarrow.csv.write_csv(tabel, pa.PythonFile(_Hasher(self._inhoud), mode="w"))
        if self._parquet is None:
            self._kolommen = tabel.column_names
            self._parquet = pq.ParquetWriter(self._map / PARQUET, tabel.schema, compression="zstd")
        self._parquet.write_table(tabel, row_group_size=RIJEN_PER_GROEP)
        self.aantal += tabel.num_rows

    @property
    def inhoud(self) -> str:
        """Digest of all that was taken in so far."""
        return self._inhoud.hexdigest()

    def klaar(self, herkomst: dict[str, Any]) -> Snapshot:
        """Write the sidecar and put the snapshot in its place, complete."""
        self._sluit()
        if self.aantal < PARQUET_VANAF:
            (self._map / PARQUET).unlink(missing_ok=True)
        files = {
            path.name: {"bytes": path.stat().st_size, "sha256": _sha256(path)}
            for path in sorted(self._map.iterdir())
        }
        sidecar = Herkomst.model_validate(
            {
                **herkomst,
                "kolommen": self._kolommen,
                "inhoud": self.inhoud,
                "rijen": self.aantal,
                "bestanden": files,
            }
        )
        text = json.dumps(sidecar.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        (self._map / HERKOMST).write_text(text, encoding="utf-8", newline="\n")
        for path in self._map.iterdir():
            _naar_schijf(path)
            path.chmod(0o444)
        snapshot = Snapshot(
            self._project, self._tabel, f"{sidecar.opgehaald.date()}-{sidecar.inhoud[:12]}"
        )
        self._map.chmod(0o755)
        if not snapshot.map.exists():
            self._map.rename(snapshot.map)
        return snapshot

    def _sluit(self) -> None:
        self._zip.close()
        if self._parquet is not None:
            self._parquet.close()
            self._parquet = None


class _Hasher:
    """A file to write to that keeps a digest only."""

    closed = False

    def __init__(self, digest: Any) -> None:
        self._digest = digest

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The digest goes on."""


def _rijen(content: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = content.get("value", [content])
    return rows


def _tabelmap(project: Project, tabel: str) -> Path:
    return project.data / "snapshots" / tabel


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _naar_schijf(path: Path) -> None:
    file: IO[bytes]
    with path.open("rb+") as file:
        os.fsync(file.fileno())

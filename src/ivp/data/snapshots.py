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
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from ivp.errors import BronFout, did_you_mean
from ivp.paths import Project
from ivp.store import file_sha256

if TYPE_CHECKING:
    import pyarrow as pa

DELIVERY, PARQUET, ORIGIN = "levering.zip", "rijen.parquet", "herkomst.json"
PARQUET_FROM = 50_000
"""Rows from which a Parquet file pays: below it the delivered form is read in about a second."""
ROWS_PER_GROUP = 50_000
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{12}")
_UNFINISHED = ".nieuw-"
_DAY = 24 * 3600
_WHY = "elk cijfer in het boek hoort terug te voeren te zijn op een opname die niet verandert"


class SnapshotFile(BaseModel, extra="forbid", frozen=True):
    """Size and checksum of one file of a snapshot."""

    bytes: int
    sha256: str


class SnapshotOrigin(BaseModel, extra="forbid", frozen=True):
    """The sidecar of a snapshot."""

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
    rijen: int = 0
    inhoud: str = ""
    """Digest of all rows and code lists, whatever pages they came in."""
    kolommen: tuple[str, ...] = ()
    sleutel: tuple[str, ...]
    gebied: str | None
    tijd: str | None
    metagegevens: tuple[str, ...]
    bestanden: dict[str, SnapshotFile] = {}


@dataclass(frozen=True)
class Snapshot:
    """One snapshot on disk; ``origin`` is its sidecar."""

    project: Project
    table: str
    name: str

    @property
    def folder(self) -> Path:
        return folder_of(self.project, self.table) / self.name

    @property
    def place(self) -> str:
        """The folder as the user knows it."""
        return self.project.relative(self.folder)

    @cached_property
    def origin(self) -> SnapshotOrigin:
        """The sidecar; raises ``BronFout`` when it is missing or damaged."""
        try:
            found = SnapshotOrigin.model_validate_json((self.folder / ORIGIN).read_bytes())
        except (OSError, ValidationError):
            raise self._damaged(ORIGIN) from None
        if found.tabel != self.table or found.inhoud[:12] != self.name[-12:]:
            raise self._damaged(ORIGIN)
        return found

    @property
    def seal(self) -> str:
        """Checksum of the sidecar, which holds the checksums of all else."""
        return file_sha256(self.folder / ORIGIN)

    def check(self) -> None:
        """Raise ``BronFout`` when a file is not what the sidecar says."""
        for name, known in self.origin.bestanden.items():
            path = self.folder / name
            try:
                same = path.stat().st_size == known.bytes and file_sha256(path) == known.sha256
            except OSError:
                same = False
            if not same:
                raise self._damaged(name)

    def rows_of(self, entity: str) -> list[dict[str, Any]]:
        """The rows of a code list or description, as delivered."""
        return [row for rows in self._pages(entity) for row in rows]

    def areas(self) -> list[str]:
        """The codes of all areas in the table, without padding; none without such a dimension."""
        return [key.strip() for key in self._area_keys()]

    def rows(self, areas: Collection[str] | None = None) -> pa.Table:
        """The rows as delivered, keys still padded; ``areas`` (without padding) limits them.

        With a Parquet file only the parts that hold these areas are read into memory.
        """
        import pyarrow as pa
        import pyarrow.dataset as ds

        column = self.origin.gebied
        keys = None
        if areas is not None and column is not None:
            wanted = {code.strip() for code in areas}
            keys = [key for key in self._area_keys() if key.strip() in wanted]
        if PARQUET in self.origin.bestanden:
            chosen = None if keys is None else ds.field(column).isin(pa.array(keys, pa.string()))
            whole = ds.dataset(self.folder / PARQUET, format="parquet")
            # Part by part: in one go pyarrow holds some sixteen of them, of which few rows stay.
            found = [
                part.to_table(filter=chosen, use_threads=False)
                for file in whole.get_fragments()
                for part in file.split_by_row_group(chosen)
            ]
            return pa.concat_tables([whole.schema.empty_table(), *found])
        asked, area = None if keys is None else set(keys), column or ""
        rows = self.rows_of(self.origin.entiteit)
        chosen_rows = [row for row in rows if asked is None or row[area] in asked]
        names = self.origin.kolommen
        return pa.table({name: [row[name] for row in chosen_rows] for name in names})

    def _pages(self, entity: str) -> Iterator[list[dict[str, Any]]]:
        """The rows of every delivered page of an entity, in order."""
        with zipfile.ZipFile(self.folder / DELIVERY) as archive:
            for name in archive.namelist():
                if name.partition("/")[0] == entity:
                    content = json.loads(archive.read(name))
                    yield content.get("value", [content])

    def _area_keys(self) -> list[str]:
        dimension = self.origin.gebied
        if dimension is None:
            return []
        v3 = self.origin.protocol == "odata-v3"
        entity, key = (dimension, "Key") if v3 else (f"{dimension}Codes", "Identifier")
        return [str(row[key]) for row in self.rows_of(entity)]

    def _damaged(self, name: str) -> BronFout:
        return BronFout(
            f"Het bestand {name} van deze opname is er niet, of is veranderd of beschadigd",
            waar=self.place,
            waarom=_WHY,
            doe="zet de map terug uit versiebeheer of een reservekopie; kan dat niet, verwijder "
            f"haar dan en haal de tabel opnieuw op (ivp fetch {self.table})",
        )


def all_of(project: Project, table: str) -> list[Snapshot]:
    """All snapshots of a table, oldest first."""
    folder = folder_of(project, table)
    if not folder.is_dir():
        return []
    found = [Snapshot(project, table, p.name) for p in folder.iterdir() if _NAME.fullmatch(p.name)]
    return sorted(found, key=lambda one: (one.origin.opgehaald, one.origin.gewijzigd, one.name))


def newest(project: Project, table: str) -> Snapshot | None:
    """The snapshot that was made last, or ``None``."""
    found = all_of(project, table)
    return found[-1] if found else None


def find(project: Project, table: str, name: str) -> Snapshot:
    """The snapshot with this name; raises ``BronFout`` with the nearest when it is not there."""
    found = {one.name: one for one in all_of(project, table)}
    if name not in found:
        raise BronFout(
            f"De opname '{name}' van tabel {table} is er niet.{did_you_mean(name, found)}",
            waar=project.relative(folder_of(project, table)),
            waarom=_WHY,
            doe="zet de map terug, of kies een andere opname met ivp update",
        )
    return found[name]


def folder_of(project: Project, table: str) -> Path:
    """The folder with all snapshots of a table."""
    return project.data / "snapshots" / table


@contextmanager
def build(project: Project, table: str) -> Iterator[SnapshotBuilder]:
    """Build a snapshot beside its place; leaving the block without ``finish`` leaves none."""
    folder = folder_of(project, table)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{_UNFINISHED}*"):
        # Left by a program that was killed; a younger one may belong to another that runs now.
        if time.time() - old.stat().st_mtime > _DAY:
            shutil.rmtree(old, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    builder = SnapshotBuilder(project, table, unfinished)
    try:
        yield builder
    finally:
        builder.close()
        shutil.rmtree(unfinished, ignore_errors=True)
        if not any(folder.iterdir()):
            folder.rmdir()


class SnapshotBuilder:
    """What goes into a snapshot, page by page; see ``build``."""

    def __init__(self, project: Project, table: str, folder: Path) -> None:
        self._project = project
        self._table = table
        self._folder = folder
        self._zip = zipfile.ZipFile(folder / DELIVERY, "w", zipfile.ZIP_DEFLATED)
        self._content = hashlib.sha256()
        self._parquet: Any = None
        self._columns: list[str] = []
        self.count = 0

    def add_page(self, entity: str, number: int, raw: bytes) -> None:
        """Keep one answer exactly as it was received."""
        entry = zipfile.ZipInfo(f"{entity}/{number:05d}.json", (1980, 1, 1, 0, 0, 0))
        self._zip.writestr(entry, raw, zipfile.ZIP_DEFLATED)

    def add_codes(self, entity: str, rows: list[dict[str, Any]]) -> None:
        """Take a code list into the digest."""
        text = json.dumps([entity, rows], sort_keys=True, ensure_ascii=False)
        self._content.update(text.encode())

    def add_rows(self, table: pa.Table) -> None:
        """Take rows into the digest and the Parquet file."""
        import pyarrow as pa
        import pyarrow.csv
        import pyarrow.parquet as pq

        for number, batch in enumerate(table.to_batches(max_chunksize=ROWS_PER_GROUP)):
            text = pa.BufferOutputStream()
            header = pyarrow.csv.WriteOptions(include_header=number == 0)
            pyarrow.csv.write_csv(batch, text, header)
            self._content.update(text.getvalue())
        if self._parquet is None:
            self._columns = table.column_names
            path = self._folder / PARQUET
            self._parquet = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._parquet.write_table(table, row_group_size=ROWS_PER_GROUP)
        self.count += table.num_rows

    @property
    def content(self) -> str:
        """Digest of all that was taken in so far."""
        return self._content.hexdigest()

    def finish(self, origin: SnapshotOrigin) -> Snapshot:
        """Write the sidecar and put the snapshot in its place, complete.

        ``origin`` says where the rows came from; what is in the files is filled in here.
        """
        self.close()
        if self.count < PARQUET_FROM:
            (self._folder / PARQUET).unlink(missing_ok=True)
        files = {
            path.name: SnapshotFile(bytes=path.stat().st_size, sha256=file_sha256(path))
            for path in sorted(self._folder.iterdir())
        }
        sidecar = origin.model_copy(
            update={
                "kolommen": tuple(self._columns),
                "inhoud": self.content,
                "rijen": self.count,
                "bestanden": files,
            }
        )
        text = json.dumps(sidecar.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        (self._folder / ORIGIN).write_text(text, encoding="utf-8", newline="\n")
        for path in self._folder.iterdir():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            path.chmod(0o444)
        name = f"{sidecar.opgehaald.date()}-{sidecar.inhoud[:12]}"
        snapshot = Snapshot(self._project, self._table, name)
        self._folder.chmod(0o755)
        if not snapshot.folder.exists():
            self._folder.rename(snapshot.folder)
        return snapshot

    def close(self) -> None:
        """Close the files; may be done twice."""
        self._zip.close()
        if self._parquet is not None:
            self._parquet.close()
            self._parquet = None

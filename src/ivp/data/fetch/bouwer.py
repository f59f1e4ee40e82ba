"""Build a snapshot beside its final place and put it there whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from ivp.data.snapshots import (
    HERKOMST,
    LEVERING,
    PARQUET,
    Herkomst,
    Snapshot,
    sha256,
    tabelmap,
)
from ivp.paths import Project

PARQUET_VANAF = 50_000
"""Rows from which a Parquet file pays: below it the delivered form is read in about a second."""
RIJEN_PER_GROEP = 50_000
_BEZIG = ".nieuw-"
_DAG = 24 * 3600


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
        folder = tabelmap(self._project, self._tabel)
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
            path.name: {"bytes": path.stat().st_size, "sha256": sha256(path)}
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


def _naar_schijf(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

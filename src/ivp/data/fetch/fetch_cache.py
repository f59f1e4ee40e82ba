"""What ``ivp fetch`` remembers in ``.cache/bronnen``; all of it may be deleted any time."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import zlib
from pathlib import Path

from ivp import store
from ivp.data.snapshots import Snapshot


class PageCache:
    """Answers kept until their table is complete, so that an interrupted fetch goes on.

    They lie in ``<table>/<version>/``. The version is the table's modification date: answers about
    another version are never mixed in. Gzip's own checksum tells a damaged file.
    """

    def __init__(self, root: Path, table: str, version: str) -> None:
        self._folder = root / "bronnen" / table
        self._version = store.sha256(version)[:16]

    def begin(self) -> None:
        """Remove what is kept of other versions."""
        if self._folder.is_dir():
            for other in self._folder.iterdir():
                if other.name != self._version:
                    shutil.rmtree(other, ignore_errors=True)

    def _path(self, url: str) -> Path:
        return self._folder / self._version / f"{store.sha256(url)[:32]}.gz"

    def read(self, url: str) -> bytes | None:
        """The answer to ``url``, or ``None`` when it is not there whole."""
        try:
            return gzip.decompress(self._path(url).read_bytes())
        except (OSError, EOFError, zlib.error):
            return None

    def keep(self, url: str, raw: bytes) -> None:
        """Keep the answer; after a fault it is there whole or not at all."""
        store.write(self._path(url), gzip.compress(raw, compresslevel=1, mtime=0))

    def forget(self, url: str) -> None:
        """Remove one answer, so that it is asked again."""
        self._path(url).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove everything about this table."""
        shutil.rmtree(self._folder, ignore_errors=True)


class LookedAt:
    """When a table was last looked at, and which version it was, in ``gezien.json``.

    A snapshot does not change when its table turns out to be the same, so this is kept beside it.
    """

    def __init__(self, cache: Path) -> None:
        self._path = cache / "bronnen" / "gezien.json"

    def version(self, snapshot: Snapshot) -> str | None:
        """The latest version of the table whose content was that of ``snapshot``."""
        note = self._read().get(snapshot.table, {})
        return note.get("versie") if note.get("opname") == snapshot.name else None

    def day(self, table: str) -> dt.date | None:
        """The day on which the table was last looked at from this computer."""
        note = self._read().get(table, {})
        try:
            return dt.date.fromisoformat(note["op"][:10])
        except (KeyError, ValueError):
            return None

    def note(self, snapshot: Snapshot, version: str, moment: dt.datetime) -> None:
        """Note that the table, in this version, holds what ``snapshot`` holds."""
        notes = self._read()
        said = {"opname": snapshot.name, "versie": version, "op": moment.isoformat()}
        notes[snapshot.table] = said
        store.write(self._path, json.dumps(notes, sort_keys=True).encode())

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            notes = json.loads(self._path.read_bytes())
            return {str(table): dict(note) for table, note in notes.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

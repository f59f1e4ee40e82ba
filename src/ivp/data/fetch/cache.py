"""Answers kept until their table is complete, so that an interrupted fetch goes on where it was."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import zlib
from pathlib import Path


class Paginacache:
    """The answers about one version of one table, in ``.cache/bronnen/<table>/<version>/``.

    The version is the table's modification date: answers about another version are never mixed in.
    Gzip's own checksum tells a damaged file.
    """

    def __init__(self, root: Path, tabel: str, versie: str) -> None:
        self._folder = root / "bronnen" / tabel
        self._versie = hashlib.sha256(versie.encode()).hexdigest()[:16]

    def begin(self) -> None:
        """Remove what is kept of other versions."""
        if self._folder.is_dir():
            for other in self._folder.iterdir():
                if other.name != self._versie:
                    shutil.rmtree(other, ignore_errors=True)

    def _path(self, url: str) -> Path:
        return self._folder / self._versie / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.gz"

    def lees(self, url: str) -> bytes | None:
        """The answer to ``url``, or ``None`` when it is not there whole."""
        try:
            return gzip.decompress(self._path(url).read_bytes())
        except (OSError, EOFError, zlib.error):
            return None

    def bewaar(self, url: str, raw: bytes) -> None:
        """Keep the answer; after a fault it is there whole or not at all."""
        path = self._path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.deel")
        partial.write_bytes(gzip.compress(raw, compresslevel=1, mtime=0))
        partial.replace(path)

    def vergeet(self, url: str) -> None:
        self._path(url).unlink(missing_ok=True)

    def wis(self) -> None:
        """Remove everything about this table."""
        shutil.rmtree(self._folder, ignore_errors=True)

"""What was made, kept by what it was made from: one small store for every stage.

The key of an entry is the checksum of all that its content follows from, so an entry is never out
of date, at most unused. It holds bytes, never code. Its folder (``.cache/opslag``, or
``IVP_OPSLAG``) may be deleted, copied to another machine or shared at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from ivp.paths import Project

LIMIT_BYTES = 500_000_000
Kind = Literal["inputs", "indicators", "verdicts", "notebooks", "figures", "pages"]
"""What is kept: what stages are given; indicators, and what an edition says with them; what was
checked, of the data and of the book; notebooks as executed and as the book gets them; images;
pages, and the PDF."""
_ABANDONED_SECONDS = 3600
_HEAD = 64
"""An entry begins with the checksum of what follows, so that a damaged one is not believed."""


def sha256(content: bytes | str) -> str:
    """The hexadecimal SHA-256 of ``content`` (text as UTF-8)."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def file_sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file, which need not fit in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(value: Any) -> str:
    """The checksum of plain data; the order of keys does not matter."""
    return sha256(json.dumps(value, sort_keys=True, default=str))


def write(path: Path, content: bytes) -> bool:
    """Put ``content`` at ``path`` in one move; returns whether that changed anything.

    A run that is killed leaves the old file or the new one, never half of one.
    """
    with contextlib.suppress(OSError):
        if path.read_bytes() == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


class Store:
    """Entries in a folder, ``<kind>/<key>``; several runs may use it at the same time."""

    def __init__(self, folder: Path, limit: int = LIMIT_BYTES) -> None:
        self.folder = folder
        self.limit = limit

    @classmethod
    def of(cls, project: Project) -> Store:
        """The store of a project; ``IVP_OPSLAG`` names another folder, to share it."""
        shared = os.environ.get("IVP_OPSLAG")
        return cls(Path(shared) if shared else project.cache / "opslag")

    def get(self, kind: Kind, key: str) -> bytes | None:
        """The content under ``key``, or ``None`` when it is not there or damaged."""
        path = self.folder / kind / key
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        head, content = raw[:_HEAD], raw[_HEAD:]
        if head.decode("ascii", "replace") != sha256(content):
            return None
        with contextlib.suppress(OSError):  # read-only is fine: then nothing is ever removed
            os.utime(path)
        return content

    def put(self, kind: Kind, key: str, content: bytes) -> None:
        """Keep ``content``. A store that cannot be written (full, read-only) is no error."""
        with contextlib.suppress(OSError):
            write(self.folder / kind / key, sha256(content).encode() + content)

    def has(self, kind: Kind, key: str) -> bool:
        """Whether there is an entry, without reading it."""
        return (self.folder / kind / key).is_file()

    def remember(self, kind: Kind, key: str, make: Callable[[], bytes]) -> bytes:
        """The content under ``key``; made and kept when it is not there."""
        found = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def remember_data(self, kind: Kind, key: str, make: Callable[[], Any]) -> Any:
        """As ``remember``, for plain data that JSON can hold."""
        return self.remember_all(kind, [key], lambda _: [make()])[0]

    def remember_all(
        self, kind: Kind, keys: Sequence[str], make: Callable[[list[int]], Iterable[Any]]
    ) -> list[Any]:
        """Plain data under each of ``keys``, where what is missing is best made together.

        ``make`` gets the places in ``keys`` of what is not there, and gives the data of each.
        """
        found = [self.get(kind, key) for key in keys]
        missing = [place for place, raw in enumerate(found) if raw is None]
        if missing:
            for place, data in zip(missing, make(missing), strict=True):
                raw = json.dumps(data, ensure_ascii=False).encode()
                self.put(kind, keys[place], raw)
                found[place] = raw
        return [json.loads(raw or b"") for raw in found]

    def trim(self) -> None:
        """Remove the entries that were longest unused until the rest fits within the limit."""
        files = []
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):
                found = path.stat()
                files.append((found.st_mtime, found.st_size, path))
        total = sum(size for _, size, _ in files)
        now = time.time()
        for used, size, path in sorted(files):
            # What a killed run was writing has a name that begins with a dot.
            abandoned = path.name.startswith(".") and now - used > _ABANDONED_SECONDS
            if total <= self.limit and not abandoned:
                continue
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

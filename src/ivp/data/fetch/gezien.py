"""When a table was last looked at, and which version it was: a note that may be deleted any time.

A snapshot does not change when its table turns out to be the same, so this is kept beside it.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from ivp.data.snapshots import Snapshot


class Gezien:
    """The notes in ``.cache/bronnen/gezien.json``."""

    def __init__(self, cache: Path) -> None:
        self._path = cache / "bronnen" / "gezien.json"

    def versie(self, opname: Snapshot) -> str | None:
        """The latest version of the table whose content was that of ``opname``."""
        note = self._lees().get(opname.tabel, {})
        return note.get("versie") if note.get("opname") == opname.naam else None

    def bekeken(self, tabel: str) -> dt.date | None:
        """The day on which the table was last looked at from this computer."""
        note = self._lees().get(tabel, {})
        try:
            return dt.date.fromisoformat(note["op"][:10])
        except (KeyError, TypeError, ValueError):
            return None

    def noteer(self, opname: Snapshot, versie: str, op: dt.datetime) -> None:
        """Note that the table, in this version, holds what ``opname`` holds."""
        notes = self._lees()
        notes[opname.tabel] = {"opname": opname.naam, "versie": versie, "op": op.isoformat()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".deel")
        partial.write_text(json.dumps(notes, sort_keys=True), encoding="utf-8")
        partial.replace(self._path)

    def _lees(self) -> dict[str, Any]:
        try:
            notes = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

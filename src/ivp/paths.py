"""Where things are. The project root is the folder that holds ``_quarto.yml``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ivp.errors import IvpFout


@dataclass(frozen=True)
class Project:
    """The folders of one project, all derived from its root."""

    root: Path

    @property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def expectations(self) -> Path:
        return self.root / "expectations"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def executed(self) -> Path:
        """Notebooks as run, and what they hand to the book; may be deleted at any time."""
        return self.root / "_executed"

    @property
    def cache(self) -> Path:
        """May be deleted at any time."""
        return self.root / ".cache"

    @property
    def book(self) -> Path:
        return self.root / "_book"

    def relative(self, path: Path) -> str:
        """``path`` as the user knows it: relative to the root, with forward slashes."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project around ``start`` (default: ``IVP_PROJECT``, else the current folder).

        Raises ``IvpFout`` when no parent folder holds ``_quarto.yml``.
        """
        start = (start or Path(os.environ.get("IVP_PROJECT") or Path.cwd())).resolve()
        for folder in [start, *start.parents]:
            if (folder / "_quarto.yml").is_file():
                return cls(folder)
        raise IvpFout(
            f"In {start} en de mappen daarboven staat geen _quarto.yml",
            waarom="zonder dat bestand weet het programma niet waar het boek staat",
            doe="ga naar de map van het boek en geef de opdracht daar opnieuw",
        )

"""Is a published book complete and untouched, and what was it made from?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ivp.editions.manifest import DURATIONS, NAME, Edition, more, sha256
from ivp.errors import IvpFout


@dataclass(frozen=True)
class Verification:
    """The manifest of a book, and the files that are not as it says (relative to the book)."""

    edition: Edition
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the book is what was made."""
        return not (self.missing or self.changed or self.extra)

    def error(self) -> IvpFout:
        """What is wrong, as an error for people."""
        lists = [
            f"{words}: {more(names)}"
            for words, names in (
                ("ontbreekt", self.missing),
                ("veranderd", self.changed),
                ("hoort er niet bij", self.extra),
            )
            if names
        ]
        return IvpFout(
            f"Dit boek is niet meer zoals het is gemaakt; {'; '.join(lists)}",
            waarom="wie het leest kan er niet van uitgaan dat de cijfers kloppen met de bronnen",
            doe="haal de editie opnieuw op, of maak haar opnieuw met `ivp rebuild`",
        )


def verify(folder: Path) -> Verification:
    """Compare the book in ``folder`` with its manifest; raises ``IvpFout`` for a bad manifest."""
    edition = Edition.read(folder)
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    } - {NAME, DURATIONS}
    wanted = set(edition.uitvoer)
    changed = [
        name
        for name in sorted(there & wanted)
        if (folder / name).is_symlink() or sha256(folder / name) != edition.uitvoer[name]
    ]
    return Verification(
        edition, tuple(sorted(wanted - there)), tuple(changed), tuple(sorted(there - wanted))
    )

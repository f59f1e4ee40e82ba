"""The one family of errors that a user of the book may see.

Every error has three parts, in Dutch: what is wrong and where, why it matters, what to do.
Anything else that escapes is a bug of ours and is reported as such by the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class IvpFout(Exception):
    """What is wrong (and where), why that matters, and what to do about it; all in Dutch.

    ``waar`` names the place as the user knows it: a file relative to the project root, if possible
    with a line and key (``params/boek.yml, regel 4, editie.status``).
    """

    def __init__(self, wat: str, *, waarom: str, doe: str, waar: str | None = None) -> None:
        super().__init__(wat)
        self.wat = wat
        self.waarom = waarom
        self.doe = doe
        self.waar = waar

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, dict(self.__dict__))

    def __str__(self) -> str:
        place = f"{self.waar}: " if self.waar else ""
        return f"{place}{self.wat}\n  Waarom dit telt: {self.waarom}\n  Wat u kunt doen: {self.doe}"


def _again(kind: type[IvpFout], args: tuple[Any, ...], values: dict[str, Any]) -> IvpFout:
    """An error as it was in another process."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(values)
    return error


class ParamsFout(IvpFout):
    """A value in ``params/`` (or in ``_quarto.yml``) that is not right."""


class BronFout(IvpFout):
    """A data set that is missing, unreadable, or not what its description says."""


class ContractFout(IvpFout):
    """A data set that breaks its contract."""


class OndeclareerdeInvoer(IvpFout):
    """A notebook asked for something that ``params/boek.yml`` does not declare for it."""


class NotitieboekFout(IvpFout):
    """A notebook that cannot be run, or that failed."""


class RenderFout(IvpFout):
    """A chapter or the book that cannot be rendered."""


class Fouten(IvpFout):
    """Several errors at once, so that all of them can be mended in one go."""

    def __init__(self, fouten: list[IvpFout]) -> None:
        self.fouten = fouten
        super().__init__(
            f"{len(fouten)} fouten gevonden", waarom="zie per fout", doe="zie per fout"
        )

    def __str__(self) -> str:
        return "\n\n".join(str(fout) for fout in self.fouten)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that looks most like ``word``, or ``None`` when none comes close."""
    found = get_close_matches(word, list(choices), n=1, cutoff=0.5)
    return found[0] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """``" Bedoelt u 'x'?"``, or the choices when none comes close; a fragment for messages."""
    options = sorted(choices)
    best = nearest(word, options)
    if best:
        return f" Bedoelt u '{best}'?"
    return f" Mogelijk zijn: {', '.join(options)}." if options else ""

"""The one family of errors that a user of the book may see.

Every error has three parts, in Dutch: what is wrong and where, why it matters, what to do.
Anything else that escapes is a bug of ours and is reported as such by the command line. A step that
can go on after an error does so: ``collect`` keeps what it met, ``raise_all`` tells it at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
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
    """Several errors at once, so that all of them can be mended in one go: see ``as_one``."""

    def __init__(self, fouten: list[IvpFout]) -> None:
        self.fouten = fouten
        super().__init__(
            f"{len(fouten)} fouten gevonden", waarom="zie per fout", doe="zie per fout"
        )

    def __str__(self) -> str:
        return "\n\n".join(str(fout) for fout in self.fouten)


@contextmanager
def collect(errors: list[IvpFout]) -> Iterator[None]:
    """Go on after an error in this block: it is added to ``errors`` (several: each of them)."""
    try:
        yield
    except Fouten as many:
        errors.extend(many.fouten)
    except IvpFout as error:
        errors.append(error)


def as_one(errors: Iterable[IvpFout]) -> IvpFout:
    """One or more errors as one to raise; the same error, met on several ways, counts once."""
    found = list({str(error): error for error in errors}.values())
    return found[0] if len(found) == 1 else Fouten(found)


def raise_all(errors: Collection[IvpFout]) -> None:
    """Raise what a step found wrong, all at once; nothing when all is right."""
    if errors:
        raise as_one(errors)


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

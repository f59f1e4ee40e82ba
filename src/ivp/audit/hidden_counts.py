"""Compare what a finished book says with what must stay hidden, and compute what follows from it.

A file is searched once: what was found in it is kept by its content, what was looked for, and the
code that looked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.audit.mentions import CountKey, Sought, mentions
from ivp.audit.pieces import Unreadable, pieces, published
from ivp.code import Code
from ivp.config import Config, load
from ivp.data import Package
from ivp.errors import RenderFout, raise_all
from ivp.paths import Project
from ivp.store import Kind, Store, digest, sha256

if TYPE_CHECKING:
    from ivp.audit.person_counts import PersonCounts

_KIND: Kind = "verdicts"
Found = tuple[CountKey, str]
"""A count that is told, and where: the file and the place in it."""


@dataclass(frozen=True)
class Leak:
    """A small count of persons of which the book tells more than the rule allows.

    An attacker knows that it lies from ``lowest`` to ``highest``; ``where`` is where it is printed,
    empty when it only follows from other figures.
    """

    what: str
    lowest: float
    highest: float
    where: tuple[str, ...] = ()

    def error(self) -> RenderFout:
        """What is wrong, for people."""
        if math.isnan(self.lowest):
            return RenderFout(
                f"Niet te controleren op verborgen cijfers: {self.what}",
                waarom="er kan een aantal in staan waaraan mensen te herkennen zijn",
                doe="haal het uit het boek, of laat een ontwikkelaar de controle uitbreiden",
            )
        how = "staat in het boek" if self.where else "is te berekenen uit het boek"
        return RenderFout(
            f"Een verborgen aantal personen {how}: {self.what}",
            waar="; ".join(self.where[:4]) or None,
            waarom="mensen achter zo'n klein aantal kunnen herkenbaar zijn",
            doe="haal het aantal uit de tekst; staat het er niet door een tekst, meld dit dan als "
            "fout van het programma",
        )


class Auditor:
    """Searches books for the counts of persons behind one project.

    The sources are read only for what is not in ``store``.
    """

    def __init__(self, config: Config, package: Package, store: Store) -> None:
        self._config, self._package, self._store = config, package, store
        # All of the params, and all sources by their registered checksums.
        sources = [one.resource.model_dump_json() for one in package.datasets]
        self._about = digest([config.parts(), sources, Code(store=store).digest(__name__)])

    @classmethod
    def of(cls, project: Project) -> Auditor:
        """The auditor of a project's own book."""
        return cls(load(project), Package.load(project), Store.of(project))

    @cached_property
    def _counts(self) -> PersonCounts:
        from ivp.audit.person_counts import PersonCounts

        return PersonCounts(self._config, self._package)

    @cached_property
    def sought(self) -> Sought:
        """What to look for in a book."""
        known = self._store.remember_data(_KIND, self._about, lambda: self._counts.sought().data())
        return Sought.of(known)

    def leaks(self, folder: Path) -> list[Leak]:
        """What the book in ``folder`` gives away, the printed ones first; empty if all is well."""
        if not self.sought.counts:
            return []
        told: dict[CountKey, list[str]] = {}
        try:
            for key, where in search(dict(published(folder)), self.sought, self._store):
                told.setdefault(key, []).append(where)
        except Unreadable as error:
            return [Leak(f"het bestand {error} is niet te doorzoeken", math.nan, math.nan)]
        followed = digest([self._about, sorted(told)])
        if self._store.get(_KIND, followed) is not None:
            return []  # from the same counts nothing followed before
        from ivp.audit.inference import computable

        known = self._counts
        found = [
            Leak(known.name(one), count, count, tuple(places))
            for one, places in sorted(told.items())
            if 0 < (count := known.count(one)) < known.threshold(one)
        ]
        found += [Leak(*one) for one in computable(known, set(told))]
        if not found:
            self._store.put(_KIND, followed, b"")
        return found


def audit(project: Project, folder: Path) -> None:
    """Raise ``RenderFout`` or ``Fouten`` when the book in ``folder`` gives away a hidden count."""
    raise_all([leak.error() for leak in Auditor.of(project).leaks(folder)])


def search_ahead(project: Project, folder: Path, part: str = "") -> None:
    """Search what stands in ``folder`` so far, so that ``audit`` has less to do; judges nothing.

    ``part`` is the folder in it to search. A PDF is left: it may not be whole yet.
    """
    auditor = Auditor.of(project)
    try:
        files = {name: raw for name, raw in published(folder / part) if name[-4:] != ".pdf"}
        search(files, auditor.sought, Store.of(project))
    except Unreadable:
        return  # ``audit`` says so


def search(files: Mapping[str, bytes], sought: Sought, store: Store) -> list[Found]:
    """Everything true that ``files`` (name → content) tell, in their order.

    Raises ``Unreadable`` for a file that cannot be searched.
    """
    around = digest([_looker(store), sought.data()])
    keys = {name: digest([_own(name), sha256(raw), around]) for name, raw in files.items()}
    # The same file may be published twice: apart, and in the archive of all.
    names = {key: name for name, key in reversed(keys.items())}

    def make(missing: list[int]) -> Iterator[list[Found]]:
        for name in (list(names.values())[place] for place in missing):
            yield _search(name, files[name], sought)

    kept = dict(zip(names, store.remember_all(_KIND, list(names), make), strict=True))
    return [
        (CountKey(*count), f"{name.removesuffix(_own(name))}{where}")
        for name, key in keys.items()
        for count, where in kept[key]
    ]


def _own(name: str) -> str:
    """A file's own name, which is all that its places begin with until they are told."""
    return name.rpartition("/")[2]


def _search(name: str, raw: bytes, sought: Sought) -> list[Found]:
    try:
        found = [
            (mention.key, mention.where)
            for piece in pieces(_own(name), raw)
            for mention in mentions(piece, sought.wording)
            if sought.told_by(mention)
        ]
    except Unreadable:
        raise Unreadable(name) from None
    return list(dict.fromkeys(found))


@cache
def _looker(store: Store) -> list[str]:
    """What the outcome of a search depends on, beside the file and what is looked for."""
    libraries = [version(name) for name in ("pypdfium2", "pikepdf", "openpyxl", "lxml")]
    return [Code(store=store).digest("ivp.audit.mentions", "ivp.audit.pieces"), *libraries]

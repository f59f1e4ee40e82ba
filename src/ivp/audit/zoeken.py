"""What a finished book says that is true of the counts of persons, file by file.

With a store a file is searched once: what was found in it is kept by the file's content, what was
looked for, and the code that looked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from ivp.audit.beweringen import Bewering, Sleutel, Woorden, beweringen
from ivp.audit.lezen import Onleesbaar, bestand, bestanden, uitgepakt
from ivp.code import Code
from ivp.run import workers
from ivp.store import Store, digest, sha256

_SLOW = {".pdf"}
"""What takes about a third of the time, and is searched in the second process."""
_MANY = 20
"""Above so many files two processes are done sooner than one."""
_KIND = "verborgen"
Vondst = tuple[Sleutel, str]
"""A count that is told, and where: the file and the place in it."""


class Gezocht(NamedTuple):
    """What is looked for: the counts, how the book may name them, and what rates are made with.

    ``noemers``: for a count the size of the group, and per how many the rate is.
    """

    woorden: Woorden
    aantallen: Mapping[Sleutel, int]
    noemers: Mapping[Sleutel, tuple[float, float]]

    def klopt(self, claim: Bewering) -> bool:
        """Whether the number is the true count, or the rate that gives it away."""
        if claim.sleutel not in self.aantallen:
            return False
        count = float(self.aantallen[claim.sleutel])
        if claim.soort == "aantal":
            return claim.waarde == count
        size, per = self.noemers.get(claim.sleutel, (math.nan, 1000.0))
        half = 0.5 * 10.0**-claim.decimalen + 1e-9
        return bool(abs(count * per / size - claim.waarde) <= half) if size == size else False

    def data(self) -> list[Any]:
        """All of it as plain data, for ``van``."""
        words = [sorted(w) if isinstance(w, frozenset) else w for w in astuple(self.woorden)]
        return [words, *(sorted(found.items()) for found in (self.aantallen, self.noemers))]

    @classmethod
    def van(cls, data: list[Any]) -> Gezocht:
        """What ``data`` made."""
        (titles, places, here, names, codes), counts, sizes = data
        return cls(
            Woorden(titles, places, here, frozenset(names), frozenset(codes)),
            {Sleutel(*key): count for key, count in counts},
            {Sleutel(*key): (size, per) for key, (size, per) in sizes},
        )

    def merk(self) -> str:
        """The checksum of all of it."""
        return digest(self.data())


def zoek(
    folder: Path, gezocht: Gezocht, store: Store | None = None, *, in_deel: str | None = None
) -> Iterator[Vondst]:
    """Everything true that is published in ``folder``, in the order of its files.

    ``in_deel``: a folder in it, of which all but the PDF is searched here and now. Raises
    ``Onleesbaar`` for a file it cannot search.
    """
    contents = {
        name: raw
        for path in bestanden(folder / (in_deel or ""))
        if in_deel is None or path.suffix != ".pdf"
        for name, raw in uitgepakt(path.relative_to(folder).as_posix(), path.read_bytes())
    }
    about = digest([_reader(store) if store else [], gezocht.merk()])
    keys = {name: digest([_last(name), sha256(raw), about]) for name, raw in contents.items()}
    kept: dict[str, list[Vondst]] = {}
    if store is not None:
        for key in dict.fromkeys(keys.values()):
            if (raw := store.get(_KIND, key)) is not None:
                kept[key] = [(Sleutel(*one), where) for one, where in json.loads(raw)]
    # The same file may be published twice: apart, and in the archive of all.
    todo: dict[str, str] = {}
    for name, key in keys.items():
        if key not in kept:
            todo.setdefault(key, name)
    work = {name: contents[name] for name in todo.values()}
    slow = {name: raw for name, raw in work.items() if Path(name).suffix.lower() in _SLOW}
    if len(work) > _MANY and in_deel is None:
        beside = workers.submit(_each, slow, gezocht)
        made = _each({name: raw for name, raw in work.items() if name not in slow}, gezocht)
        made |= beside.result()
    else:
        made = _each(work, gezocht)
    for key, name in todo.items():
        kept[key] = made[name]
        if store is not None:
            store.put(_KIND, key, json.dumps(made[name]).encode())
    for name, key in keys.items():
        for one, where in kept[key]:
            yield one, f"{name.removesuffix(_last(name))}{where}"


def _last(name: str) -> str:
    """A file's own name, which is all that its places begin with until they are told."""
    return name.rpartition("/")[2]


def _each(contents: Mapping[str, bytes], gezocht: Gezocht) -> dict[str, list[Vondst]]:
    return {name: _search(name, raw, gezocht) for name, raw in contents.items()}


def _search(name: str, raw: bytes, gezocht: Gezocht) -> list[Vondst]:
    try:
        found = [
            (claim.sleutel, claim.waar)
            for stuk in bestand(_last(name), raw)
            for claim in beweringen(stuk, gezocht.woorden)
            if gezocht.klopt(claim)
        ]
    except Onleesbaar:
        raise Onleesbaar(name) from None
    return list(dict.fromkeys(found))


@cache
def _reader(store: Store) -> list[str]:
    """What the outcome of a search depends on, beside the file and what is looked for."""
    libraries = [version(name) for name in ("pypdfium2", "pikepdf", "openpyxl", "lxml")]
    return [Code(store=store).digest(__name__), *libraries]

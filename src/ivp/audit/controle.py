"""Compare what the book says with what must stay hidden, and compute what follows from it."""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.audit.beweringen import Sleutel
from ivp.audit.lek import Lek
from ivp.audit.lezen import Onleesbaar
from ivp.audit.zoeken import Gezocht, zoek
from ivp.code import Code
from ivp.config import Config, load
from ivp.data import Package
from ivp.errors import RenderFout, raise_all
from ivp.paths import Project
from ivp.store import Store, digest

if TYPE_CHECKING:
    from ivp.audit.registraties import Registraties


def audit(project: Project, folder: Path) -> None:
    """Raise ``RenderFout`` or ``Fouten`` when the book in ``folder`` gives away a hidden count."""
    leaks = controleer(load(project), Package.load(project), folder, Store.of(project))
    raise_all([_error(leak) for leak in leaks])


def vooruit(project: Project, folder: Path, deel: str = "") -> None:
    """Search what stands in ``folder`` so far, so that ``audit`` has less to do; judges nothing.

    ``deel`` is the part of it to search. A PDF is left: it may not be whole yet.
    """
    store = Store.of(project)
    known = _Known(load(project), Package.load(project), store)
    try:
        for _ in zoek(folder, known.gezocht(), store, in_deel=deel):
            pass
    except Onleesbaar:
        return  # ``audit`` says so


def controleer(
    config: Config, package: Package, folder: Path, store: Store | None = None
) -> list[Lek]:
    """What the book in ``folder`` gives away, the printed ones first. Empty when all is well.

    With ``store`` a file that was searched before for the same is not searched again, and what
    follows from the same counts is not computed again.
    """
    known = _Known(config, package, store)
    gezocht = known.gezocht()
    if not gezocht.aantallen:
        return []
    printed: dict[Sleutel, list[str]] = {}
    try:
        for key, where in zoek(folder, gezocht, store):
            printed.setdefault(key, []).append(where)
    except Onleesbaar as error:
        return [Lek(f"het bestand {error} is niet te doorzoeken", math.nan, math.nan)]
    return known.leaks(printed)


class _Known:
    """What the auditor knows of the counts behind the book; read only when it is not in store."""

    def __init__(self, config: Config, package: Package, store: Store | None) -> None:
        self._config, self._package, self._store = config, package, store
        self._about = ""
        if store is not None:
            # All of the params, and all sources by their registered checksums.
            sources = [one.resource.model_dump_json() for one in package.datasets]
            self._about = digest([config.parts(), sources, Code(store=store).digest(__name__)])

    @cached_property
    def _counts(self) -> Registraties:
        from ivp.audit.registraties import Registraties

        return Registraties(self._config, self._package)

    def gezocht(self) -> Gezocht:
        """What to look for in a book."""
        if self._store is None:
            return self._counts.gezocht()
        made = self._store.remember_data(
            "gezocht", self._about, lambda: self._counts.gezocht().data()
        )
        return Gezocht.van(made)

    def leaks(self, printed: dict[Sleutel, list[str]]) -> list[Lek]:
        """The small counts among ``printed`` (each with its places), and those that follow."""
        key = digest([self._about, sorted(printed)])
        if self._store is not None and self._store.get("veilig", key) is not None:
            return []
        from ivp.audit.aanval import aanval

        known = self._counts
        told = []
        for one in sorted(printed):
            count = known.aantal(one)
            if 0 < count < known.drempel(one):
                told.append(Lek(known.naam(one), count, count, tuple(printed[one])))
        found = told + aanval(known, set(printed))
        if self._store is not None and not found:
            self._store.put("veilig", key, b"")
        return found


def _error(leak: Lek) -> RenderFout:
    if math.isnan(leak.laagste):
        return RenderFout(
            f"Niet te controleren op verborgen cijfers: {leak.wat}",
            waarom="er kan een aantal in staan waaraan mensen te herkennen zijn",
            doe="haal het bestand uit het boek, of laat een ontwikkelaar de controle uitbreiden",
        )
    return RenderFout(
        f"Een verborgen aantal personen staat in het boek: {leak.wat}"
        if leak.waar
        else f"Een verborgen aantal personen is te berekenen uit het boek: {leak.wat}",
        waar="; ".join(leak.waar[:4]) or None,
        waarom="mensen achter zo'n klein aantal kunnen herkenbaar zijn; "
        "wie het boek leest, weet nu (bijna) hoeveel het er zijn",
        doe="haal het aantal uit de tekst; staat het er niet door een tekst, meld dit dan als fout "
        "van het programma",
    )

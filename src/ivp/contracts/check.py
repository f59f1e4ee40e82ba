"""Check data sets against their contracts, and remember the outcome as long as nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import pandas as pd
from pydantic import TypeAdapter

from ivp.code import Code
from ivp.config.sources import Bronnen, Kalender
from ivp.contracts import herkomst, persoonsgegevens, suite
from ivp.contracts.eigen import Omgeving
from ivp.contracts.validate import validate
from ivp.contracts.verdict import Verdict
from ivp.data import Dataset, Package, freshness
from ivp.errors import IvpFout, ParamsFout, collect, raise_all
from ivp.store import Store, digest, sha256
from ivp.versies import versies

_VERDICTS = TypeAdapter(list[Verdict])


def check(
    package: Package,
    names: Iterable[str] | None = None,
    store: Store | None = None,
    *,
    bronnen: Bronnen | None = None,
    peildatum: dt.date | None = None,
) -> list[Verdict]:
    """One verdict per expectation, per kind of personal data and about the origin, by data set.

    ``names`` limits it to these data sets. With ``store`` the verdicts of an unchanged file with an
    unchanged contract come from there. ``bronnen`` has the calendars that freshness is
    judged by, on ``peildatum`` (the date of the edition); without these nothing is called old.
    Raises ``BronFout`` for a data set that cannot be read, ``ParamsFout`` for a contract that is
    wrong, ``Fouten`` for several of these.
    """
    wanted = tuple(package.names if names is None else dict.fromkeys(names))
    frames = Frames(package)
    verdicts: list[Verdict] = []
    errors: list[IvpFout] = [] if names is not None else _orphans(package)
    for name in wanted:
        calendar = bronnen.kalender(name) if bronnen else None
        with collect(errors):
            verdicts += _dataset(package.dataset(name), frames, store, calendar, peildatum)
    raise_all(errors)
    return verdicts


class Frames:
    """The data sets of a package, each read once and when it is asked for."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._read: dict[str, pd.DataFrame] = {}

    def __call__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = self.package.dataset(name).read()
        return self._read[name]


def raise_if_broken(verdicts: Sequence[Verdict]) -> None:
    """Raise ``ContractFout`` (several: ``Fouten``) when a critical expectation is broken."""
    raise_all(
        [
            verdict.fout()
            for verdict in verdicts
            if verdict.status == "kapot" and verdict.severity == "critical"
        ]
    )


def _orphans(package: Package) -> list[IvpFout]:
    """Contracts of data sets that are not registered: probably a name that was changed."""
    return [
        ParamsFout(
            f"Dit contract hoort bij geen geregistreerde bron ({path.stem})",
            waar=suite.bestand(path.stem),
            waarom="de bron waarvoor het bedoeld was, wordt niet gecontroleerd",
            doe="geef het de naam van de bron in data/datapackage.json, of verwijder het",
        )
        for path in sorted(package.project.expectations.glob("*.json"))
        if path.stem not in package.names
    ]


def _dataset(
    dataset: Dataset,
    frames: Frames,
    store: Store | None,
    kalender: Kalender | None,
    peildatum: dt.date | None,
) -> list[Verdict]:
    package = frames.package
    raw = suite.read_bytes(package.project, dataset.name)
    contract = suite.parse(raw, dataset.name)
    dataset.content()
    for name in contract.anderen:
        if name not in package.names:
            raise suite.unknown_other(dataset.name, name, package.names)
    others = [package.dataset(name).resource.model_dump_json() for name in contract.anderen]
    until = kalender.laatst(peildatum) if kalender and peildatum else None
    agreed = f"{kalender.model_dump_json()} {until}" if kalender and until else ""
    own = dataset.resource.model_dump_json()
    key = _key(store, raw, *(text.encode() for text in (own, *others, agreed)))

    def run() -> list[Verdict]:
        frame = frames(dataset.name)
        old = freshness.of_dataset(dataset, kalender, peildatum, frame=frame) if peildatum else None
        around = Omgeving(frames, dataset.vorige(), old)
        found = validate(contract, frame, dataset, around)
        return [*found, *persoonsgegevens.zoek(frame, dataset), herkomst.zoek(dataset)]

    return _remembered(store, key, run)


def _remembered(store: Store | None, key: str, run: Callable[[], list[Verdict]]) -> list[Verdict]:
    """The verdicts under ``key``, from the store or made now."""
    if store is None:
        return run()

    def make() -> bytes:
        return _VERDICTS.dump_json(run(), exclude={"__all__": {"boodschap"}})

    return _VERDICTS.validate_json(store.remember("contracten", key, make))


def _key(store: Store | None, *parts: bytes) -> str:
    """A checksum over ``parts``, the code that checks and the libraries that it checks with."""
    return digest([*_rules(store), *(sha256(part) for part in parts)])


@cache
def _rules(store: Store | None) -> tuple[str, str]:
    return Code(store=store).digest("ivp.contracts"), digest(versies())

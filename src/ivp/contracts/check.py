"""Check data sets against their contracts, and remember the outcome as long as nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import pandas as pd
from pydantic import TypeAdapter

from ivp.code import Code
from ivp.contracts import persoonsgegevens, samenhang, suite
from ivp.contracts.validate import validate
from ivp.contracts.verdict import Verdict
from ivp.errors import Fouten, IvpFout, ParamsFout
from ivp.sources import Dataset, Package
from ivp.store import Store, digest, sha256
from ivp.versies import versies

_VERDICTS = TypeAdapter(list[Verdict])


def check(
    package: Package, names: Iterable[str] | None = None, store: Store | None = None
) -> list[Verdict]:
    """One verdict per expectation, per kind of personal data, and per check between data sets.

    ``names`` limits it to these data sets (and the checks between them and others). With ``store``
    the verdicts of an unchanged file with an unchanged contract come from there. Raises
    ``BronFout`` for a data set that cannot be read, ``ParamsFout`` for a contract that is wrong,
    ``Fouten`` for several of these.
    """
    wanted = tuple(package.names if names is None else dict.fromkeys(names))
    frames: dict[str, pd.DataFrame] = {}
    verdicts: list[Verdict] = []
    errors: list[IvpFout] = [] if names is not None else _orphans(package)
    for name in wanted:
        try:
            verdicts += _dataset(package, package.dataset(name), frames, store)
        except IvpFout as fout:
            errors.append(fout)
    if errors:
        raise errors[0] if len(errors) == 1 else Fouten(errors)
    return verdicts + _between(package, wanted, frames, store)


def raise_if_broken(verdicts: Sequence[Verdict]) -> None:
    """Raise ``ContractFout`` (several: ``Fouten``) when a critical expectation is broken."""
    errors: list[IvpFout] = [
        verdict.fout()
        for verdict in verdicts
        if verdict.status == "kapot" and verdict.severity == "critical"
    ]
    if errors:
        raise errors[0] if len(errors) == 1 else Fouten(errors)


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
    package: Package, dataset: Dataset, frames: dict[str, pd.DataFrame], store: Store | None
) -> list[Verdict]:
    raw = suite.read_bytes(package.project, dataset.name)
    contract = suite.parse(raw, dataset.name)
    dataset.content()
    key = _key(raw, dataset.resource.model_dump_json().encode())

    def run() -> list[Verdict]:
        frame = frames.setdefault(dataset.name, dataset.read())
        return validate(contract, frame, dataset) + persoonsgegevens.zoek(frame, dataset)

    return _remembered(store, key, run)


def _between(
    package: Package,
    wanted: Sequence[str],
    frames: dict[str, pd.DataFrame],
    store: Store | None,
) -> list[Verdict]:
    checks = [
        item
        for item in samenhang.CONTROLES
        if set(item.datasets) & set(wanted) and set(item.datasets) <= set(package.names)
    ]
    involved = sorted({name for item in checks for name in item.datasets})
    datasets = {name: package.dataset(name) for name in involved}
    key = _key(*(datasets[name].resource.model_dump_json().encode() for name in involved))

    def run() -> list[Verdict]:
        for name, dataset in datasets.items():
            if name not in frames:
                frames[name] = dataset.read()
        return [samenhang.verdict(item, frames, datasets) for item in checks]

    return _remembered(store, key, run)


def _remembered(store: Store | None, key: str, run: Callable[[], list[Verdict]]) -> list[Verdict]:
    """The verdicts under ``key``, from the store or made now."""
    if store is None:
        return run()

    def make() -> bytes:
        return _VERDICTS.dump_json(run(), exclude={"__all__": {"boodschap"}})

    return _VERDICTS.validate_json(store.remember("contracten", key, make))


def _key(*parts: bytes) -> str:
    """A checksum over ``parts``, the code that checks and the version of Great Expectations."""
    return digest([*_rules(), *(sha256(part) for part in parts)])


@cache
def _rules() -> tuple[str, str]:
    return Code().digest("ivp.contracts"), versies()["great-expectations"]

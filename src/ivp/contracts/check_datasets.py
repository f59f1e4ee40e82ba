"""Check data sets against their contracts, and remember the outcome as long as nothing changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import pandas as pd

from ivp.code import Code
from ivp.config.sources import Bronnen, Kalender
from ivp.contracts import suite
from ivp.contracts.own_checks import Delivery
from ivp.contracts.personal_data import personal_data
from ivp.contracts.run_suite import run_suite
from ivp.contracts.verdict import VERDICTS, Finding, Verdict
from ivp.contracts.wording import PERSONAL, found, verdict
from ivp.data import Dataset, Package, freshness
from ivp.errors import IvpFout, ParamsFout, collect, raise_all
from ivp.program_versions import program_versions
from ivp.store import Store, digest, sha256

Read = Callable[[str], pd.DataFrame]
"""Gives a data set by name."""
_EXAMPLE = re.compile(r"voorbeeld|verzonnen", re.IGNORECASE)


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
    read = cache(lambda name: package.dataset(name).read())
    verdicts: list[Verdict] = []
    errors: list[IvpFout] = [] if names is not None else _orphans(package)
    for name in wanted:
        calendar = bronnen.kalender(name) if bronnen else None
        with collect(errors):
            verdicts += _dataset(package, name, read, store, calendar, peildatum)
    raise_all(errors)
    return verdicts


def publishable(verdicts: Sequence[Verdict], package: Package) -> list[Verdict]:
    """The verdicts as the book may show them; the steward sees them whole in the terminal.

    Of a data set whose rows count persons, or that is compared with one, nothing that was found is
    left: no value, sum, extreme or number of rows, since a hidden count could follow from it.
    """
    persons = {one.name for one in package.datasets if one.resource.ivp.persoonsregistratie}
    near = set(persons)
    for name in {one.dataset for one in verdicts}:
        path = package.project.expectations / f"{name}.json"
        if path.is_file() and not persons.isdisjoint(suite.parse(path.read_bytes(), name).others):
            near.add(name)
    hidden = {"seen": found("not shown"), "count": None, "examples": ()}
    return [
        one
        if one.dataset not in near or one.kind in PERSONAL
        else one.model_copy(update={**hidden, "wat": one.wat and found("broken, not shown")})
        for one in verdicts
    ]


def raise_if_broken(verdicts: Sequence[Verdict]) -> None:
    """Raise ``ContractFout`` (several: ``Fouten``) when a critical expectation is broken."""
    raise_all([verdict.error() for verdict in verdicts if verdict.blocks])


def _orphans(package: Package) -> list[IvpFout]:
    """Contracts of data sets that are not registered: probably a name that was changed."""
    return [
        ParamsFout(
            f"Dit contract hoort bij geen geregistreerde bron ({path.stem})",
            waar=suite.file_of(path.stem),
            waarom="de bron waarvoor het bedoeld was, wordt niet gecontroleerd",
            doe="geef het de naam van de bron in data/datapackage.json, of verwijder het",
        )
        for path in sorted(package.project.expectations.glob("*.json"))
        if path.stem not in package.names
    ]


def _dataset(
    package: Package,
    name: str,
    read: Read,
    store: Store | None,
    kalender: Kalender | None,
    peildatum: dt.date | None,
) -> list[Verdict]:
    dataset = package.dataset(name)
    raw = suite.read_bytes(package.project, name)
    contract = suite.parse(raw, name)
    dataset.content()
    for other in contract.others:
        if other not in package.names:
            raise suite.unknown_other(name, other, package.names)

    def run() -> list[Verdict]:
        frame = read(name)
        age = freshness.of_dataset(dataset, kalender, peildatum, frame=frame) if peildatum else None
        verdicts = run_suite(contract, Delivery(frame, read, dataset.previous(), age), dataset)
        return [*verdicts, *personal_data(frame, dataset), origin(dataset)]

    if store is None:
        return run()
    until = kalender.laatst(peildatum) if kalender and peildatum else None
    agreed = f"{kalender.model_dump_json()} {until}" if kalender and until else ""
    concerned = [
        package.dataset(one).resource.model_dump_json() for one in (name, *contract.others)
    ]
    key = digest([*_rules(store), sha256(raw), concerned, agreed])
    return VERDICTS.validate_json(
        store.remember("verdicts", key, lambda: VERDICTS.dump_json(run()))
    )


@cache
def _rules(store: Store) -> tuple[str, str]:
    """Checksums of the code that checks and of the libraries that it checks with."""
    return Code(store=store).digest("ivp.contracts"), digest(program_versions())


def origin(dataset: Dataset) -> Verdict:
    """Whether the registration of real figures (``werkelijk``) still speaks of an example.

    They would stand in the book under a wrong name.
    """
    resource = dataset.resource
    said = {
        "title": [resource.title],
        "producent": [resource.ivp.producent],
        "licenses": [licence.title for licence in resource.licenses],
        "sources": [source.title for source in resource.sources],
    }
    left = [key for key, texts in said.items() if any(map(_EXAMPLE.search, texts))]
    finding, what, keys = Finding(seen=found("origin")), "", ", ".join(left)
    if resource.ivp.werkelijk and left:
        finding = Finding(seen=found("an example", keys), broken=True)
        what = found("still an example", dataset.name, keys)
    return verdict(dataset, "herkomst_klopt", finding, file="data/datapackage.json", what=what)

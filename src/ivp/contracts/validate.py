"""Hold a frame against its suite: one verdict per expectation, in Dutch."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ivp.contracts import explain, motor
from ivp.contracts.eigen import Bevinding, Omgeving
from ivp.contracts.suite import Suite, Verwachting
from ivp.contracts.verdict import Verdict
from ivp.data import Dataset

_EXAMPLES = 5
_TOO_MANY = 15
_OWN = "bevinding"
_FRESH = "expect_figures_to_be_fresh"


def validate(
    suite: Suite, frame: pd.DataFrame, dataset: Dataset, omgeving: Omgeving
) -> list[Verdict]:
    """One verdict per expectation of ``suite``, in its order.

    Rows are counted as in the delivered file. Raises ``ParamsFout`` for arguments that do not fit.
    """
    ready = {
        number: item
        for number, item in enumerate(suite.expectations)
        if all(column in frame.columns for column in item.kolommen)
    }
    results = motor.run(suite.name, ready, frame, omgeving)
    return [
        _verdict(item, results[number], dataset)
        if number in results
        else _missing_column(item, frame, dataset)
        for number, item in enumerate(suite.expectations)
    ]


def _verdict(item: Verwachting, result: dict[str, Any], dataset: Dataset) -> Verdict:
    rule = explain.regel(item.type, item.kwargs)
    if _OWN in result:
        return _own(item, result[_OWN], dataset, rule)
    count = result.get("unexpected_count")
    if result["success"]:
        return _make(item, dataset, rule, waargenomen=_observed(result))
    if result.get("unexpected_index_list"):
        rows = result["unexpected_index_list"]
        values = [explain.waarde(value) for value in result["unexpected_list"]]
        # GX gives the row of every bad value, but only the first 200 of the values.
        examples = tuple(sorted(zip(rows, values, strict=False)))[:_EXAMPLES]
        found = explain.aantal_rijen(len(rows))
        wat = f"Verwacht: {rule}. {found}: {explain.rijen(examples, len(rows))}"
        return _make(item, dataset, rule, found, len(rows), examples, wat)
    found = _observed(result)
    return _make(item, dataset, rule, found, count, (), f"Verwacht: {rule}. Gevonden: {found}")


def _own(item: Verwachting, found: Bevinding, dataset: Dataset, rule: str) -> Verdict:
    if found.goed:
        return _make(item, dataset, rule, found.gezien)
    examples = tuple(sorted(found.rijen)[:_EXAMPLES])
    said = [explain.aantal_rijen(len(found.rijen))] if found.rijen else []
    said += [found.gezien] if found.kapot else []
    seen = "; ".join(said)
    rows = f": {explain.rijen(examples, len(found.rijen))}" if examples else ""
    wat = f"Verwacht: {rule}. Gevonden: {seen}{rows}"
    return _make(item, dataset, rule, seen, len(found.rijen) or None, examples, wat)


def _observed(result: dict[str, Any]) -> str:
    """What was found, when it is not about separate rows."""
    parts = []
    if result.get("partial_missing_list"):
        parts.append(f"ontbreekt {explain.opsomming(result['partial_missing_list'])}")
    if "partial_missing_list" in result and result.get("partial_unexpected_list"):
        parts.append(f"onverwacht {explain.opsomming(result['partial_unexpected_list'])}")
    seen = result.get("observed_value")
    if isinstance(seen, list):
        parts.append(", ".join(str(value) for value in seen[:_TOO_MANY]))
    elif seen is not None:
        parts.append(explain.TYPES.get(seen) or explain.waarde(seen))
    if parts:
        return "; ".join(parts)
    return "alle rijen voldoen" if result["success"] else "de controle kon niet worden gedaan"


def _missing_column(item: Verwachting, frame: pd.DataFrame, dataset: Dataset) -> Verdict:
    gone = next(column for column in item.kolommen if column not in frame.columns)
    rule = explain.regel(item.type, item.kwargs)
    found = f"kolom {gone} ontbreekt"
    return _make(
        item, dataset, rule, found, None, (), f"De kolom '{gone}' ontbreekt in de levering"
    )


def _make(
    item: Verwachting,
    dataset: Dataset,
    rule: str,
    waargenomen: str,
    aantal_fout: int | None = None,
    voorbeelden: tuple[tuple[int, str], ...] = (),
    wat: str = "",
) -> Verdict:
    return Verdict(
        dataset=dataset.name,
        bestand=dataset.bestand,
        soort=item.type,
        kolom=item.kolom,
        regel=rule,
        severity=item.severity,
        status="kapot" if wat else "ok",
        waargenomen=waargenomen,
        aantal_fout=aantal_fout,
        voorbeelden=voorbeelden,
        wat=f"{wat}. {item.meta.uitleg.rstrip('.')}" if wat else "",
        waarom=item.meta.waarom.rstrip(".") if wat else "",
        doe=doe(dataset, item.type) if wat else "",
    )


def doe(dataset: Dataset, soort: str = "") -> str:
    """Whom to ask, and how to go on; for figures that are too old, where the new ones are."""
    facts = dataset.resource.ivp
    if soort == _FRESH:
        get = f"haal ze op: ivp fetch {facts.tabel}, daarna ivp update {facts.tabel}"
        return f"{get if facts.tabel else 'vraag om de nieuwe levering'} ({facts.contact})"
    return (
        f"vraag het na bij {facts.contact}; klopt de levering toch, pas dan het "
        f"contract aan (expectations/{dataset.name}.json)"
    )

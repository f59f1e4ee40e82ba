"""Hold a data set against its suite: one verdict per expectation, in Dutch.

The only module that imports Great Expectations, which takes longer than all checks together.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
from pydantic import ValidationError

from ivp.contracts.own_checks import CHECKS, FIRST_ROW, Delivery, defaults
from ivp.contracts.suite import Expectation, Suite, bad_arguments
from ivp.contracts.verdict import Finding, Verdict
from ivp.contracts.wording import TYPES, first_values, found, text, verdict
from ivp.data import Dataset

PER_ROW = frozenset(
    {
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_be_unique",
        "expect_compound_columns_to_be_unique",
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_not_be_in_set",
        "expect_column_values_to_match_regex",
        "expect_column_values_to_be_between",
        "expect_column_pair_values_a_to_be_greater_than_b",
    }
)
"""Types of Great Expectations about separate rows: when all is well, there is no more to say."""
_MAX_LISTED = 15
_NUMBER = "number"


def run_suite(suite: Suite, delivery: Delivery, dataset: Dataset) -> list[Verdict]:
    """One verdict per expectation of ``suite``, in its order.

    Rows are counted as in the delivered file. Raises ``ParamsFout`` for arguments that do not fit.
    """
    delivery = replace(delivery, frame=delivery.frame.reset_index(drop=True))
    findings: dict[int, Finding] = {}
    theirs: dict[int, Expectation] = {}
    for number, item in enumerate(suite.expectations):
        gone = [column for column in item.columns if column not in delivery.frame]
        if gone:
            findings[number] = Finding(seen=found("column gone", gone[0]), broken=True)
        elif item.type in CHECKS:
            findings[number] = _own(suite.name, number, item, delivery)
        else:
            theirs[number] = item
    findings |= _great_expectations(suite.name, theirs, delivery.frame)
    return [
        verdict(
            dataset,
            item.type,
            findings[number],
            {**(defaults(item.type) if item.type in CHECKS else {}), **item.kwargs},
            severity=item.severity,
            column=item.column,
            cause=item.meta.uitleg,
            why=item.meta.waarom,
        )
        for number, item in enumerate(suite.expectations)
    ]


def _own(name: str, number: int, item: Expectation, delivery: Delivery) -> Finding:
    try:
        return CHECKS[item.type](delivery, **item.kwargs)
    except ValidationError as error:
        detail = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
        raise bad_arguments(name, number + 1, item.type, detail) from None
    except KeyError as error:
        return Finding(seen=found("column gone", error.args[0]), broken=True)
    except (TypeError, ValueError):  # such as text where years should be: others say so
        return Finding(seen=found("not checked"), broken=True)


def _great_expectations(
    name: str, items: Mapping[int, Expectation], frame: pd.DataFrame
) -> dict[int, Finding]:
    """What Great Expectations finds of each of ``items``, by the same number.

    Of rows it is first asked only whether they are well: to list the bad ones is most of its work.
    """
    gx = great_expectations()
    ready = {number: _configured(name, number, item) for number, item in items.items()}
    # Whole numbers without gaps as numpy has them: more than twice as quick.
    whole = [name for name, kind in frame.dtypes.items() if kind == "Int64"]
    plain = {name: "int64" for name in whole if frame[name].notna().all()}
    delivered = frame.astype(plain).set_axis(range(FIRST_ROW, len(frame) + FIRST_ROW))
    batch = batch_definition().get_batch({"dataframe": delivered})

    def ask(numbers: Collection[int], result_format: str) -> dict[int, Any]:
        if not numbers:
            return {}
        suite = gx.ExpectationSuite(name=name, expectations=[ready[n] for n in numbers])
        outcome = batch.validate(suite, result_format={"result_format": result_format})
        # Not in the order in which they were asked.
        return {one.expectation_config.meta[_NUMBER]: one for one in outcome.results}

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        brief = ask([n for n in ready if items[n].type in PER_ROW], "BOOLEAN_ONLY")
        met = {number: result for number, result in brief.items() if result.success}
        results = met | ask([n for n in ready if n not in met], "COMPLETE")
    return {number: _finding(result) for number, result in results.items()}


@cache
def great_expectations() -> Any:
    """Great Expectations, imported when first asked for; it is told to send nothing."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    return gx


@cache
def batch_definition() -> Any:
    """Where Great Expectations takes frames from."""
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("levering").add_dataframe_asset("tabel")
    return asset.add_batch_definition_whole_dataframe("geheel")


def _configured(name: str, number: int, item: Expectation) -> Any:
    kind = "".join(word.capitalize() for word in item.type.split("_"))
    make = getattr(great_expectations().expectations, kind)
    try:
        return make(**item.kwargs, severity=item.severity, meta={_NUMBER: number})
    except (ValueError, TypeError) as error:
        detail = "; ".join(str(error).splitlines()[1:]) or str(error)
        raise bad_arguments(name, number + 1, item.type, detail) from None


def _finding(outcome: Any) -> Finding:
    """What Great Expectations gives, as a finding."""
    result: dict[str, Any] = outcome.result
    if outcome.success:
        return Finding(seen=_seen(result) or found("all well"))
    rows = result.get("unexpected_index_list")
    if rows:
        values = map(text, result["unexpected_list"])
        # The row of every bad value, but only the first 200 of the values.
        return Finding(list(zip(rows, values, strict=False)), count=len(rows))
    return Finding(seen=_seen(result) or found("not checked"), broken=True)


def _seen(result: Mapping[str, Any]) -> str:
    """What was found, when it is not about separate rows."""
    parts = []
    missing, more = result.get("partial_missing_list"), result.get("partial_unexpected_list")
    # Both come in no order.
    if missing:
        parts.append(found("values gone", first_values(sorted(missing))))
    if missing is not None and more:
        parts.append(found("values too many", first_values(sorted(more))))
    seen = result.get("observed_value")
    if isinstance(seen, list):
        parts.append(", ".join(str(value) for value in seen[:_MAX_LISTED]))
    elif seen is not None:
        parts.append(TYPES.get(seen) or text(seen))
    return "; ".join(parts)

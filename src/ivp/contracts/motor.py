"""Run expectations with Great Expectations; with ``eigen.gx`` the only module that imports it.

What GX does for other users costs more than our checks, so it is asked for less: modules that no
contract of ours needs are loaded when they are used, the configuration of an expectation is made
once, and which rows are bad is asked only where some are. The outcome is that of GX as it comes
(a test holds them against each other).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

import pandas as pd

from ivp.contracts.eigen import Omgeving
from ivp.contracts.suite import Verwachting, bad_arguments
from ivp.later import later

EERSTE_RIJ = 2
"""The first row of figures: rows are counted as in the delivered file."""
PER_RIJ = frozenset(
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
"""Expectations about separate rows: when all is well there is nothing to say but that."""
_ORDER = "volgnummer"
_LATER = ("altair", "scipy.stats")
"""Half of the time that importing GX takes, for expectations that are in no contract."""


@cache
def laad() -> ModuleType:
    """Great Expectations, imported when first asked for."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with later(*_LATER):
        import great_expectations as gx
    return gx


def run(
    name: str, items: Mapping[int, Verwachting], frame: pd.DataFrame, omgeving: Omgeving
) -> dict[int, dict[str, Any]]:
    """The plain result of each of ``items``, with ``success``, by the same number.

    The result has what GX calls COMPLETE, but for those of ``PER_RIJ`` that are met. Raises
    ``ParamsFout`` for arguments that do not fit.
    """
    gx = laad()
    from great_expectations.validator.v1_validator import Validator

    from ivp.contracts.eigen.gx import binnen

    ready = {number: _configured(name, number, item) for number, item in items.items()}
    # GX is more than twice as quick on numpy integers, which whole columns can be.
    whole = [name for name, kind in frame.dtypes.items() if kind == "Int64"]
    plain = {name: "int64" for name in whole if frame[name].notna().all()}
    delivered = frame.astype(plain).set_axis(range(EERSTE_RIJ, len(frame) + EERSTE_RIJ))
    # What ``Batch.validate`` makes anew each time, with a checksum over all of the frame.
    validator: Any = Validator(batch_definition(), batch_parameters={"dataframe": delivered})

    def ask(numbers: list[int], result_format: str) -> dict[int, dict[str, Any]]:
        if not numbers:
            return {}
        suite = gx.ExpectationSuite(name=name, expectations=[ready[n] for n in numbers])
        validator.result_format = {"result_format": result_format}
        outcome = validator.validate_expectation_suite(suite)
        return {  # GX gives them in an order of its own
            int(result.expectation_config.meta[_ORDER]): {
                **result.result,
                "success": bool(result.success),
            }
            for result in outcome.results
        }

    with warnings.catch_warnings(), binnen(omgeving), configured_once():
        warnings.simplefilter("ignore")
        found = ask([n for n in ready if items[n].type in PER_RIJ], "BOOLEAN_ONLY")
        met = [number for number, result in found.items() if result["success"]]
        return found | ask([n for n in ready if n not in met], "COMPLETE")


def _configured(name: str, number: int, item: Verwachting) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metadata_types import FailureSeverity

    try:
        return ExpectationConfiguration(
            type=item.type,
            kwargs=dict(item.kwargs),
            severity=FailureSeverity(item.severity),
            meta={_ORDER: number},
        ).to_domain_obj()
    except (ValueError, TypeError) as error:
        detail = "; ".join(str(error).splitlines()[1:]) or str(error)
        raise bad_arguments(name, number + 1, item.type, detail) from None


@contextmanager
def configured_once() -> Iterator[None]:
    """Within this block GX makes the configuration of an expectation once, as long as its fields
    are the same; of itself it makes one for every argument that it looks at.
    """
    from great_expectations.expectations.expectation import Expectation

    stock = Expectation.configuration
    made: dict[int, tuple[Any, dict[str, Any], Any]] = {}

    def configuration(self: Any) -> Any:
        known = made.get(id(self))
        if known is None or known[0] is not self or known[1] != self.__dict__:
            known = made[id(self)] = self, dict(self.__dict__), stock.fget(self)  # type: ignore[attr-defined]
        return known[2]

    Expectation.configuration = property(configuration)  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        Expectation.configuration = stock  # type: ignore[method-assign]


@cache
def batch_definition() -> Any:
    """Where GX takes frames from; once, because making it takes as long as a small suite."""
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = laad().get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("levering").add_dataframe_asset("tabel")
    return asset.add_batch_definition_whole_dataframe("geheel")

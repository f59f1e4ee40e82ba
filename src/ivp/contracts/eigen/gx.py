"""Make Great Expectations know the types of ``TYPEN``. Imports it, which takes seconds."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from great_expectations.expectations.expectation import BatchExpectation

from ivp.contracts.eigen.basis import Bevinding, Eigen, Omgeving
from ivp.contracts.eigen.typen import TYPEN

BEVINDING = "bevinding"
_omgeving: ContextVar[Omgeving] = ContextVar("omgeving")


@contextmanager
def binnen(omgeving: Omgeving) -> Iterator[None]:
    """Give the expectations that are validated within this block what lies around them."""
    token = _omgeving.set(omgeving)
    try:
        yield
    finally:
        _omgeving.reset(token)


def _klasse(name: str, eigen: Eigen) -> type[Any]:
    """An expectation whose fields are the keyword arguments of the function."""
    arguments = [
        p
        for p in inspect.signature(eigen.zoek, eval_str=True).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    ]

    def _validate(
        self: Any, metrics: Any, runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        frame = execution_engine.batch_manager.active_batch.data.dataframe.reset_index(drop=True)
        given = {p.name: getattr(self, p.name) for p in arguments}
        try:
            found = eigen.zoek(frame, _omgeving.get(), **given)
        except KeyError as error:
            found = Bevinding(gezien=f"kolom {error.args[0]} ontbreekt", kapot=True)
        return {"success": found.goed, "result": {BEVINDING: found}}

    fields = {p.name: p.default for p in arguments if p.default is not inspect.Parameter.empty}
    annotations: dict[str, Any] = {p.name: p.annotation for p in arguments}
    content = {
        "__annotations__": {
            **annotations,
            "metric_dependencies": ClassVar[tuple[str, ...]],
            "success_keys": ClassVar[tuple[str, ...]],
        },
        "__module__": __name__,
        "__doc__": eigen.zoek.__doc__,
        "metric_dependencies": (),
        "success_keys": tuple(annotations),
        "_validate": _validate,
        **fields,
    }
    return type(
        "".join(word.capitalize() for word in name.split("_")), (BatchExpectation,), content
    )


KLASSEN = {name: _klasse(name, eigen) for name, eigen in TYPEN.items()}

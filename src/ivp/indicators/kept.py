"""Parts of the indicators that were made before, by what they follow from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivp.code import Code
from ivp.store import Store, digest
from ivp.versies import versies

Remember = Callable[[Any, Callable[[], Any]], Any]
"""Gives what was made from these plain data before, or makes it now; that is plain data as well."""


def always(given: Any, make: Callable[[], Any]) -> Any:
    """Remembers nothing."""
    return make()


def kept(store: Store, code: Code) -> Remember:
    """Remembers in ``store``, as long as this ``code`` and the libraries are the same."""
    makers = [code.digest("ivp.indicators.chapter_input"), versies()]
    return lambda given, make: store.remember_data("indicatoren", digest([given, makers]), make)

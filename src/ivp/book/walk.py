"""A walk through a chapter's tree that passes by the text itself.

Words and the spaces between them are five in six of all elements, and hardly any step looks at
them; panflute's own ``Element.walk`` visits them all and makes every list anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panflute as pf
from panflute.containers import ListContainer

_TEXT = frozenset({pf.Str, pf.Space, pf.SoftBreak})


def walk(element: Any, visit: Callable[[Any], Any]) -> Any:
    """``element`` with ``visit`` applied to all in it but text, children before their parents.

    What ``visit`` returns takes an element's place: nothing (it stays, perhaps changed in place),
    another element, or a list of them.
    """
    for name in element._children:
        child = getattr(element, name)
        if isinstance(child, ListContainer):
            found: list[Any] = []
            for one in child.list:
                made = one if type(one) in _TEXT else walk(one, visit)
                found.extend(made if isinstance(made, list) else (made,))
            if len(found) != len(child.list) or any(map(_differs, found, child.list)):
                setattr(element, name, found)
        elif isinstance(child, pf.Element):
            made = walk(child, visit)
            if made is not child:
                setattr(element, name, made)
    altered = visit(element)
    return element if altered is None else altered


def _differs(one: object, other: object) -> bool:
    return one is not other

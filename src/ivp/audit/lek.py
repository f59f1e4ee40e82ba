"""What the auditor reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lek:
    """A small count of persons of which the book tells more than the rule allows.

    An attacker knows that it lies from ``laagste`` to ``hoogste``; ``waar`` is where it is printed,
    empty when it only follows from other figures.
    """

    wat: str
    laagste: float
    hoogste: float
    waar: tuple[str, ...] = ()

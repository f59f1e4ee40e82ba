"""What a check of one data set finds, and the verdict that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from ivp.errors import ContractFout

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """The bad rows (number in the delivered file, what is there), and what was seen in words.

    Without bad rows all is well, unless ``broken`` says that what is wrong is in no row. ``count``
    is the number of bad rows when not all of them are in ``rows``.
    """

    rows: list[tuple[int, str]] = field(default_factory=list)
    seen: str = ""
    broken: bool = False
    count: int | None = None

    @property
    def well(self) -> bool:
        return not (self.rows or self.broken)


class Verdict(BaseModel):
    """One expectation and whether the delivery meets it.

    ``kind`` is the expectation's type, ``rule`` says in Dutch what is expected, ``seen`` what was
    found. ``examples`` are the first bad cells: row in the delivered file (the header is row 1) and
    value; ``count`` is the number of bad rows. ``wat``, ``waarom`` and ``doe`` are the three parts
    of an error, and empty when all is well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dataset: str
    file: str
    kind: str
    column: str | None
    rule: str
    severity: Severity
    status: Literal["ok", "kapot"]
    seen: str = ""
    count: int | None = None
    examples: tuple[tuple[int, str], ...] = ()
    wat: str = ""
    waarom: str = ""
    doe: str = ""

    @property
    def blocks(self) -> bool:
        """Whether no book may be made of this delivery."""
        return self.status != "ok" and self.severity == "critical"

    def error(self) -> ContractFout:
        """A broken verdict as an error."""
        place = f"{self.file}, kolom {self.column}" if self.column else self.file
        return ContractFout(self.wat, waar=place, waarom=self.waarom, doe=self.doe)


VERDICTS = TypeAdapter(list[Verdict])
"""Reads and writes verdicts as JSON."""

"""The outcome of one check of one data set."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field

from ivp.errors import ContractFout

Severity = Literal["critical", "warning", "info"]


class Verdict(BaseModel):
    """One expectation and whether the delivery meets it.

    ``soort`` is the expectation's type, ``regel`` says in Dutch what is expected, ``waargenomen``
    what was found. ``voorbeelden`` are the first bad cells: row in the delivered file (the header
    is row 1) and value. ``wat``, ``waarom`` and ``doe`` are empty when all is well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dataset: str
    bestand: str
    soort: str
    kolom: str | None
    regel: str
    severity: Severity
    status: Literal["ok", "kapot"]
    waargenomen: str = ""
    aantal_fout: int | None = None
    voorbeelden: tuple[tuple[int, str], ...] = ()
    wat: str = ""
    waarom: str = ""
    doe: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def boodschap(self) -> str:
        """What is wrong, why it matters and what to do, as one text; empty when all is well."""
        if self.status == "ok":
            return ""
        return f"{self.wat}. Waarom dit telt: {self.waarom}. Wat u kunt doen: {self.doe}."

    def fout(self) -> ContractFout:
        """A broken verdict as an error."""
        place = f"{self.bestand}, kolom {self.kolom}" if self.kolom else self.bestand
        return ContractFout(self.wat, waar=place, waarom=self.waarom, doe=self.doe)

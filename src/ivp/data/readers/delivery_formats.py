"""The delivery formats that we ask of partners; ``delivery_formats.yml`` has them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

Kind = Literal["code", "gebied", "naam", "jaar", "aantal", "score", "deelnemer"]

FORMS: dict[Kind, str] = {
    "code": "een code in kleine letters; is er een lijst, dan een code daaruit",
    "gebied": "gebiedscode van het CBS, zoals GM0420 (gemeente) of WK042001 (wijk)",
    "naam": "naam van het gebied",
    "jaar": "kalenderjaar in vier cijfers",
    "aantal": "geheel getal; 0 als er echt geen zijn, leeg of . als het onbekend is, "
    "x of <5 als het te klein is om te geven",
    "score": "geheel getal van 1 tot en met 5; leeg als de deelnemer dit niet scoorde",
    "deelnemer": "een letter en een volgnummer, zoals D01; nooit een naam",
}


class FormatColumn(BaseModel):
    """One column: ``codes`` (code → meaning) limits what it may hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: Kind
    meaning: str
    codes: dict[str, str] = {}


class DeliveryFormat(BaseModel):
    """One format, for data set ``dataset``; ``persons``: small counts are suppressed in the book.

    ``key`` names the columns that together identify a row.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    dataset: str
    title: str
    supplier: str
    persons: bool
    explanation: str
    key: tuple[str, ...]
    columns: tuple[FormatColumn, ...]
    example: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


FORMATS = {
    name: DeliveryFormat(name=name, **content)
    for name, content in yaml.safe_load(
        Path(__file__).with_suffix(".yml").read_text(encoding="utf-8")
    ).items()
}

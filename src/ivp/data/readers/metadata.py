"""What a source says about its own table: topics with units, and the code lists of dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from ivp.data.readers import perioden
from ivp.data.readers.plaats import bronfout, eerste, opsomming
from ivp.data.readers.regios import Namenlijst, label
from ivp.data.readers.tidy import slang
from ivp.data.readers.waarden import schoon

GEBIED = ("RegioS", "WijkenEnBuurten", "Regio", "Regios", "RegionaleEenheden")
"""Names that CBS and police give to the dimension with areas."""
PERIODE = ("Perioden",)


class Onderwerp(NamedTuple):
    """A topic (column of figures): ``standaard_nul`` says that an absent record means 0."""

    sleutel: str
    titel: str
    eenheid: str | None
    is_tekst: bool
    standaard_nul: bool


@dataclass(frozen=True)
class Metadata:
    """Table id, title, date of change, topics by key, and per dimension a frame of codes.

    A code list has the columns ``code`` (no padding), ``naam``, ``omschrijving`` and, for periods,
    ``status``.
    """

    tabel: str = ""
    titel: str = ""
    gewijzigd: str = ""
    onderwerpen: Mapping[str, Onderwerp] = field(default_factory=dict)
    lijsten: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def namen(self, dimensie: str) -> dict[str, str] | None:
        """Code → name of a dimension; ``None`` when there is no list of it."""
        lijst = self.lijsten.get(dimensie)
        return None if lijst is None else dict(zip(lijst["code"], lijst["naam"], strict=True))

    def statussen(self) -> dict[str, str]:
        """Period code → ``definitief``, ``voorlopig``, ``nader_voorlopig``; only those known."""
        for dimensie in PERIODE:
            lijst = self.lijsten.get(dimensie)
            if lijst is not None and "status" in lijst:
                known = lijst.dropna(subset="status")
                return dict(zip(known["code"], known["status"], strict=True))
        return {}

    def gebieden(self) -> Namenlijst:
        """The declared list of area names of this table."""
        for dimensie in GEBIED:
            lijst = self.lijsten.get(dimensie)
            if lijst is not None:
                pairs = zip(lijst["code"], lijst["naam"], strict=True)
                return Namenlijst.uit(pairs, f"de gebiedenlijst van tabel {self.tabel or '?'}")
        return Namenlijst("een lege lijst", {})


def codelijst(frame: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """A code list (``Key`` or ``Identifier``, ``Title``, …) in our columns (see ``Metadata``).

    Raises ``BronFout`` for a code that is there twice or is empty.
    """
    key = "Identifier" if "Identifier" in frame else "Key"
    _require(frame, (key, "Title"), bestand)
    result = pd.DataFrame({"code": frame[key].map(schoon), "naam": frame["Title"].map(label)})
    result["omschrijving"] = (
        frame["Description"].fillna("").map(schoon) if "Description" in frame else ""
    )
    wrong = result.duplicated("code") | (result["code"] == "")
    if wrong.any():
        first = result["code"].iloc[eerste(wrong)]
        raise bronfout(
            f"De code '{first}' staat twee keer in de codelijst" if first else "Een code is leeg",
            bestand,
            rij=int(frame["rij"].iloc[eerste(wrong)]) if "rij" in frame else None,
            kolom=key,
            doe="vraag de levering opnieuw op",
        )
    if "Status" in frame:
        result["status"] = frame["Status"].fillna("").map(perioden.status)
    return result.astype("str").reset_index(drop=True)


def samenstel(delen: Mapping[str, pd.DataFrame], bestand: str) -> Metadata:
    """Metadata from the entities of OData v3 by name: TableInfos, DataProperties, dimensions.

    Every frame holds the columns as delivered. Entities that are not given stay unknown.
    """
    info, properties = delen.get("TableInfos"), delen.get("DataProperties")
    if properties is not None:
        _require(properties, ("Type", "Key", "Title"), bestand)
    first = {} if info is None or info.empty else info.iloc[0].fillna("").to_dict()
    lists = {
        naam: codelijst(frame, bestand)
        for naam, frame in delen.items()
        if naam not in ("TableInfos", "DataProperties", "CategoryGroups")
    }
    return Metadata(
        tabel=schoon(str(first.get("Identifier", ""))),
        titel=schoon(str(first.get("Title", ""))),
        gewijzigd=schoon(str(first.get("Modified", "")))[:10],
        onderwerpen={} if properties is None else _topics(properties),
        lijsten=lists,
    )


def _require(frame: pd.DataFrame, columns: tuple[str, ...], bestand: str) -> None:
    missing = [naam for naam in columns if naam not in frame]
    if missing:
        raise bronfout(
            f"De kolom {opsomming(missing)} ontbreekt",
            bestand,
            rij=int(frame["rij"].iloc[0]) - 1 if "rij" in frame and len(frame) else None,
            waarom="zonder deze kolom zijn codes en eenheden niet te verklaren",
            doe="haal de metadata van de tabel opnieuw op",
        )


def _topics(properties: pd.DataFrame) -> dict[str, Onderwerp]:
    found = {}
    for row in properties.fillna("").astype(str).to_dict("records"):
        if row["Type"] == "Topic":
            key = schoon(row["Key"])
            found[key] = Onderwerp(
                key,
                label(row["Title"]),
                schoon(row.get("Unit", "")) or None,
                row.get("Datatype", "") == "String",
                row.get("Default", "") == "Zero",
            )
    return found


def met_namen(
    frame: pd.DataFrame, kolom: str, dimensie: str, metadata: Metadata, bestand: str
) -> pd.Series | None:
    """The names of the codes in ``kolom``; ``None`` without a list.

    Raises ``BronFout`` with the row of the first code that is not in the list.
    """
    names = metadata.namen(dimensie)
    if names is None:
        return None
    unknown = ~frame[kolom].isin(names)
    if unknown.any():
        raise bronfout(
            f"De code '{frame[kolom].iloc[eerste(unknown)]}' staat niet in de codelijst",
            bestand,
            rij=int(frame["rij"].iloc[eerste(unknown)]),
            kolom=dimensie,
            waarom="een onbekende code valt uit de cijfers weg zonder dat iemand het merkt",
            doe="haal de codelijst en de cijfers op dezelfde dag op",
        )
    return frame[kolom].map(names)


def kolomnaam(dimensie: str) -> str:
    """The column of the tidy frame in which a dimension comes."""
    if dimensie in GEBIED:
        return "gebied"
    if dimensie in PERIODE:
        return "periode"
    return slang(dimensie)

"""A chapter's input as a notebook sees it: typed, and nothing that was not declared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ivp.config import model as m
from ivp.contracts import VERDICTS, Verdict
from ivp.errors import NotitieboekFout, OndeclareerdeInvoer, did_you_mean
from ivp.show import herkomst
from ivp.show.getal import VOOR_STATUS, Ontbreekt
from ivp.show.uitvoer import Bron

if TYPE_CHECKING:
    import pandas as pd

    from ivp.indicators.chapter_input import ChapterInput


class Hoofdstuk:
    """The declared input of one chapter. Asking for more raises ``OndeclareerdeInvoer``."""

    def __init__(self, invoer: ChapterInput) -> None:
        self.invoer = invoer

    @property
    def id(self) -> str:
        return self.invoer.id

    @property
    def gemeente(self) -> m.Gemeente:
        return self.invoer.gemeente

    @property
    def plan(self) -> m.Plan:
        return self.invoer.plan

    @property
    def editie(self) -> m.Editie:
        return self.invoer.editie

    def definitie(self, indicator: str) -> m.Indicator:
        """How the indicator is made; only of declared indicators."""
        return self.invoer.definities[
            self._declared(indicator, self.invoer.definities, "indicatoren")
        ]

    def cijfers(
        self,
        *indicatoren: str,
        eenheid: str | None = None,
        gebied: str | Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """Rows of the indicator table (``ivp.indicators.rows.SCHEMA``), by default of all areas."""
        for name in indicatoren:
            self._declared(name, self.invoer.definities, "indicatoren")
        if len(indicatoren) == 1:
            frame = self._per_indicator.get(indicatoren[0], self._tabel.iloc[:0])
        else:
            frame = self._tabel[self._tabel["indicator"].isin(indicatoren)]
        if eenheid is not None:
            frame = frame[frame["eenheid"] == eenheid]
        if gebied is not None:
            codes = [gebied] if isinstance(gebied, str) else list(gebied)
            frame = frame[frame["gebied"].isin(codes)]
        return frame.reset_index(drop=True)

    @cached_property
    def _tabel(self) -> pd.DataFrame:
        return self.invoer.tabel()

    @cached_property
    def _per_indicator(self) -> dict[str, pd.DataFrame]:
        return {str(name): rows for name, rows in self._tabel.groupby("indicator", sort=False)}

    def dataset(self, name: str) -> pd.DataFrame:
        """A declared data set as a frame."""
        return self.invoer.dataset(self._declared(name, self.invoer.datasets, "datasets"))

    def bronnen(self, *namen: str | pd.DataFrame) -> list[Bron]:
        """Sources by data set name, or all that stand in the ``bron`` column of a frame.

        Of a frame they also carry which rows of the files its figures come from.
        """
        wanted: list[str] = []
        lines: dict[str, list[str]] = {}  # by the data set that is counted, which is named first
        for item in namen:
            if isinstance(item, str):
                wanted.append(item)
            else:
                wanted += [part for bron in item["bron"].unique() for part in bron.split("+")]
                for name, rows in item.groupby(item["bron"].str.split("+").str[0], sort=False):
                    lines.setdefault(str(name), []).extend(self._herkomst(rows))
        known = {str(source["name"]): source for source in self.invoer.bronnen}
        return [
            Bron.model_validate(
                {
                    **known[self._declared(name, known, "datasets")],
                    "herkomst": tuple(lines.get(name, ())),
                }
            )
            for name in dict.fromkeys(wanted)
        ]

    def _herkomst(self, rows: pd.DataFrame) -> list[str]:
        files = {str(source["name"]): str(source["bestand"]) for source in self.invoer.bronnen}
        return herkomst.regels(rows, self.invoer.definities, files, self.gemeente)

    @property
    def historie(self) -> m.Historie:
        return m.Historie.model_validate(self._onderdeel("historie"))

    @property
    def prioritering(self) -> m.Prioritering:
        return m.Prioritering.model_validate(self._onderdeel("prioritering"))

    @property
    def capaciteit(self) -> m.Capaciteit:
        return m.Capaciteit.model_validate(self._onderdeel("capaciteit"))

    @property
    def plannen(self) -> m.Plannen:
        """The plans: as ``plannen`` with each goal's figure declared, as ``keuzes`` without."""
        known = self.invoer.onderdelen
        plannen = known.get("keuzes") or self._onderdeel("plannen")
        return m.Plannen.model_validate(plannen)

    @property
    def keuzes(self) -> m.Plannen | None:
        """The plans without the figures behind them; ``None`` when not declared."""
        found = self.invoer.onderdelen.get("keuzes")
        return None if found is None else m.Plannen.model_validate(found)

    @property
    def vergelijking(self) -> m.Vergelijking:
        return m.Vergelijking.model_validate(self._onderdeel("vergelijking"))

    @property
    def velden(self) -> tuple[m.Veld, ...]:
        return tuple(m.Veld.model_validate(veld) for veld in self._onderdeel("velden"))

    def veld(self, veld_id: str) -> m.Veld:
        """The veld with this id. Raises ``NotitieboekFout`` with the nearest one when unknown."""
        found = {veld.id: veld for veld in self.velden}
        if veld_id not in found:
            raise NotitieboekFout(
                f"Veld '{veld_id}' bestaat niet." + did_you_mean(veld_id, found),
                waar=self.id,
                waarom="het notitieboek weet niet over welk veld het gaat",
                doe="herstel de parameter veld",
            )
        return found[veld_id]

    @property
    def contracten(self) -> list[Verdict]:
        """The verdicts of the data contracts, one per expectation."""
        return VERDICTS.validate_python(self._onderdeel("contracten"))

    @property
    def toetsen(self) -> pd.DataFrame:
        """The tests of the declared survey questions (``ivp.indicators.toetsing.Toets``)."""
        from ivp.indicators.chapter_input import Frame

        return Frame.model_validate(self._onderdeel("toetsen")["uitkomsten"]).frame()

    @property
    def toetsing(self) -> m.Toetsing:
        """By which rule the tests call something a difference."""
        return m.Toetsing.model_validate(self._onderdeel("toetsen")["regel"])

    @property
    def gebruik(self) -> dict[str, dict[str, list[str]]]:
        """What the book does with each data set (``ivp.indicators.gebruik``); part ``bronnen``."""
        return dict(self._onderdeel("bronnen"))

    @property
    def leveringen(self) -> list[dict[str, Any]]:
        """The sources of ``invoer.bronnen``, each with when it was taken over and its checksum."""
        found = self._onderdeel("leveringen")
        return [{**bron, **found[bron["name"]]} for bron in self.invoer.bronnen]

    def _onderdeel(self, name: str) -> Any:
        return self.invoer.onderdelen[self._declared(name, self.invoer.onderdelen, "onderdelen")]

    def _declared(self, name: str, declared: Iterable[str], kind: str) -> str:
        declared = list(declared)
        if name not in declared:
            raise OndeclareerdeInvoer(
                f"Het notitieboek vraagt om '{name}', maar dat is niet opgegeven."
                + did_you_mean(name, declared),
                waar=f"params/boek.yml, hoofdstuk {self.id}, leest.{kind}",
                waarom="dan is niet bekend wanneer dit hoofdstuk opnieuw gemaakt moet worden",
                doe=f"zet '{name}' in params/boek.yml bij leest.{kind} van dit hoofdstuk",
            )
        return name


def hoofdstuk(invoer: str, run_id: str) -> Hoofdstuk:
    """Open the input that the runner made for this chapter.

    ``invoer`` is the path the runner passes. When it is empty (an analyst opened the notebook by
    hand) the input of run ``run_id`` is made on the spot from ``params/`` and ``data/``.
    """
    from ivp.indicators.chapter_input import ChapterInput, make_input

    if invoer:
        return Hoofdstuk(ChapterInput.from_json(Path(invoer).read_bytes()))
    from ivp.paths import Project

    return Hoofdstuk(make_input(Project.find(), run_id))


def waarden(cijfers: pd.DataFrame) -> list[float | Ontbreekt]:
    """The values of rows of the indicator table, with the reason where there is none."""
    return [
        VOOR_STATUS.get(status, value)
        for value, status in zip(
            cijfers["waarde"].tolist(), cijfers["status"].tolist(), strict=True
        )
    ]

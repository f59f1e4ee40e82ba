"""Compare what the book says with what must stay hidden, and compute what follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from ivp.audit.beweringen import Bewering, Sleutel, Woorden, beweringen
from ivp.audit.lezen import Onleesbaar, lees
from ivp.config import Config, load
from ivp.errors import Fouten, RenderFout
from ivp.paths import Project
from ivp.sources import Package
from ivp.store import Store

Rij = tuple[str, int]
"""A row of a source: the name of the data set and its position."""


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


def audit(project: Project, folder: Path) -> None:
    """Raise ``RenderFout`` or ``Fouten`` when the book in ``folder`` gives away a hidden count."""
    leaks = controleer(load(project), Package.load(project), folder, Store.of(project))
    errors = [_error(leak) for leak in leaks]
    if errors:
        raise errors[0] if len(errors) == 1 else Fouten(list(errors))


def controleer(
    config: Config, package: Package, folder: Path, store: Store | None = None
) -> list[Lek]:
    """What the book in ``folder`` gives away, the printed ones first. Empty when all is well.

    With ``store`` a file that was read before is not read again; it is judged again.
    """
    known = _Registraties(config, package)
    if not known.cellen:
        return []
    printed: dict[Sleutel, list[str]] = {}
    leaks: list[Lek] = []
    try:
        for stuk in lees(folder, store):
            for claim in beweringen(stuk, known.woorden):
                if known.waar(claim):
                    printed.setdefault(claim.sleutel, []).append(claim.waar)
    except Onleesbaar as error:
        return [Lek(f"het bestand {error} is niet te doorzoeken", math.nan, math.nan)]
    for key in sorted(printed):
        count = known.aantal(key)
        if 0 < count < known.drempel(key):
            where = tuple(dict.fromkeys(printed[key]))
            leaks.append(Lek(known.naam(key), count, count, where))
    return leaks + known.aanval(set(printed))


class _Registraties:
    """The counts of persons behind the book, straight from the sources."""

    def __init__(self, config: Config, package: Package) -> None:
        self.config = config
        self.tellingen: dict[Rij, int] = {}
        self.groepen: list[tuple[Rij, list[Rij]]] = []
        self.cellen: dict[Sleutel, list[Rij]] = {}
        self.noemers: dict[Sleutel, tuple[float, float]] = {}
        names: dict[str, str] = {}
        self.frames: dict[str, pd.DataFrame] = {}
        for name, definition in config.indicatoren.items():
            source = package.dataset(definition.dataset)
            if definition.soort != "telling" or not source.resource.ivp.persoonsregistratie:
                continue
            frame = self.frames.setdefault(definition.dataset, source.read())
            self._cells(name, frame)
            if definition.noemer is not None:
                self._denominators(name, package.dataset(definition.noemer.dataset).read())
            if "gebied_naam" in frame:
                names |= dict(zip(frame["gebied_naam"].str.lower(), frame["gebied"], strict=True))
        used = sorted({key.indicator for key in self.cellen})
        titles = {config.indicatoren[name].titel.lower(): name for name in used}
        others = {a.naam.lower(): a.id for a in config.lokaal.deelgebieden}
        names = {n: c for n, c in (others | names).items() if c != config.gemeente.code}
        self.woorden = Woorden(titles, names, config.gemeente.code)

    def _cells(self, name: str, frame: pd.DataFrame) -> None:
        definition = self.config.indicatoren[name]
        years = frame["jaar"] if "jaar" in frame else frame["maand"].str[:4]
        for row in range(len(frame)):
            value = frame[definition.kolom].iloc[row]
            chosen = all(frame[c].iloc[row] in codes for c, codes in definition.selectie.items())
            if pd.isna(value):
                continue
            self.tellingen[definition.dataset, row] = int(value)
            if chosen:
                here = self.config.gemeente.code
                place = frame["gebied"].iloc[row] if "gebied" in frame else here
                key = Sleutel(name, str(place), int(years.iloc[row]))
                self.cellen.setdefault(key, []).append((definition.dataset, row))

    def _denominators(self, name: str, frame: pd.DataFrame) -> None:
        noemer = self.config.indicatoren[name].noemer
        assert noemer is not None
        lag = 1 if noemer.peil == "begin" else 0
        places = frame["gebied"] if "gebied" in frame else [self.config.gemeente.code] * len(frame)
        for place, year, value in zip(places, frame["jaar"], frame[noemer.kolom], strict=True):
            if pd.notna(value) and value > 0:
                self.noemers[Sleutel(name, str(place), int(year) + lag)] = (
                    float(value),
                    noemer.per,
                )

    def aantal(self, key: Sleutel) -> int:
        return sum(self.tellingen[row] for row in self.cellen[key])

    def drempel(self, key: Sleutel) -> int:
        return self._drempel(self.config.indicatoren[key.indicator].dataset)

    def _drempel(self, dataset: str) -> int:
        boek = self.config.boek
        return boek.drempels_per_bron.get(dataset, boek.drempel_personen)

    def naam(self, key: Sleutel) -> str:
        return f"{self.config.indicatoren[key.indicator].titel}, {key.gebied}, {key.jaar}"

    def waar(self, claim: Bewering) -> bool:
        """Whether the number is the true count, or the rate that gives it away."""
        if claim.sleutel not in self.cellen:
            return False
        count = float(self.aantal(claim.sleutel))
        if claim.soort == "aantal":
            return claim.waarde == count
        size, per = self.noemers.get(claim.sleutel, (math.nan, 1000.0))
        half = 0.5 * 10.0**-claim.decimalen + 1e-9
        return bool(abs(count * per / size - claim.waarde) <= half) if size == size else False

    def aanval(self, printed: set[Sleutel]) -> list[Lek]:
        """Small counts that follow from ``printed``: per count the interval by linear programming.

        Variables are the rows of the sources. Printed counts are known; a count that is not printed
        and not 0 is known to be at least 1, since zeros are never hidden.
        """
        places = {row: i for i, row in enumerate(self.tellingen)}
        equal, low = [], []
        for key, rows in self.cellen.items():
            line = (_line(rows, places), float(self.aantal(key)))
            if key in printed:
                equal.append(line)
            elif line[1] > 0:
                low.append(line)
        for whole, parts in self._samenhang():
            equal.append((_line(parts, places) - _line([whole], places), 0.0))
        targets: dict[tuple[Rij, ...], str] = {}
        for row, count in self.tellingen.items():
            if 0 < count < self._drempel(row[0]):
                targets[(row,)] = f"een rij van bron {row[0]} (rij {row[1] + 2})"
        for key, rows in self.cellen.items():
            if 0 < self.aantal(key) < self.drempel(key) and key not in printed:
                targets[tuple(rows)] = self.naam(key)
        leaks = []
        for rows_, name in targets.items():
            lowest, highest = _interval(_line(list(rows_), places), equal, low)
            least = sum(self.tellingen[row] > 0 for row in rows_)
            if highest < self._drempel(rows_[0][0]) or lowest > least:
                leaks.append(Lek(name, lowest, highest))
        return leaks

    def _samenhang(self) -> list[tuple[Rij, list[Rij]]]:
        """Rows of a source that are exactly the sum of rows of places inside theirs."""
        found = []
        deel = {area.id for area in self.config.lokaal.deelgebieden}
        for name, frame in self.frames.items():
            if "gebied" not in frame:
                continue
            other = [
                c
                for c in frame.columns
                if c != "gebied" and not c.endswith("_naam") and not _counted(frame[c], c)
            ]
            for _, group in frame.groupby(other, sort=False) if other else []:
                rows = {str(frame["gebied"].iloc[i]): (name, int(i)) for i in group.index}
                for place, row in rows.items():
                    number = place[2:]
                    inside = [
                        r
                        for p, r in rows.items()
                        if p != place
                        and (
                            (place.startswith("GM") and (p[:6] == f"WK{number}" or p in deel))
                            or (place.startswith("WK") and p[:8] == f"BU{number}")
                        )
                    ]
                    if inside and all(r in self.tellingen for r in [row, *inside]):
                        total = sum(self.tellingen[r] for r in inside)
                        if total == self.tellingen[row]:
                            found.append((row, inside))
        return found


def _counted(column: pd.Series[Any], name: str) -> bool:
    return name not in ("jaar", "maand") and pd.api.types.is_numeric_dtype(column)


def _line(rows: list[Rij], places: dict[Rij, int]) -> np.ndarray:
    line = np.zeros(len(places))
    for row in rows:
        line[places[row]] += 1
    return line


def _interval(
    target: np.ndarray,
    equal: list[tuple[np.ndarray, float]],
    low: list[tuple[np.ndarray, float]],
) -> tuple[float, float]:
    """The least and the greatest value of ``target`` that fits; rows that do not bear on it go."""
    wanted = target > 0
    while True:
        near = [line for line, _ in [*equal, *low] if (line != 0)[wanted].any()]
        more = wanted | np.any([line != 0 for line in near], axis=0) if near else wanted
        if (more == wanted).all():
            break
        wanted = more
    known = [(line[wanted], value) for line, value in equal if (line != 0)[wanted].any()]
    least = [line[wanted] for line, _ in low if (line != 0)[wanted].any()]
    found = []
    for sign in (1, -1):
        result = linprog(
            sign * target[wanted],
            A_eq=np.array([line for line, _ in known]) if known else None,
            b_eq=[value for _, value in known] if known else None,
            A_ub=-np.array(least) if least else None,
            b_ub=[-1.0] * len(least) if least else None,
            method="highs",
        )
        found.append(sign * result.fun if result.status == 0 else sign * -math.inf)
    lowest, highest = found
    return (
        float(math.ceil(lowest - 1e-6)) if math.isfinite(lowest) else 0.0,
        float(math.floor(highest + 1e-6)) if math.isfinite(highest) else math.inf,
    )


def _error(leak: Lek) -> RenderFout:
    if math.isnan(leak.laagste):
        return RenderFout(
            f"Niet te controleren op verborgen cijfers: {leak.wat}",
            waarom="er kan een aantal in staan waaraan mensen te herkennen zijn",
            doe="haal het bestand uit het boek, of laat een ontwikkelaar de controle uitbreiden",
        )
    return RenderFout(
        f"Een verborgen aantal personen staat in het boek: {leak.wat}"
        if leak.waar
        else f"Een verborgen aantal personen is te berekenen uit het boek: {leak.wat}",
        waar="; ".join(leak.waar[:4]) or None,
        waarom="mensen achter zo'n klein aantal kunnen herkenbaar zijn; "
        "wie het boek leest, weet nu (bijna) hoeveel het er zijn",
        doe="haal het aantal uit de tekst; staat het er niet door een tekst, meld dit dan als fout "
        "van het programma",
    )

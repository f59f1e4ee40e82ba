"""One small example of each kind of chart of the kit, from invented numbers.

``make reference`` shows the code of each function below beside the figure that it makes
(tools/reference.py). In a notebook ``rows`` come from ``h.rows(…)``, ``gemeente`` is ``h.gemeente``
and ``definition`` is ``h.definition(…)``; here they are made up by the first functions.
A function is an example when it has the name of a chart in ``ivp.show.figures``.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from ivp.config import model as m
from ivp.indicators import outcomes
from ivp.indicators.rows import Row, frame
from ivp.show import Picture, figures, style
from ivp.stats.forecast import Forecast

GEMEENTE = m.Gemeente(code="GM0001", naam="Proefdorp")
AREAS = {
    "GM0001": ("Proefdorp", 44_800),
    "GM0002": ("Havenstad", 73_900),
    "GM0003": ("Polderveen", 19_600),
    "GM0004": ("Duinrand", 22_300),
}
WIJKEN = {"WK000101": "Centrum", "WK000102": "Noord", "WK000103": "Polder", "WK000104": "Haven"}


def definition(title: str = "Woninginbraken", break_from: int | None = None) -> m.Indicator:
    """An indicator that is counted and has a rate, with a break in its series if asked for."""
    breaks = [{"jaar": break_from, "uitleg": "De politie telt anders"}] if break_from else []
    return m.Indicator.model_validate(
        {
            "titel": title,
            "omschrijving": "Verzonnen",
            "soort": "telling",
            "dataset": "verzonnen",
            "kolom": "aantal",
            "gunstig": "lager",
            "noemer": {"dataset": "mensen", "kolom": "mensen", "eenheid": "per_1000_inwoners"},
            "reeksbreuken": breaks,
        }
    )


def counted(
    code: str, name: str, people: int, counts: dict[int, int], indicator: str = "woninginbraak"
) -> pd.DataFrame:
    """Rows of the indicator table for one area: a rate per 1.000 with a rough interval."""
    rows = []
    for year, count in counts.items():
        row = Row(code, name, year, "per_1000_inwoners", "definitief", indicator=indicator)
        rate, wide = 1000 / people * count, 1000 / people * 1.96 * count**0.5
        known = row.known(rate, rate - wide, rate + wide)
        rows.append(known._replace(teller=count, noemer=people, bron="verzonnen", werkelijk=False))
    return frame(rows)


def region(year: int = 2024) -> pd.DataFrame:
    """The rate of every area in one year."""
    counts = {"GM0001": 96, "GM0002": 281, "GM0003": 35, "GM0004": 61}
    return pd.concat(
        [counted(code, *AREAS[code], {year: count}) for code, count in counts.items()],
        ignore_index=True,
    )


def wijken(year: int = 2024) -> pd.DataFrame:
    """The rate of every wijk in one year."""
    counts = dict(zip(WIJKEN, (61, 22, 9, 35), strict=True))
    return pd.concat(
        [counted(code, WIJKEN[code], 11_200, {year: count}) for code, count in counts.items()],
        ignore_index=True,
    )


def series() -> Picture:
    own = {2018: 181, 2019: 160, 2020: 122, 2021: 88, 2022: 97, 2023: 104, 2024: 96}
    other = {2018: 412, 2019: 371, 2020: 290, 2021: 214, 2022: 251, 2023: 270, 2024: 281}
    rows = pd.concat(
        [counted("GM0001", *AREAS["GM0001"], own), counted("GM0002", *AREAS["GM0002"], other)],
        ignore_index=True,
    )
    picture = figures.series(rows, GEMEENTE, definition(break_from=2021))
    # plotly's own figure: add what you like before it is shown
    picture.figure.add_hline(y=3, line={"color": style.INK, "width": 1, "dash": "dash"})
    return picture


def outlook() -> Picture:
    counts = (310, 296, 301, 268, 254, 249, 221, 226, 198, 190, 187, 171)
    known = dict(zip(range(2013, 2025), counts, strict=True))
    rows = counted("GM0001", *AREAS["GM0001"], known)
    coming = outcomes.outlook(rows, definition(), "woninginbraak", GEMEENTE.code)
    assert isinstance(coming, Forecast)  # NoForecast when the series is too short
    return figures.outlook(rows, coming, definition())


def panels() -> Picture:
    burglary = {2020: 122, 2021: 88, 2022: 97, 2023: 104, 2024: 96}
    violence = {2020: 141, 2021: 150, 2022: 163, 2023: 158, 2024: 171}
    rows = pd.concat(
        [
            counted("GM0001", *AREAS["GM0001"], burglary),
            counted("GM0001", *AREAS["GM0001"], violence, "geweld"),
        ],
        ignore_index=True,
    )
    shown = {"woninginbraak": definition(), "geweld": definition("Geweld")}
    return figures.panels(rows, shown, GEMEENTE)


def panels_by_area() -> Picture:
    rows = pd.concat(
        [
            counted("GM0001", *AREAS["GM0001"], {2022: 97, 2023: 104, 2024: 96}),
            counted("GM0002", *AREAS["GM0002"], {2022: 251, 2023: 270, 2024: 281}),
            counted("GM0003", *AREAS["GM0003"], {2022: 44, 2023: 31, 2024: 35}),
        ],
        ignore_index=True,
    )
    return figures.panels_by_area(rows, definition(), GEMEENTE)


def bars() -> Picture:
    return figures.bars(region(), GEMEENTE)


def dots() -> Picture:
    answers = [
        Row("GM0001", "Proefdorp", 2024, "rapportcijfer", "definitief").known(7.3, 7.1, 7.5),
        Row("D1", "Dorpen", 2024, "rapportcijfer", "definitief").known(7.6, 7.3, 7.9),
        Row("D2", "Stad", 2024, "rapportcijfer", "definitief").known(6.9, 6.6, 7.2),
        Row("D3", "Haven", 2024, "rapportcijfer", "onderdrukt"),
    ]
    return figures.dots(frame(answers), GEMEENTE, [figures.Reference("Nederland", 7.4)])


def ratios() -> Picture:
    rows = region()
    found = {}
    for code in ("GM0002", "GM0003", "GM0004"):
        one = outcomes.comparison(rows, "woninginbraak", GEMEENTE.code, code, 2024)
        if isinstance(one, outcomes.Comparison):  # NoComparison where a figure is lacking
            found[f"Inbraken, naast {AREAS[code][0]}"] = one
    return figures.ratios(found, "de andere gemeente", real=False)


def funnel() -> Picture:
    areas = [m.Gebied(code=code, naam=name) for code, (name, _) in AREAS.items()]
    beside = outcomes.side_by_side(region(), "woninginbraak", areas, 2024, seed=1)
    assert beside is not None  # None with fewer than two rates
    return figures.funnel(beside, GEMEENTE)


def area_map() -> Picture:
    # without borders: a tile per wijk; with borders of every wijk: the real map
    tiles = pd.DataFrame({"gebied": list(WIJKEN), "rij": [1, 1, 2, 2], "kolom": [1, 2, 1, 2]})
    return figures.area_map(wijken(), tiles, borders=None)


def timeline() -> Picture:
    events = [
        m.Gebeurtenis(
            datum=dt.date(2021, 9, 1),
            tot=dt.date(2021, 12, 31),
            soort="onderzoek",
            titel="Enquête",
            toelichting="Verzonnen",
            bron="verzonnen",
        ),
        m.Gebeurtenis(
            datum=dt.date(2022, 6, 14),
            soort="besluit",
            titel="Vaststelling",
            toelichting="Verzonnen",
            bron="verzonnen",
        ),
    ]
    return figures.timeline(events)


def steps() -> Picture:
    process = m.Capaciteit.model_validate(
        {
            "bron": "verzonnen",
            "partners": [],
            "dekking": {"minimum_partners": 2},
            "werkgroep": {"leden": [{"naam": "Lid"}], "trekker": "Lid", "activiteiten": []},
            "stappen": [
                {"naam": "Analyse", "van": "2022-01-10", "tot": "2022-03-31", "resultaat": "Beeld"},
                {"naam": "Plan", "van": "2022-04-01", "tot": "2022-06-30", "resultaat": "Plan"},
                {"naam": "Uitvoering", "resultaat": "Programma"},
            ],
            "rollen": [],
        }
    )
    return figures.steps(process)

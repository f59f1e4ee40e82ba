"""Where a figure comes from: the method that made it, and the rows that it was counted from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ivp import dutch
from ivp.config import model as m

if TYPE_CHECKING:
    import pandas as pd

METHOD_PAGE = "/chapters/hoe-wij-rekenen.html"
"""Root-relative; post-processing makes it relative to the page, in both renderers."""

METHODS: dict[str, str] = {
    "aantallen": "aantallen en marges",
    "ontwikkeling": "stijging en daling",
    "enquete": "enquête",
    "toetsen": "verschil of toeval",
    "gepubliceerd": "overgenomen cijfers",
    "vergelijken": "vergelijken",
    "trechter": "trechterfiguur",
    "rang": "plaats en twijfel",
    "vooruitblik": "vooruitblik",
    "rangschikking": "prioriteiten wegen",
    "afscherming": "verborgen cijfers",
}
"""Methods with the words of their link, in the order in which links are given."""

_OF_KIND = {"telling": "aantallen", "enquete": "enquete", "gepubliceerd": "gepubliceerd"}


def method_of(definition: m.Indicator) -> str:
    """The method (``METHODS``) behind the values of an indicator."""
    return _OF_KIND[definition.soort]


def method_links(methods: Iterable[str]) -> list[tuple[str, str]]:
    """Per method once, in the order of ``METHODS``: the words of the link and its address.

    Method ``x`` is explained in ``chapters/hoe-wij-rekenen.qmd``, below the anchor
    ``sec-rekenen-x``. Raises ``ValueError`` for a method that is not there.
    """
    wanted = set(methods)
    if unknown := wanted - set(METHODS):
        raise ValueError(f"no such method: {sorted(unknown)}; there are {sorted(METHODS)}")
    links = {name: f"{METHOD_PAGE}#sec-rekenen-{name}" for name in METHODS}
    return [(METHODS[name], link) for name, link in links.items() if name in wanted]


def row_provenance(
    rows: pd.DataFrame,
    definitions: Mapping[str, m.Indicator],
    files: Mapping[str, str],
    gemeente: m.Gemeente,
) -> list[str]:
    """One line per indicator in ``rows`` of the indicator table: the file, column and rows of it.

    ``files``: data set → file, relative to the project. Rows of the file are named by what stands
    in them, not by their number: that is how a reader finds them, and in a file with a row per
    person it gives no count away. A frame without the columns of the indicator table gives nothing.
    """
    if not {"indicator", "eenheid", "gebied", "jaar"} <= set(rows.columns):
        return []
    return [
        _line(definitions[str(name)], some, files, gemeente)
        for name, some in rows.groupby("indicator", sort=False)
        if name in definitions
    ]


def _line(
    definition: m.Indicator, rows: pd.DataFrame, files: Mapping[str, str], gemeente: m.Gemeente
) -> str:
    where = ", ".join(_which_rows(definition, rows, gemeente))
    file = files.get(definition.dataset, definition.dataset)
    text = f"{definition.titel}: kolom {definition.kolom} in {file}, {where}"
    noemer = definition.noemer
    if noemer and (rows["eenheid"] == noemer.eenheid).any():
        file = files.get(noemer.dataset, noemer.dataset)
        year = "van het jaar ervoor" if noemer.peil == "begin" else "van hetzelfde jaar"
        text += f"; gedeeld door kolom {noemer.kolom} in {file} {year}"
    return f"{text}."


def _which_rows(definition: m.Indicator, rows: pd.DataFrame, gemeente: m.Gemeente) -> Iterator[str]:
    for column, values in definition.selectie.items():
        yield f"rijen met {column} {dutch.listing(list(values))}"
    first, last = int(rows["jaar"].min()), int(rows["jaar"].max())
    if definition.soort != "enquete":
        areas = list(dict.fromkeys(rows["gebied"].astype(str)))
        yield f"voor gebied {dutch.listing(areas)}"
        merged = [v.code for v in gemeente.voorgangers if first < v.samengevoegd]
        if gemeente.code in areas and merged:
            yield f"van vóór de samenvoeging ook {dutch.listing(merged)}"
    yield f"over {first}" if first == last else f"over {first} tot en met {last}"

"""Chapter datakwaliteit: what the contracts found, and publications that contradict each other.

``contracten`` are the verdicts of ``ivp.contracts`` as plain data; ``titels`` gives the title of
each data set by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ivp.config import model as m
from ivp.indicators.published import Contradiction
from ivp.show.getal import aantal, opsomming
from ivp.show.sentences import bullets
from ivp.show.tables import markdown_table, md
from ivp.show.units import decimals_for, with_unit

Contracten = Sequence[Mapping[str, Any]]

VOLDAAN, OPMERKING, NIET = "voldaan", "opmerking", "niet voldaan"


def uitkomst(verdict: Mapping[str, Any]) -> str:
    """``voldaan``, ``opmerking``, or ``niet voldaan`` for a check that blocks the book."""
    if verdict["status"] == "ok":
        return VOLDAAN
    return NIET if verdict["severity"] == "critical" else OPMERKING


def zin_uitkomst(contracten: Contracten) -> str:
    """How many checks there were on how many data sets, and how they ended."""
    found = [uitkomst(verdict) for verdict in contracten]
    if not found:
        return "De gegevens zijn voor deze versie niet gecontroleerd."
    sources = len({verdict["dataset"] for verdict in contracten})
    text = (
        f"Er zijn {aantal(len(found), 'controle', 'controles')} uitgevoerd op "
        f"{aantal(sources, 'bron', 'bronnen')}."
    )
    if found.count(VOLDAAN) == len(found):
        return f"{text} Aan alle afspraken is voldaan."
    return (
        f"{text} Voldaan: {found.count(VOLDAAN)}. Met een opmerking: {found.count(OPMERKING)}. "
        f"Niet voldaan: {found.count(NIET)}."
    )


def contractentabel(contracten: Contracten, titels: Mapping[str, str]) -> pd.DataFrame:
    """Per data set the number of checks and how they ended, in the order of the checks."""
    rows = []
    for name in dict.fromkeys(verdict["dataset"] for verdict in contracten):
        found = [uitkomst(verdict) for verdict in contracten if verdict["dataset"] == name]
        counts = {kind.capitalize(): found.count(kind) for kind in (VOLDAAN, OPMERKING, NIET)}
        rows.append({"Bron": titels[name], "Controles": len(found), **counts})
    columns = ["Bron", "Controles", *(kind.capitalize() for kind in (VOLDAAN, OPMERKING, NIET))]
    return pd.DataFrame(rows, columns=columns)


def opmerkingentabel(contracten: Contracten, titels: Mapping[str, str]) -> pd.DataFrame:
    """Every check that was not met, with what was found and what to do; one row when all were."""
    rows = [
        (titels[v["dataset"]], uitkomst(v), v["wat"], v["doe"])
        for v in contracten
        if v["status"] != "ok"
    ]
    nothing = [("Alle bronnen", VOLDAAN, "Er zijn geen opmerkingen.", "Niets.")]
    columns = ["Bron", "Uitkomst", "Wat opvalt", "Wat te doen"]
    return pd.DataFrame(rows or nothing, columns=columns)


def controletabel(contracten: Contracten, titels: Mapping[str, str]) -> pd.DataFrame:
    """All checks, one row each, with what was found."""
    return pd.DataFrame(
        [(titels[v["dataset"]], v["regel"], v["waargenomen"], uitkomst(v)) for v in contracten],
        columns=["Bron", "Afspraak", "Waargenomen", "Uitkomst"],
    )


def tekst_per_bron(contracten: Contracten, titels: Mapping[str, str]) -> str:
    """Every check of every data set with what was found, folded under a heading per data set.

    The heading's anchor is ``bron-<data set>``: figures link to it (docs/architecture.md).
    """
    parts = []
    for name in dict.fromkeys(verdict["dataset"] for verdict in contracten):
        mine = [verdict for verdict in contracten if verdict["dataset"] == name]
        table = pd.DataFrame(
            [(v["regel"], v["wat"] or v["waargenomen"], uitkomst(v)) for v in mine],
            columns=["Afspraak", "Gevonden", "Uitkomst"],
        )
        parts += [
            f"### {md(titels[name])} {{#bron-{name}}}",
            _raw(f"<details><summary>Toon {aantal(len(mine), 'afspraak', 'afspraken')}</summary>"),
            markdown_table(table),
            _raw("</details>"),
        ]
    return "\n\n".join(parts)


def _raw(html: str) -> str:
    return f"```{{=html}}\n{html}\n```"


def tekst_tegenspraken(
    tegenspraken: Iterable[Contradiction],
    definities: Mapping[str, m.Indicator],
    gebieden: Mapping[str, str],
) -> str:
    """Published figures that differ, with the documents they stand in, as a Markdown list.

    ``gebieden`` gives the names of area codes; an unknown code stands for itself.
    """
    items = []
    for found in tegenspraken:
        definition = definities[found.indicator]
        values = [value for value, _ in found.bronnen]
        places = decimals_for(definition.eenheid, values)
        said = [
            f"{with_unit(value, definition.eenheid, places)} ({md(document)})"
            for value, document in found.bronnen
        ]
        place = md(gebieden.get(found.gebied, found.gebied))
        items.append(f"**{md(definition.titel)}**, {place} {found.jaar}: {opsomming(said)}.")
    return bullets(items) if items else "In de bronnen van dit boek komt dat nu niet voor."

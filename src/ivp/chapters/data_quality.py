"""What the contracts found, and publications that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from ivp.config import model as m
from ivp.contracts import Verdict
from ivp.indicators.published import Contradiction
from ivp.show import count, listing, md, sentences
from ivp.show.open_chapter import OpenChapter
from ivp.show.tables import markdown_table
from ivp.show.units import decimals_for, with_unit

MET, REMARK, NOT_MET = OUTCOMES = ["voldaan", "opmerking", "niet voldaan"]


def checks(h: OpenChapter) -> pd.DataFrame:
    """All checks of the contracts, one row each, in the order in which they were done.

    Columns: ``dataset``, ``titel`` (of the data set), ``uitkomst`` (one of ``OUTCOMES``; only what
    blocks the book is "niet voldaan"), ``regel``, ``waargenomen``, ``wat`` and ``doe``.
    """
    titles = {source.name: source.titel for source in h.sources}
    return pd.DataFrame(
        [
            (one.dataset, titles[one.dataset], _outcome(one), one.rule, one.seen, one.wat, one.doe)
            for one in h.contracts
        ],
        columns=["dataset", "titel", "uitkomst", "regel", "waargenomen", "wat", "doe"],
    )


def _outcome(verdict: Verdict) -> str:
    if verdict.status == "ok":
        return MET
    return NOT_MET if verdict.blocks else REMARK


def summary_of_checks(found: pd.DataFrame) -> str:
    """How many checks there were on how many data sets, and how they ended (of ``checks``)."""
    if found.empty:
        return "De gegevens zijn voor deze versie niet gecontroleerd."
    text = (
        f"Er zijn {count(len(found), 'controle', 'controles')} uitgevoerd op "
        f"{count(found['dataset'].nunique(), 'bron', 'bronnen')}."
    )
    met, remark, not_met = ((found["uitkomst"] == outcome).sum() for outcome in OUTCOMES)
    if met == len(found):
        return f"{text} Aan alle afspraken is voldaan."
    return f"{text} Voldaan: {met}. Met een opmerking: {remark}. Niet voldaan: {not_met}."


def checks_by_source(found: pd.DataFrame) -> str:
    """Every check of every data set with what was found, folded under a heading per data set.

    The heading's anchor is ``bron-<data set>``: figures link to it (docs/architecture.md).
    """
    parts = []
    for name, mine in found.groupby("dataset", sort=False):
        table = pd.DataFrame(
            {
                "Afspraak": mine["regel"],
                "Gevonden": mine["wat"].where(mine["wat"] != "", mine["waargenomen"]),
                "Uitkomst": mine["uitkomst"],
            }
        )
        parts += [
            f"### {md(mine['titel'].iloc[0])} {{#bron-{name}}}",
            _raw(f"<details><summary>Toon {count(len(mine), 'afspraak', 'afspraken')}</summary>"),
            markdown_table(table),
            _raw("</details>"),
        ]
    return "\n\n".join(parts)


def _raw(html: str) -> str:
    return f"```{{=html}}\n{html}\n```"


def contradictions(
    found: Iterable[Contradiction],
    definitions: Mapping[str, m.Indicator],
    areas: Mapping[str, str],
) -> str:
    """Published figures that differ, with the documents they stand in, as a Markdown list.

    ``areas`` gives the names of area codes; an unknown code stands for itself.
    """
    items = []
    for one in found:
        definition = definitions[one.indicator]
        places = decimals_for(definition.eenheid, [value for value, _ in one.bronnen])
        said = [
            f"{with_unit(value, definition.eenheid, places)} ({md(document)})"
            for value, document in one.bronnen
        ]
        place = md(areas.get(one.gebied, one.gebied))
        items.append(f"**{md(definition.titel)}**, {place} {one.jaar}: {listing(said)}.")
    if not items:
        return "In de bronnen van dit boek komt dat nu niet voor."
    return sentences.bullets(items)

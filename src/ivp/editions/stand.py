"""What an edition says, as data: its figures and its conclusions.

Written into the book, so that two editions can be compared without the files they came from. It
holds nothing that a chapter could not show: the rows are those that the chapters were given, after
disclosure control, without the counts and denominators behind them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ivp.code import Code
from ivp.config import Config
from ivp.paths import Project
from ivp.run.plan import Plan
from ivp.run.prepare import prepare
from ivp.run.progress import Progress
from ivp.store import Store, digest
from ivp.store import write as write_file
from ivp.versies import versies

CIJFERS, CONCLUSIES = "editie/cijfers.csv", "editie/conclusies.json"
HIDDEN = ("teller", "noemer")
"""Columns of the indicator table that are not published as such."""
_PLACE, _THEME = "Plaats", "Thema"


def write(project: Project, folder: Path) -> None:
    """Put the figures and conclusions of the book in ``folder`` into it.

    ``cijfers.csv``: rows of the indicator table. ``conclusies.json``: ``ontwikkeling`` (per
    indicator ``titel``, ``eenheid`` and ``richting`` in the municipality), ``rangorde`` (themas
    from high to low) and ``top`` (how many of them count).
    """
    prepared = prepare(project, Progress(quiet=True))
    store = Store.of(project)
    names = [plan.invoer.name for plan in prepared.plans]  # a name says what is in the file
    code = Code(store=store).digest("ivp.editions.stand", "ivp.indicators")
    key = digest([names, code, versies()])
    made = store.remember_data("stand", key, lambda: _make(prepared.config, prepared.plans))
    conclusions = {
        "ontwikkeling": made["ontwikkeling"],
        "rangorde": _ranking(folder),
        "top": prepared.config.lokaal.prioritering.aantal_prioriteiten,
    }
    write_file(folder / CIJFERS, made["cijfers"].encode())
    text = json.dumps(conclusions, sort_keys=True, ensure_ascii=False, indent=1)
    write_file(folder / CONCLUSIES, f"{text}\n".encode())


def _make(config: Config, plans: Sequence[Plan]) -> dict[str, Any]:
    # Statistics take long to import; most of the time this is in the store.
    import pandas as pd

    from ivp.indicators.chapter_input import ChapterInput
    from ivp.indicators.rows import KEY
    from ivp.indicators.uitkomst import ontwikkeling

    inputs = [ChapterInput.from_json(plan.invoer.read_bytes()) for plan in plans]
    frames = [one.tabel() for one in inputs if one.definities]
    table = pd.concat(frames).drop_duplicates(KEY).sort_values(KEY, ignore_index=True)
    definitions = {name: d for one in inputs for name, d in one.definities.items()}
    found = {}
    for name, definition in sorted(definitions.items()):
        one = ontwikkeling(table, definition, name, config.gemeente.code)
        direction = one.richting or "geen_uitspraak"
        found[name] = {"titel": definition.titel, "eenheid": one.eenheid, "richting": direction}
    public = table.drop(columns=list(HIDDEN))
    return {"cijfers": public.to_csv(index=False, lineterminator="\n"), "ontwikkeling": found}


def _ranking(folder: Path) -> list[str]:
    """Themas in the order that the book shows, from the download of that figure."""
    for path in sorted((folder / "_executed/downloads").glob("*-fig-ranglijst.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        if rows and {_PLACE, _THEME} <= set(rows[0]):
            return [row[_THEME] for row in rows]
    return []

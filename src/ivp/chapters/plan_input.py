"""What the chapters of the plan start from: the weighing, the goals, and the plans as a source."""

from __future__ import annotations

import pandas as pd

from ivp.indicators.book_sources import Source
from ivp.plan import goals, scoring
from ivp.plan.weighing import Weighing
from ivp.show.open_chapter import OpenChapter


def weighing(h: OpenChapter) -> Weighing:
    """All thema's of a chapter's input scored. It declares ``prioritering``, ``velden``,
    ``vergelijking`` and the data set of the scores."""
    choice, velden, sessions = h.prioritering, h.velden, h.dataset(h.prioritering.score_dataset)
    names = [name for veld in velden for thema in veld.themas for name in thema.indicatoren[:1]]
    table = scoring.scores(
        velden,
        choice,
        h.rows(*names),
        {name: h.definition(name) for name in names},
        sessions,
        h.gemeente.code,
        h.vergelijking.land.code,
    )
    return Weighing(velden, choice, table, sessions, h.zaad)


def judged_goals(h: OpenChapter) -> pd.DataFrame:
    """What can be said of each goal (``ivp.plan.goals``). The chapter declares ``plannen``."""
    names = [doel.indicator for doel in h.plannen.doelen if doel.indicator]
    definitions = {name: h.definition(name) for name in names}
    return goals.goals(h.plannen, h.rows(*names), definitions, h.gemeente.code, h.plan)


def plan_source(h: OpenChapter) -> Source:
    """The plans as a source: fictitious as long as they say so."""
    return Source(
        name="plannen",
        titel=h.plannen.bron,
        producent=f"Gemeente {h.gemeente.naam}",
        werkelijk=not h.plannen.voorbeeld,
    )

"""The programme as a calendar file (iCalendar, RFC 5545): begin, end and deadline as whole days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from icalendar import Calendar, Event

from ivp.config import model as m
from ivp.show.uitvoer import bestanden


def kalender(
    plannen: m.Plannen, gemeente: m.Gemeente, editie: m.Editie, team: str | None = None
) -> bytes:
    """The dates of all measures and goals, or of those that ask something of ``team``.

    The same input gives the same bytes: the time stamp is the date of the edition, and each event
    has a fixed id, so that a new edition replaces it in the reader's calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Gemeente {gemeente.naam}//Uitvoeringsprogramma veiligheid//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key, day, title, text in _days(plannen, team):
        event = Event()
        event.add("uid", f"{key}@{gemeente.code.lower()}.ivp")
        event.add("dtstamp", dt.datetime.combine(editie.datum, dt.time(), dt.UTC))
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", title)
        event.add("description", text)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _days(plannen: m.Plannen, team: str | None) -> Iterator[tuple[str, dt.date, str, str]]:
    own: Sequence[m.Maatregel] = [
        x for x in plannen.maatregelen if team is None or team in {inzet.team for inzet in x.inzet}
    ]
    mark = "Voorbeeld. " if plannen.voorbeeld else ""
    for x in own:
        yield f"{x.id}-begin", x.van, f"Begin: {x.naam}", f"{mark}Resultaat: {x.resultaat}"
        yield f"{x.id}-eind", x.tot, f"Klaar: {x.naam}", f"{mark}Resultaat: {x.resultaat}"
    for doel in plannen.doelen:
        if any(x.doel == doel.id for x in own):
            day = dt.date(doel.jaar, 12, 31)
            text = f"{mark}Portefeuillehouder: {doel.portefeuillehouder}"
            yield f"doel-{doel.id}", day, f"Doel bereikt? {doel.naam}", text


def toon(plannen: m.Plannen, gemeente: m.Gemeente, editie: m.Editie) -> None:
    """Show links to the calendar as a whole and of each team that something is asked of."""
    items = [
        (
            "programma.ics",
            "Agenda van het hele programma (ICS)",
            kalender(plannen, gemeente, editie),
        )
    ]
    asked = {inzet.team for x in plannen.maatregelen for inzet in x.inzet}
    items += [
        (
            f"{team.id}.ics",
            f"Agenda voor {team.naam} (ICS)",
            kalender(plannen, gemeente, editie, team.id),
        )
        for team in plannen.middelen.teams
        if team.id in asked
    ]
    bestanden(items)

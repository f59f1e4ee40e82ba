"""The programme as a calendar file (iCalendar, RFC 5545): begin, end and deadline as whole days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from icalendar import Calendar, Event

from ivp.config import model as m


def calendar(
    plans: m.Plannen, gemeente: m.Gemeente, edition: m.Editie, team: str | None = None
) -> bytes:
    """The dates of all measures and goals, or of those that ask something of ``team``.

    The same input gives the same bytes: the time stamp is the date of the edition, and each event
    has a fixed id, so that a new edition replaces it in the reader's calendar.
    """
    made = Calendar()
    made.add("prodid", f"-//Gemeente {gemeente.naam}//Uitvoeringsprogramma veiligheid//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for key, day, title, text in _days(plans, team):
        event = Event()
        event.add("uid", f"{key}@{gemeente.code.lower()}.ivp")
        event.add("dtstamp", dt.datetime.combine(edition.datum, dt.time(), dt.UTC))
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", title)
        event.add("description", text)
        made.add_component(event)
    return bytes(made.to_ical())


def _days(plans: m.Plannen, team: str | None) -> Iterator[tuple[str, dt.date, str, str]]:
    own = [
        x for x in plans.maatregelen if team is None or team in {inzet.team for inzet in x.inzet}
    ]
    mark = "Voorbeeld. " if plans.voorbeeld else ""
    for x in own:
        yield f"{x.id}-begin", x.van, f"Begin: {x.naam}", f"{mark}Resultaat: {x.resultaat}"
        yield f"{x.id}-eind", x.tot, f"Klaar: {x.naam}", f"{mark}Resultaat: {x.resultaat}"
    for doel in plans.doelen:
        if any(x.doel == doel.id for x in own):
            text = f"{mark}Portefeuillehouder: {doel.portefeuillehouder}"
            yield f"doel-{doel.id}", dt.date(doel.jaar, 12, 31), f"Doel bereikt? {doel.naam}", text

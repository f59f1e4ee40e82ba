"""Names that one place in ``params/`` defines and others use, and what must hold between the parts.

A path goes through the model: ``*`` is every item of a list or a block, ``@`` every key of a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ivp.config import model as m
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import IvpFout, ParamsFout, did_you_mean, nearest

DEFINED = {
    "Hoofdstuk": "chapters.*.id",
    "Indicator": "indicatoren.@",
    "Gepubliceerde indicator": "published.@",
    "Veld": "velden.*.id",
    "Nummer": "velden.*.nummer",
    "Thema": "velden.*.themas.*.id",
    "Deelgebied": "lokaal.deelgebieden.*.id",
    "Gebied": "lokaal.vergelijking.gemeenten.*.code",
    "Kader": "lokaal.historie.kaders.*.id",
    "Agenda": "lokaal.prioritering.agendas.*.kader",
    "Criterium": "lokaal.prioritering.criteria.*.id",
    "Groep": "lokaal.prioritering.groepen.*.sessie",
    "Schatting van de uren voor": "lokaal.prioritering.uren.*.thema",
    "Partner": "lokaal.capaciteit.partners.*.naam",
    "Rol": "lokaal.capaciteit.rollen.*.rol",
    "Stap": "lokaal.capaciteit.stappen.*.naam",
    "Rij van de stap": "lokaal.capaciteit.raci.*.stap",
    "Prioriteit": "plannen.prioriteiten.*.thema",
    "Doel": "plannen.doelen.*.id",
    "Maatregel": "plannen.maatregelen.*.id",
    "Team": "plannen.middelen.teams.*.id",
}
"""Each kind of thing and where its names stand; no name stands there twice (but ``REPEATED``)."""

REPEATED = ("Rol",)
"""One role may have several tasks."""

USED = {
    "boek.hoofdstukken.*.leest.indicatoren.*": "Indicator",
    "indicatoren.*.deel_van": "Indicator",
    "indicatoren.*.referentie": "Gepubliceerde indicator",
    "velden.*.themas.*.indicatoren.*": "Indicator",
    "lokaal.historie.prioriteiten.*.indicator": "Indicator",
    "lokaal.prioritering.agendas.*.kader": "Kader",
    "lokaal.prioritering.aansluiting.*.thema": "Thema",
    "lokaal.prioritering.aansluiting.*.kader": "Kader",
    "lokaal.prioritering.criteria.*.groepen.*": "Groep",
    "lokaal.prioritering.uren.*.thema": "Thema",
    "lokaal.capaciteit.partners.*.velden.*": "Veld",
    "lokaal.capaciteit.werkgroep.leden.*.partner": "Partner",
    "lokaal.capaciteit.raci.*.rollen.@": "Rol",
    "plannen.prioriteiten.*.thema": "Thema",
    "plannen.doelen.*.thema": "Thema",
    "plannen.doelen.*.indicator": "Indicator",
    "plannen.maatregelen.*.doel": "Doel",
    "plannen.maatregelen.*.inzet.*.team": "Team",
    "plannen.maatregelen.*.vraagt.*": "Maatregel",
    "plannen.middelen.teams.*.partner": "Partner",
}
"""Where a name is used, and what it must be the name of."""

Where = Callable[[Loc], str]


def check(config: m.Config, files: Mapping[str, YamlFile]) -> list[IvpFout]:
    """Everything in which the parts do not agree, with its place.

    ``files``: the file of each part of ``config``, by the name of the part.
    """

    def where(loc: Loc) -> str:
        part, *inside = loc
        if part == "chapters":  # one chapter may give several of these
            return files["boek"].where(("hoofdstukken",))
        # These two files hold one block, with the name of the part.
        return files[str(part)].where(loc if part in ("indicatoren", "velden") else tuple(inside))

    return [*check_names(config, DEFINED, USED, where), *_rules(config, where)]


def check_names(
    root: Any, defined: Mapping[str, str], used: Mapping[str, str], where: Where
) -> Iterator[IvpFout]:
    """Every name in the model ``root`` that is given twice, or used and not defined."""
    known = {what: [name for _, name in _at(root, path)] for what, path in defined.items()}
    for what, path in defined.items():
        if what not in REPEATED:
            yield from _twice(what, _at(root, path), where)
    for path, what in used.items():
        for loc, name in _at(root, path):
            if name not in known[what]:
                yield _unknown(what, name, known[what], where(loc))


def _at(value: Any, path: str, loc: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    """Each value at ``path`` below ``value``, with its place; nothing where a part is not there."""
    head, _, rest = path.partition(".")
    if value is None:
        return
    if not path:
        yield loc, value
    elif head == "@":
        yield from (((*loc, key), key) for key in value)
    elif head == "*":
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _at(item, rest, (*loc, key))
    else:
        yield from _at(getattr(value, head), rest, (*loc, head))


def _unknown(what: str, name: str, known: Iterable[str], place: str) -> ParamsFout:
    hint = did_you_mean(name, known) if nearest(name, known) else ""
    return ParamsFout(
        f"{what} '{name}' bestaat niet.{hint}",
        waar=place,
        waarom="het boek zou een onderdeel missen waar deze naam naar verwijst",
        doe="herstel de naam, of voeg toe wat ontbreekt",
    )


def _twice(what: str, found: Iterable[tuple[Loc, Any]], where: Where) -> Iterator[ParamsFout]:
    seen = set()
    for loc, name in found:
        if name in seen:
            yield ParamsFout(
                f"{what} '{name}' staat er twee keer",
                waar=where(loc),
                waarom="het is niet te zeggen welke van de twee bedoeld is",
                doe="hernoem of verwijder er een",
            )
        seen.add(name)


def _rules(config: m.Config, where: Where) -> Iterator[IvpFout]:
    yield from _agendas(config.lokaal.prioritering, where)
    yield from _roles(config.lokaal.capaciteit, where)
    if config.plannen:
        yield from _means(config.plannen, where)
        yield from _order(config.plannen, where)


def _agendas(prioritering: m.Prioritering, where: Where) -> Iterator[IvpFout]:
    """What a thema is compared with is an agenda (once one is named) whose content is known."""
    agendas = {agenda.kader: agenda for agenda in prioritering.agendas}
    here: Loc = ("lokaal", "prioritering", "aansluiting")
    pairs = [f"{link.thema} bij {link.kader}" for link in prioritering.aansluiting]
    yield from _twice("Aansluiting", (((*here, i), pair) for i, pair in enumerate(pairs)), where)
    for i, link in enumerate(prioritering.aansluiting if agendas else ()):
        place = where((*here, i, "kader"))
        if link.kader not in agendas:
            yield _unknown("Agenda", link.kader, agendas, place)
        elif agendas[link.kader].onbekend:
            yield ParamsFout(
                f"Agenda '{link.kader}' is onbekend, maar er staat wel een aansluiting bij",
                waar=place,
                waarom="het boek zou een oordeel geven over een agenda die niemand kent",
                doe="verwijder 'onbekend' bij de agenda, of verwijder deze aansluiting",
            )


def _roles(capaciteit: m.Capaciteit, where: Where) -> Iterator[IvpFout]:
    """Each step has a row; each row has one accountable, and somebody who does the work."""
    for i, row in enumerate(capaciteit.raci):
        place = where(("lokaal", "capaciteit", "raci", i, "rollen"))
        accountable = [name for name, letter in row.rollen.items() if "A" in letter]
        if len(accountable) != 1:
            found = ", ".join(accountable) or "niemand"
            yield ParamsFout(
                f"Stap '{row.stap}' hoort één eindverantwoordelijke te hebben; nu: {found}",
                waar=place,
                waarom="zonder precies één eindverantwoordelijke is niemand aan te spreken",
                doe="zet bij precies één rol een A of A/R",
            )
        if not any("R" in letter for letter in row.rollen.values()):
            yield ParamsFout(
                f"Bij stap '{row.stap}' doet niemand het werk",
                waar=place,
                waarom="een stap zonder uitvoerder blijft liggen",
                doe="zet bij ten minste één rol een R of A/R",
            )
    rows = [row.stap for row in capaciteit.raci]
    for i, step in enumerate(capaciteit.stappen if rows else ()):
        if step.naam not in rows:
            yield ParamsFout(
                f"Stap '{step.naam}' ontbreekt in de verdeling van rollen",
                waar=where(("lokaal", "capaciteit", "stappen", i, "naam")),
                waarom="van deze stap is dan niet bekend wie eindverantwoordelijk is",
                doe="voeg bij capaciteit.raci een rij met deze naam toe",
            )


def _means(plannen: m.Plannen, where: Where) -> Iterator[IvpFout]:
    """Each year of the programme has its amounts; empty is no zero."""
    means, here = plannen.middelen, ("plannen", "middelen")
    amounts: list[tuple[m.PerJaar, str, Loc]] = [
        (team.fte, f"fte van team '{team.id}'", (*here, "teams", i))
        for i, team in enumerate(means.teams)
    ]
    if any(maatregel.budget for maatregel in plannen.maatregelen):
        amounts.append((means.budget, "budget", here))
    for per_year, what, loc in amounts:
        for year in plannen.programma.jaren:
            if str(year) not in per_year:
                yield ParamsFout(
                    f"Er staat geen {what} voor {year}",
                    waar=where(loc),
                    waarom="dan is niet te zeggen of het programma in dat jaar past; leeg is geen "
                    "nul",
                    doe=f"vul {year} in; is er niets, schrijf dan 0",
                )


def _order(plannen: m.Plannen, where: Where) -> Iterator[IvpFout]:
    """No measures that wait for each other, or that ask for one of a larger scenario."""
    place = {
        one.id: where(("plannen", "maatregelen", i, "vraagt"))
        for i, one in enumerate(plannen.maatregelen)
    }

    def never(name: str, what: str) -> ParamsFout:
        return ParamsFout(
            f"Maatregel '{name}' {what}",
            waar=place[name],
            waarom="zo kan de maatregel nooit worden uitgevoerd",
            doe="pas 'vraagt' of 'scenario' aan",
        )

    try:
        TopologicalSorter({one.id: one.vraagt for one in plannen.maatregelen}).prepare()
    except CycleError as error:
        name, *between = error.args[1][:-1]
        yield never(name, "vraagt zichzelf" + (f", via {', '.join(between)}" if between else ""))
    size = {one.id: m.SCENARIOS.index(one.scenario) for one in plannen.maatregelen}
    for one in plannen.maatregelen:
        for name in one.vraagt:
            if size.get(name, 0) > size[one.id]:
                what = f"({one.scenario}) vraagt '{name}', die pas in een ruimer scenario zit"
                yield never(one.id, what)

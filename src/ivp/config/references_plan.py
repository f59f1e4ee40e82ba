"""Names in the plans and in the division of roles that something else should define."""

from __future__ import annotations

from collections.abc import Iterator

from ivp.config import model as m
from ivp.config.model import Config
from ivp.config.references import missing, twice
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import IvpFout, ParamsFout


def check(config: Config, lokaal: YamlFile, plannen: YamlFile) -> list[IvpFout]:
    """Everything that is used but not defined, or defined twice, with its place in the file."""
    errors = [*_prioritering(config, lokaal), *_raci(config.lokaal.capaciteit, lokaal)]
    if config.plannen:
        errors += [*_used(config, config.plannen, plannen), *_double(config.plannen, plannen)]
        errors += _circular(config.plannen, plannen)
    return errors


def _prioritering(config: Config, file: YamlFile) -> Iterator[IvpFout]:
    keuze = config.lokaal.prioritering
    kaders = [kader.id for kader in config.lokaal.historie.kaders]
    agendas = [agenda.kader for agenda in keuze.agendas]
    for i, agenda in enumerate(keuze.agendas):
        loc: Loc = ("prioritering", "agendas", i, "kader")
        yield from missing(agenda.kader, kaders, "Kader", file, loc)
    for i, link in enumerate(keuze.aansluiting if agendas else ()):
        loc = ("prioritering", "aansluiting", i, "kader")
        yield from missing(link.kader, agendas, "Agenda", file, loc)
        if any(a.kader == link.kader and a.onbekend for a in keuze.agendas):
            yield ParamsFout(
                f"Agenda '{link.kader}' is onbekend, maar er staat wel een aansluiting bij",
                waar=file.where(loc),
                waarom="het boek zou een oordeel geven over een agenda die niemand kent",
                doe="verwijder 'onbekend' bij de agenda, of verwijder deze aansluiting",
            )
    groups = [groep.sessie for groep in keuze.groepen]
    for c, criterium in enumerate(keuze.criteria):
        for i, name in enumerate(criterium.groepen):
            loc = ("prioritering", "criteria", c, "groepen", i)
            yield from missing(name, groups, "Groep", file, loc)
    for i, item in enumerate(keuze.uren):
        loc = ("prioritering", "uren", i, "thema")
        yield from missing(item.thema, config.themas, "Thema", file, loc)
    lists = {
        "agendas": agendas,
        "groepen": groups,
        "uren": [item.thema for item in keuze.uren],
        "aansluiting": [f"{link.thema} bij {link.kader}" for link in keuze.aansluiting],
    }
    for key, names in lists.items():
        yield from twice(key.capitalize(), names, file, ("prioritering", key))


def _raci(capaciteit: m.Capaciteit, file: YamlFile) -> Iterator[IvpFout]:
    """Each step has a row, and each row one accountable and somebody who does the work."""
    if not capaciteit.raci:
        return
    roles = [rol.rol for rol in capaciteit.rollen]
    for i, row in enumerate(capaciteit.raci):
        here: Loc = ("capaciteit", "raci", i)
        for name in row.rollen:
            yield from missing(name, roles, "Rol", file, (*here, "rollen", name))
        accountable = [name for name, letter in row.rollen.items() if "A" in letter]
        if len(accountable) != 1:
            found = ", ".join(accountable) or "niemand"
            yield ParamsFout(
                f"Stap '{row.stap}' hoort één eindverantwoordelijke te hebben; nu: {found}",
                waar=file.where((*here, "rollen")),
                waarom="zonder precies één eindverantwoordelijke is niemand aan te spreken",
                doe="zet bij precies één rol een A of A/R",
            )
        if not any("R" in letter for letter in row.rollen.values()):
            yield ParamsFout(
                f"Bij stap '{row.stap}' doet niemand het werk",
                waar=file.where((*here, "rollen")),
                waarom="een stap zonder uitvoerder blijft liggen",
                doe="zet bij ten minste één rol een R of A/R",
            )
    rows = [row.stap for row in capaciteit.raci]
    for i, step in enumerate(capaciteit.stappen):
        if step.naam not in rows:
            yield ParamsFout(
                f"Stap '{step.naam}' ontbreekt in de verdeling van rollen",
                waar=file.where(("capaciteit", "stappen", i, "naam")),
                waarom="van deze stap is dan niet bekend wie eindverantwoordelijk is",
                doe="voeg bij capaciteit.raci een rij met deze naam toe",
            )
    yield from twice("Stap", rows, file, ("capaciteit", "raci"))


def _used(config: Config, plannen: m.Plannen, file: YamlFile) -> Iterator[IvpFout]:
    goals = [doel.id for doel in plannen.doelen]
    measures = [maatregel.id for maatregel in plannen.maatregelen]
    teams = [team.id for team in plannen.middelen.teams]
    partners = [partner.naam for partner in config.lokaal.capaciteit.partners]
    for i, keuze in enumerate(plannen.prioriteiten):
        yield from missing(keuze.thema, config.themas, "Thema", file, ("prioriteiten", i, "thema"))
    for i, doel in enumerate(plannen.doelen):
        yield from missing(doel.thema, config.themas, "Thema", file, ("doelen", i, "thema"))
        if doel.indicator:
            known = config.indicatoren
            yield from missing(doel.indicator, known, "Indicator", file, ("doelen", i, "indicator"))
    for i, maatregel in enumerate(plannen.maatregelen):
        here: Loc = ("maatregelen", i)
        yield from missing(maatregel.doel, goals, "Doel", file, (*here, "doel"))
        for j, inzet in enumerate(maatregel.inzet):
            yield from missing(inzet.team, teams, "Team", file, (*here, "inzet", j, "team"))
        for j, name in enumerate(maatregel.vraagt):
            yield from missing(name, measures, "Maatregel", file, (*here, "vraagt", j))
    if any(maatregel.budget for maatregel in plannen.maatregelen):
        yield from _each_year(plannen, plannen.middelen.budget, "budget", file, ("middelen",))
    for i, team in enumerate(plannen.middelen.teams):
        loc: Loc = ("middelen", "teams", i)
        yield from _each_year(plannen, team.fte, f"fte van team '{team.id}'", file, loc)
        if team.partner:
            yield from missing(team.partner, partners, "Partner", file, (*loc, "partner"))


def _each_year(
    plannen: m.Plannen, amounts: m.PerJaar, what: str, file: YamlFile, loc: Loc
) -> Iterator[IvpFout]:
    for year in plannen.programma.jaren:
        if str(year) not in amounts:
            yield ParamsFout(
                f"Er staat geen {what} voor {year}",
                waar=file.where(loc),
                waarom="dan is niet te zeggen of het programma in dat jaar past; leeg is geen nul",
                doe=f"vul {year} in; is er niets, schrijf dan 0",
            )


def _double(plannen: m.Plannen, file: YamlFile) -> Iterator[IvpFout]:
    yield from twice("Thema", [k.thema for k in plannen.prioriteiten], file, ("prioriteiten",))
    yield from twice("Doel", [d.id for d in plannen.doelen], file, ("doelen",))
    yield from twice("Maatregel", [m_.id for m_ in plannen.maatregelen], file, ("maatregelen",))
    yield from twice("Team", [t.id for t in plannen.middelen.teams], file, ("middelen", "teams"))


def _circular(plannen: m.Plannen, file: YamlFile) -> Iterator[IvpFout]:
    """Measures that wait for each other, and measures that ask for one of a larger scenario."""
    by_id = {maatregel.id: maatregel for maatregel in plannen.maatregelen}
    for i, maatregel in enumerate(plannen.maatregelen):
        seen: set[str] = set()
        todo = [name for name in maatregel.vraagt if name in by_id]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += [other for other in by_id[name].vraagt if other in by_id]
        larger = [
            name
            for name in maatregel.vraagt
            if name in by_id
            and m.SCENARIOS.index(by_id[name].scenario) > m.SCENARIOS.index(maatregel.scenario)
        ]
        if maatregel.id in seen or larger:
            what = (
                f"Maatregel '{maatregel.id}' vraagt zichzelf"
                if maatregel.id in seen
                else f"Maatregel '{maatregel.id}' ({maatregel.scenario}) vraagt '{larger[0]}', "
                "die pas in een ruimer scenario zit"
            )
            yield ParamsFout(
                what,
                waar=file.where(("maatregelen", i, "vraagt")),
                waarom="zo kan de maatregel nooit worden uitgevoerd",
                doe="pas 'vraagt' of 'scenario' aan",
            )

"""Names that one file in ``params/`` uses and another should define."""

from __future__ import annotations

from collections.abc import Iterable

from ivp.config.model import Config
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import IvpFout, ParamsFout, did_you_mean, nearest


def check(
    config: Config, boek: YamlFile, velden: YamlFile, lokaal: YamlFile, indicatoren: YamlFile
) -> list[IvpFout]:
    """Every name that is used but not defined, or defined twice; with the place in its file."""
    return [
        *_references(config, indicatoren),
        *_used(config, boek, velden, lokaal),
        *_double(config, boek, velden, lokaal),
    ]


def _references(config: Config, file: YamlFile) -> list[IvpFout]:
    published = [n for n, d in config.indicatoren.items() if d.soort == "gepubliceerd"]
    return [
        error
        for name, definition in config.indicatoren.items()
        if definition.referentie is not None
        for error in missing(
            definition.referentie,
            published,
            "Gepubliceerde indicator",
            file,
            ("indicatoren", name, "referentie"),
        )
    ]


def _used(config: Config, boek: YamlFile, velden: YamlFile, lokaal: YamlFile) -> list[IvpFout]:
    errors: list[IvpFout] = []

    def must_exist(name: str, known: Iterable[str], what: str, file: YamlFile, loc: Loc) -> None:
        errors.extend(missing(name, known, what, file, loc))

    def indicator(name: str, file: YamlFile, *loc: str | int) -> None:
        must_exist(name, config.indicatoren, "Indicator", file, loc)

    for h, chapter in enumerate(config.boek.hoofdstukken):
        for i, name in enumerate(chapter.leest.indicatoren):
            indicator(name, boek, "hoofdstukken", h, "leest", "indicatoren", i)
    for v, veld in enumerate(config.velden):
        for t, thema in enumerate(veld.themas):
            for i, name in enumerate(thema.indicatoren):
                indicator(name, velden, "velden", v, "themas", t, "indicatoren", i)
    local = config.lokaal
    for i, goal in enumerate(local.historie.prioriteiten):
        if goal.indicator:
            indicator(goal.indicator, lokaal, "historie", "prioriteiten", i, "indicator")
    veld_ids = [veld.id for veld in config.velden]
    for i, partner in enumerate(local.capaciteit.partners):
        for j, name in enumerate(partner.velden):
            loc = ("capaciteit", "partners", i, "velden", j)
            must_exist(name, veld_ids, "Veld", lokaal, loc)
    kaders = [kader.id for kader in local.historie.kaders]
    for i, link in enumerate(local.prioritering.aansluiting):
        base = ("prioritering", "aansluiting", i)
        must_exist(link.thema, config.themas, "Thema", lokaal, (*base, "thema"))
        must_exist(link.kader, kaders, "Kader", lokaal, (*base, "kader"))
    return errors


def missing(name: str, known: Iterable[str], what: str, file: YamlFile, loc: Loc) -> list[IvpFout]:
    """The error that ``name`` is not among ``known``, with the nearest one; empty when it is."""
    known = list(known)
    if name in known:
        return []
    hint = did_you_mean(name, known) if nearest(name, known) else ""
    return [
        ParamsFout(
            f"{what} '{name}' bestaat niet.{hint}",
            waar=file.where(loc),
            waarom="het boek zou een onderdeel missen waar deze naam naar verwijst",
            doe="herstel de naam, of voeg toe wat ontbreekt",
        )
    ]


def _double(config: Config, boek: YamlFile, velden: YamlFile, lokaal: YamlFile) -> list[IvpFout]:
    local = config.lokaal
    lists: list[tuple[str, list[str], YamlFile, Loc]] = [
        ("Hoofdstuk", [run.id for run in config.runs], boek, ("hoofdstukken",)),
        ("Veld", [veld.id for veld in config.velden], velden, ("velden",)),
        ("Nummer", [str(veld.nummer) for veld in config.velden], velden, ("velden",)),
        ("Thema", [t.id for veld in config.velden for t in veld.themas], velden, ("velden",)),
        ("Kader", [k.id for k in local.historie.kaders], lokaal, ("historie", "kaders")),
        (
            "Criterium",
            [c.id for c in local.prioritering.criteria],
            lokaal,
            ("prioritering", "criteria"),
        ),
        ("Deelgebied", [d.id for d in local.deelgebieden], lokaal, ("deelgebieden",)),
        ("Partner", [p.naam for p in local.capaciteit.partners], lokaal, ("capaciteit",)),
        ("Gebied", [g.code for g in local.vergelijking.gemeenten], lokaal, ("vergelijking",)),
    ]
    return [e for what, names, file, loc in lists for e in twice(what, names, file, loc)]


def twice(what: str, names: Iterable[str], file: YamlFile, loc: Loc) -> list[IvpFout]:
    """An error for each of ``names`` that is there more than once."""
    names = list(names)
    return [
        ParamsFout(
            f"{what} '{name}' staat er twee keer",
            waar=file.where(loc),
            waarom="het is niet te zeggen welke van de twee bedoeld is",
            doe="hernoem of verwijder er een",
        )
        for name in sorted({n for n in names if names.count(n) > 1})
    ]

"""Read ``params/`` into the typed model and check that its parts agree."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivp.config import model as m
from ivp.config import yamlfile
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import Fouten, IvpFout, ParamsFout, did_you_mean, nearest
from ivp.paths import Project

M = TypeVar("M", bound=BaseModel)
_WHY = "met een verkeerde instelling zou het boek iets anders tonen dan u bedoelt"


@dataclass(frozen=True)
class Run:
    """One execution of a notebook: what the runner runs and a chapter embeds."""

    id: str
    tekst: str
    notitieboek: str
    parameters: dict[str, str | int | float | bool]
    leest: m.Leest


@dataclass(frozen=True)
class Config:
    """All parameters of one book, checked."""

    boek: m.Boek
    lokaal: m.Gemeentebestand
    indicatoren: dict[str, m.Indicator]
    velden: tuple[m.Veld, ...]

    @property
    def gemeente(self) -> m.Gemeente:
        return self.lokaal.gemeente

    @cached_property
    def themas(self) -> dict[str, m.Thema]:
        return {thema.id: thema for veld in self.velden for thema in veld.themas}

    def veld(self, veld_id: str) -> m.Veld:
        return next(veld for veld in self.velden if veld.id == veld_id)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The notebooks to run, in book order; a chapter ``per: veld`` gives one run per veld."""
        return tuple(run for chapter in self.boek.hoofdstukken for run in self._runs(chapter))

    def _runs(self, chapter: m.Hoofdstuk) -> Iterator[Run]:
        if chapter.per is None:
            yield Run(
                chapter.id,
                chapter.tekst,
                chapter.notitieboek,
                dict(chapter.parameters),
                chapter.leest,
            )
            return
        for veld in self.velden:
            own = [i for thema in veld.themas for i in thema.indicatoren]
            reads = chapter.leest.model_copy(
                update={"indicatoren": _unique([*chapter.leest.indicatoren, *own])}
            )
            yield Run(
                chapter.id.replace("veld", f"veld-{veld.id}"),
                chapter.tekst.replace("{veld}", veld.id),
                chapter.notitieboek,
                {**chapter.parameters, "veld": veld.id},
                reads,
            )

    def onderdeel(self, name: str) -> Any:
        """A part of the params as plain data, for a chapter's input."""
        if name == "velden":
            return [veld.model_dump(mode="json") for veld in self.velden]
        return getattr(self.lokaal, name).model_dump(mode="json")


def load(project: Project, gemeente: str | None = None) -> Config:
    """Read and check all of ``params/``.

    ``gemeente`` (or the environment variable ``IVP_GEMEENTE``) overrides the municipality that
    ``params/boek.yml`` names. Raises ``ParamsFout`` or ``Fouten`` (all errors at once).
    """
    errors: list[IvpFout] = []

    def get(relative: str, kind: type[M]) -> tuple[YamlFile, M] | None:
        try:
            file = yamlfile.read(project.params / relative, f"params/{relative}")
            return file, _validate(file, kind)
        except Fouten as many:
            errors.extend(many.fouten)
        except ParamsFout as error:
            errors.append(error)
        return None

    boek = get("boek.yml", m.Boek)
    indicatoren = get("indicatoren.yml", m.Indicatoren)
    velden = get("velden.yml", m.Velden)
    lokaal = None
    if boek:
        name = gemeente or os.environ.get("IVP_GEMEENTE") or boek[1].gemeente
        known = sorted(path.stem for path in (project.params / "gemeenten").glob("*.yml"))
        if name not in known:
            errors.append(
                ParamsFout(
                    f"Gemeente '{name}' heeft geen bestand in params/gemeenten."
                    + did_you_mean(name, known),
                    waar=boek[0].where(("gemeente",)),
                    waarom="in dat bestand staan het plan, de kaders en de partners van de gemeente",
                    doe="herstel de naam, of voeg een bestand voor de gemeente toe",
                )
            )
        else:
            lokaal = get(f"gemeenten/{name}.yml", m.Gemeentebestand)
    if boek and indicatoren and velden and lokaal:
        config = Config(boek[1], lokaal[1], dict(indicatoren[1].indicatoren), velden[1].velden)
        errors.extend(_references(config, boek[0], velden[0], lokaal[0]))
        if not errors:
            return config
    raise errors[0] if len(errors) == 1 else Fouten(errors)


def _validate(file: YamlFile, kind: type[M]) -> M:
    try:
        return kind.model_validate(file.data)
    except ValidationError as error:
        found = [_explain(file, kind, detail) for detail in error.errors()]
        raise (found[0] if len(found) == 1 else Fouten(list(found))) from None


def _explain(file: YamlFile, kind: type[BaseModel], detail: ErrorDetails) -> ParamsFout:
    """One pydantic error as a Dutch message with file, line, key and the nearest valid value."""
    loc: Loc = tuple(detail["loc"])
    if loc and loc[-1] == "[key]":
        loc = loc[:-1]
    value = detail.get("input")
    context = detail.get("ctx", {})
    what, fix = f"Deze waarde klopt niet: {value!r}", "herstel de waarde"
    match detail["type"]:
        case "extra_forbidden":
            keys = _keys_at(kind, loc[:-1])
            what = f"De sleutel '{loc[-1]}' bestaat hier niet." + did_you_mean(str(loc[-1]), keys)
            fix = "herstel de naam van de sleutel, of verwijder hem"
        case "missing":
            what, fix = f"De sleutel '{loc[-1]}' ontbreekt", "voeg de sleutel met een waarde toe"
        case "literal_error":
            choices = [
                part.strip(" '")
                for part in str(context["expected"]).replace(" or ", ",").split(",")
            ]
            what = f"'{value}' kan hier niet." + did_you_mean(str(value), choices)
            fix = f"kies uit: {', '.join(choices)}"
        case "string_pattern_mismatch":
            what = f"'{value}' heeft niet de goede vorm"
            fix = (
                "gebruik een CBS-code zoals GM0420, WK042001 of NL00"
                if "GM" in str(context.get("pattern"))
                else "gebruik kleine letters, cijfers en streepjes, zoals veilige-buurt"
            )
        case "string_type":
            what, fix = (
                f"Hier hoort tekst, geen {_kind_of(value)}",
                "zet de waarde tussen aanhalingstekens",
            )
        case "string_too_short":
            what, fix = "Hier staat niets", "vul een tekst in"
        case "int_type" | "int_parsing" | "int_from_float":
            what, fix = f"Hier hoort een heel getal, niet {value!r}", "vul een heel getal in"
        case "float_type" | "float_parsing":
            what, fix = f"Hier hoort een getal, niet {value!r}", "vul een getal in, met een punt"
        case "bool_type" | "bool_parsing":
            what, fix = f"Hier hoort true of false, niet {value!r}", "vul true of false in"
        case t if t.startswith("date_"):
            what, fix = f"Hier hoort een datum, niet {value!r}", "schrijf de datum als 2026-11-23"
        case "model_type" | "dict_type" | "model_attributes_type":
            what, fix = (
                "Hier hoort een blok met sleutels",
                "zet de sleutels ingesprongen op nieuwe regels",
            )
        case "tuple_type" | "list_type":
            what, fix = (
                "Hier hoort een lijst",
                "zet elk onderdeel op een eigen regel achter een streepje",
            )
        case "too_short":
            what, fix = "Deze lijst is te kort", "voeg onderdelen toe"
        case "value_error":
            what, fix = (
                f"{context.get('error', 'Dit klopt niet')}",
                "pas de waarden zo aan dat het klopt",
            )
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            limits = {
                "gt": "groter dan",
                "ge": "ten minste",
                "lt": "kleiner dan",
                "le": "ten hoogste",
            }
            limit = " en ".join(f"{limits[k]} {v}" for k, v in context.items() if k in limits)
            what, fix = f"{value} valt buiten de grenzen", f"vul een getal in dat {limit} is"
    return ParamsFout(what, waar=file.where(loc), waarom=_WHY, doe=fix)


def _kind_of(value: object) -> str:
    names = {bool: "ja/nee-waarde", int: "getal", float: "getal", list: "lijst", dict: "blok"}
    return names.get(type(value), "lege waarde" if value is None else "datum")


def _keys_at(kind: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the model allows at ``loc``: what a mistyped key is compared with."""
    schema = kind.model_json_schema()
    node: dict[str, Any] = schema
    for part in loc:
        node = _resolve(node, schema)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
        if not isinstance(node, dict):
            return []
    return list(_resolve(node, schema).get("properties", {}))


def _resolve(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", []):
        if "$ref" in option:
            node = option
    if "$ref" in node:
        found: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return found
    return node


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _references(
    config: Config, boek: YamlFile, velden: YamlFile, lokaal: YamlFile
) -> list[IvpFout]:
    """Names that one file uses and another should define."""
    errors: list[IvpFout] = []

    def must_exist(name: str, known: Iterable[str], what: str, file: YamlFile, loc: Loc) -> None:
        known = list(known)
        if name not in known:
            hint = did_you_mean(name, known) if nearest(name, known) else ""
            errors.append(
                ParamsFout(
                    f"{what} '{name}' bestaat niet.{hint}",
                    waar=file.where(loc),
                    waarom=_WHY,
                    doe="herstel de naam, of voeg toe wat ontbreekt",
                )
            )

    def once(names: list[str], what: str, file: YamlFile, loc: Loc) -> None:
        for name in sorted({n for n in names if names.count(n) > 1}):
            errors.append(
                ParamsFout(
                    f"{what} '{name}' staat er twee keer",
                    waar=file.where(loc),
                    waarom="het is niet te zeggen welke van de twee bedoeld is",
                    doe="hernoem of verwijder er een",
                )
            )

    known = config.indicatoren
    for h, chapter in enumerate(config.boek.hoofdstukken):
        for i, name in enumerate(chapter.leest.indicatoren):
            loc = ("hoofdstukken", h, "leest", "indicatoren", i)
            must_exist(name, known, "Indicator", boek, loc)
    for v, veld in enumerate(config.velden):
        for t, thema in enumerate(veld.themas):
            for i, name in enumerate(thema.indicatoren):
                loc = ("velden", v, "themas", t, "indicatoren", i)
                must_exist(name, known, "Indicator", velden, loc)
    once([veld.id for veld in config.velden], "Veld", velden, ("velden",))
    once([t.id for veld in config.velden for t in veld.themas], "Thema", velden, ("velden",))
    once([run.id for run in config.runs], "Hoofdstuk", boek, ("hoofdstukken",))
    veld_ids = [veld.id for veld in config.velden]
    local = config.lokaal
    for i, goal in enumerate(local.historie.prioriteiten):
        if goal.indicator:
            loc = ("historie", "prioriteiten", i, "indicator")
            must_exist(goal.indicator, known, "Indicator", lokaal, loc)
    for i, partner in enumerate(local.capaciteit.partners):
        for j, name in enumerate(partner.velden):
            loc = ("capaciteit", "partners", i, "velden", j)
            must_exist(name, veld_ids, "Veld", lokaal, loc)
    kaders = [kader.id for kader in local.historie.kaders]
    for i, link in enumerate(local.prioritering.aansluiting):
        base: Loc = ("prioritering", "aansluiting", i)
        must_exist(link.thema, config.themas, "Thema", lokaal, (*base, "thema"))
        must_exist(link.kader, kaders, "Kader", lokaal, (*base, "kader"))
    return errors

"""Say in Dutch what pydantic found wrong: file, line, key, nearest valid value, what to do."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivp.config import model
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import ParamsFout, as_one, did_you_mean

M = TypeVar("M", bound=BaseModel)
_WHY = "met een verkeerde instelling zou het boek iets anders tonen dan u bedoelt"
_SHAPES = {
    model.ID: "gebruik kleine letters, cijfers en streepjes, zoals veilige-buurt",
    model.GEBIED: "gebruik een CBS-code zoals GM0420, WK042001 of NL00",
    model.CHAPTER: "noem index.qmd of een bestand in chapters, zoals chapters/historie.qmd",
    model.YEAR: "schrijf een jaar met vier cijfers, zoals 2025",
    model.NOTEBOOK: "noem een bestand in notebooks, zoals notebooks/historie.ipynb",
}
_LIMITS = {"gt": "groter dan", "ge": "ten minste", "lt": "kleiner dan", "le": "ten hoogste"}
_KINDS = {bool: "true/false", int: "getal", float: "getal", list: "lijst", dict: "blok"}


def validate(file: YamlFile, kind: type[M]) -> M:
    """``file`` as a ``kind``. Raises ``ParamsFout``, or ``Fouten`` when more is wrong."""
    try:
        return kind.model_validate(file.data)
    except ValidationError as error:
        raise as_one(_explain(file, kind, detail) for detail in error.errors()) from None


def _explain(file: YamlFile, kind: type[BaseModel], detail: ErrorDetails) -> ParamsFout:
    loc: Loc = tuple(part for part in detail["loc"] if part != "[key]")
    last = loc[-1] if loc else ""
    if detail["type"] == "extra_forbidden":
        what = f"De sleutel '{last}' bestaat hier niet." + did_you_mean(
            str(last), keys_at(kind, loc[:-1])
        )
        fix = "herstel de naam van de sleutel, of verwijder hem"
    elif detail["type"] == "missing" and isinstance(last, str):
        what, fix = f"De sleutel '{last}' ontbreekt", "voeg de sleutel met een waarde toe"
    else:
        what, fix = _value(detail)
    return ParamsFout(what, waar=file.where(loc), waarom=_WHY, doe=fix)


def _value(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value, and what to do."""
    value, context = detail.get("input"), detail.get("ctx", {})
    shown = f"'{value}'" if len(str(value)) <= 60 else f"'{str(value)[:60]}…'"
    match detail["type"]:
        case "literal_error":
            choices = str(context["expected"]).replace(" or ", ", ").split(", ")
            choices = [choice.strip("'") for choice in choices]
            fix = f"kies uit: {', '.join(choices)}"
            return f"{shown} kan hier niet." + did_you_mean(str(value), choices), fix
        case "string_pattern_mismatch":
            fix = _SHAPES.get(context["pattern"], "herstel de waarde")
            return f"{shown} heeft niet de goede vorm", fix
        case "string_type":
            fix = "zet de waarde tussen aanhalingstekens"
            return f"Hier hoort tekst, geen {_KINDS.get(type(value), 'lege waarde')}", fix
        case "string_too_short":
            return "Hier staat niets", "vul een tekst in"
        case "string_too_long":
            return f"{shown} is te lang", f"gebruik ten hoogste {context['max_length']} tekens"
        case "int_type" | "int_parsing" | "int_parsing_size" | "int_from_float":
            return f"Hier hoort een heel getal, niet {shown}", "vul een heel getal in"
        case "float_type" | "float_parsing" | "finite_number":
            fix = "vul een getal in, zonder aanhalingstekens en met een punt voor de decimalen"
            return f"Hier hoort een getal, niet {shown}", fix
        case "bool_type" | "bool_parsing":
            return f"Hier hoort true of false, niet {shown}", "vul true of false in"
        case "model_type" | "dict_type" | "model_attributes_type":
            fix = "zet de sleutels ingesprongen op nieuwe regels"
            return "Hier hoort een blok met sleutels", fix
        case "tuple_type" | "list_type":
            fix = "zet elk onderdeel op een eigen regel achter een streepje"
            return "Hier hoort een lijst", fix
        case "too_short" | "missing":
            return "Deze lijst is te kort", "voeg onderdelen toe"
        case "too_long":
            return "Deze lijst is te lang", f"houd er {context['max_length']} over"
        case "value_error":
            text = str(context["error"])
            return text[:1].upper() + text[1:], "pas de waarden zo aan dat het klopt"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            limit = " en ".join(f"{_LIMITS[k]} {v}" for k, v in context.items() if k in _LIMITS)
            return f"{shown} valt buiten de grenzen", f"vul een getal in dat {limit} is"
        case kind if kind.startswith("date"):
            return f"Hier hoort een datum, niet {shown}", "schrijf de datum als 2026-11-23"
    return f"Deze waarde klopt niet: {shown}", "herstel de waarde"


def keys_at(kind: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the model allows at ``loc``: what a mistyped key is compared with."""
    schema = kind.model_json_schema()
    node = _resolve(schema, schema)
    for part in loc:
        if isinstance(part, int):
            child = node.get("items", {})
        else:
            anything = [*node.get("patternProperties", {}).values(), {}][0]
            child = node.get("properties", {}).get(part, anything)
        node = _resolve(child, schema) if isinstance(child, dict) else {}
    return list(node.get("properties", {}))


def _resolve(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = next((o["$ref"] for o in [node, *node.get("anyOf", [])] if "$ref" in o), None)
    if reference is None:
        return node
    found: dict[str, Any] = schema["$defs"][reference.rsplit("/", 1)[-1]]
    return found

"""All Dutch of the contracts: what is asked for, what was found, why it matters and what to do.

``RULES`` says per type of expectation what it asks for. Only a type that stands there may be used
in a suite: a contract that cannot be explained to the one who must mend it is of no use.
``verdict`` makes of a finding what the user reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from ivp.contracts.verdict import Finding, Severity, Verdict
from ivp.data import Dataset

Kwargs = Mapping[str, Any]

_MAX_VALUES, _MAX_EXAMPLES = 6, 5
TYPES = {"int64": "gehele getallen", "float64": "getallen", "str": "tekst"}
OPERATORS = {
    "==": "gelijk is aan",
    "!=": "anders is dan",
    "<": "kleiner is dan",
    "<=": "hoogstens is",
    ">": "groter is dan",
    ">=": "minstens is",
    "IN": "een is van",
    "NOT_IN": "geen is van",
}
PERSONAL = {
    "geen_bsn": "burgerservicenummers",
    "geen_email": "e-mailadressen",
    "geen_telefoon": "telefoonnummers",
    "geen_adres": "postcodes met huisnummer",
    "geen_namen": "namen van personen",
    "geen_persoonskolom": "persoonsgegevens",
    "geen_vrije_tekst": "vrije teksten",
}
"""What is looked for in every data set, under the name of its verdict."""


def text(value: Any) -> str:
    """A value as Dutch text: decimal comma, "leeg" for a missing one."""
    if isinstance(value, Mapping):
        return " + ".join(text(part) for part in value.values())
    if isinstance(value, tuple):
        return " en ".join(text(part) for part in value)
    if pd.isna(value):
        return "leeg"
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",")
    return str(value)


def first_values(values: Iterable[Any]) -> str:
    """The first values, and how many there are when they are many."""
    texts = [text(value) for value in values]
    if len(texts) <= _MAX_VALUES:
        return ", ".join(texts)
    return f"{', '.join(texts[:_MAX_VALUES])}, … ({len(texts)} waarden)"


RULES = {
    # of Great Expectations
    "expect_table_columns_to_match_ordered_list": (
        "de kolommen zijn, in deze volgorde: {column_list}"
    ),
    "expect_table_row_count_to_equal": "er zijn {value} rijen",
    "expect_table_row_count_to_be_between": "het aantal rijen is {bounds}",
    "expect_column_values_to_be_of_type": "{column} bevat {type_}",
    "expect_column_values_to_not_be_null": "{column} is overal ingevuld",
    "expect_column_proportion_of_non_null_values_to_be_between": (
        "{column} is ingevuld in een deel van de rijen van {bounds}"
    ),
    "expect_column_values_to_be_unique": "{column} is in elke rij anders",
    "expect_compound_columns_to_be_unique": (
        "de combinatie van {column_list} is in elke rij anders"
    ),
    "expect_column_values_to_be_in_set": "{column} is een van: {value_set}",
    "expect_column_values_to_not_be_in_set": "{column} is nooit {value_set}",
    "expect_column_distinct_values_to_equal_set": (
        "{column} bevat al deze waarden en geen andere: {value_set}"
    ),
    "expect_column_values_to_match_regex": "{column} heeft de vorm {regex}",
    "expect_column_values_to_be_between": "{column} is {bounds}",
    "expect_column_sum_to_be_between": "{column} telt op tot {bounds}",
    "expect_column_pair_values_a_to_be_greater_than_b": "{column_A} is {or_equal} {column_B}",
    # of our own (``own_checks``)
    "expect_rows_per_period_to_be_like_neighbours": (
        "elke periode ({period}) heeft ten minste {min_share} van de rijen van de perioden ernaast"
    ),
    "expect_periods_to_be_contiguous": (
        "in {period} ontbreekt niets tussen de eerste en de laatste{step}"
    ),
    "expect_zeros_to_be_real": "{column} is niet 0 tussen perioden met {min_neighbours} of meer",
    "expect_level_to_keep_its_unit": (
        "{column} wordt per {period} niet meer dan {max_factor} keer zo groot of klein"
    ),
    "expect_revisions_to_be_small": (
        "{column} verschilt hoogstens {max_change} van de vorige levering (verschillen onder "
        "{min_change} tellen niet)"
    ),
    "expect_figures_to_be_fresh": "de cijfers zijn zo nieuw als de kalender van de bron zegt",
    "expect_rate_to_be_plausible": (
        "{column} per {scale} ({other}) ligt tussen {min_value} en {max_value}"
    ),
    "expect_parts_to_sum_to_total": (
        "per {per} tellen de delen in {parts}{parts_where} op tot {share} in {total}{tolerance}"
    ),
    "expect_column_values_to_be_multiples_of": "{column} is afgerond op een veelvoud van {factor}",
    "expect_values_to_equal_other": "{column} is per {per} hetzelfde als in {other}{where}",
    "expect_count_not_to_exceed": "{column} van {smaller} is hoogstens dat van {larger}",
    "expect_weights_to_sum_to_population": (
        "{column} telt per {period} op tot {min_share} tot {max_share} van de inwoners van {area}"
    ),
    "expect_column_values_to_exist_in_other": "elke waarde van {column} komt voor in {other}",
    "expect_names_to_match_other": "{name} is de naam die {other} bij de code geeft",
    "expect_rows_to_have_other": "bij elke rij heeft {other} een rij per {per}{years_back}",
    # of every data set
    **{name: f"er staan geen {what} in" for name, what in PERSONAL.items()},
    "geen_persoonskolom": "geen kolom heet naar een persoonsgegeven",
    "geen_vrije_tekst": (
        "er staat geen vrije tekst in, behalve in kolommen waarvan dat is afgesproken"
    ),
    "herkomst_klopt": "echte cijfers hebben de naam, de herkomst en de licentie van wie ze leverde",
}
"""Per type what it asks for, with its arguments in words (``_in_words``)."""


def rule(kind: str, kwargs: Kwargs) -> str:
    """What an expectation of type ``kind`` asks for, given all its arguments."""
    asked = RULES[kind].format_map(_Words(kwargs))
    condition = kwargs.get("row_condition")
    if not condition:
        return asked
    parameter = condition["parameter"]
    value = first_values(parameter) if isinstance(parameter, list) else text(parameter)
    return f"waar {condition['column']['name']} {OPERATORS[condition['operator']]} {value}: {asked}"


class _Words(dict[str, str]):
    """The arguments that a rule mentions, in words."""

    def __init__(self, kwargs: Kwargs) -> None:
        super().__init__()
        self._kwargs = kwargs

    def __missing__(self, name: str) -> str:
        return _in_words(name, self._kwargs.get(name), self._kwargs)


def _in_words(name: str, value: Any, kwargs: Kwargs) -> str:
    match name:
        case "bounds":
            return _bounds(kwargs.get("min_value"), kwargs.get("max_value"))
        case "share":
            return _share(kwargs["min_share"], kwargs["max_share"])
        case "type_":
            return TYPES.get(value, str(value))
        case "regex":
            return str(value).strip("^$")
        case "or_equal":
            return "minstens" if value else "meer dan"
        case "value_set":
            return first_values(value)
        case "min_share" | "max_share" | "max_change":
            return _percent(value)
        case "parts" | "total":
            return str(value or "deze bron")
        case "where":
            return f" (waar {_chosen(value)})" if value else ""
        case "parts_where":
            return f" ({_chosen(value)})" if value else ""
        case "step":
            return f" (om de {value})" if value != 1 else ""
        case "years_back":
            return f", {value} jaar eerder" if value else ""
        case "tolerance":
            return f", op {text(value)} na" if value else ""
    return ", ".join(map(str, value)) if isinstance(value, list) else text(value)


def _bounds(low: float | None, high: float | None) -> str:
    if low is None:
        return f"hoogstens {text(high)}"
    if high is None:
        return f"minstens {text(low)}"
    return f"{text(low)} tot en met {text(high)}"


def _share(low: float, high: float) -> str:
    part = "" if low == high == 1 else f"{_percent(low)} tot {_percent(high)} van "
    return f"{part}het totaal"


def _percent(share: float) -> str:
    return f"{share * 100:g}%".replace(".", ",")


def _chosen(where: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{column} {', '.join(map(str, values[:6]))}{' …' if len(values) > 6 else ''}"
        for column, values in where.items()
    )


FOUND = {
    "all well": "alle rijen voldoen",
    "not checked": "de controle kon niet worden gedaan",
    "column gone": "kolom '{}' ontbreekt",
    "values gone": "ontbreekt {}",
    "values too many": "onverwacht {}",
    # in a row of the delivery
    "value": "{}",
    "rows beside": "{}: {} rijen, ernaast {}",
    "gap": "{} → {}",
    "zero": "0, ernaast {}",
    "level": "{}, periode ervoor {}",
    "per": "{} per {}",
    "parts": "delen samen {}, totaal {}",
    "against": "{} tegenover {}",
    "weights": "{}: gewichten samen {}",
    "name": "{} heet {}",
    # in no row
    "rows per period": "{} tot {} rijen per periode",
    "no period": "er is geen enkele periode",
    "periods": "{} tot en met {}",
    "nothing before": "er is geen vorige levering om mee te vergelijken",
    "figures gone": "verdwenen: {}",
    "missing": "ontbreekt: {}",
    "no calendar": "er is geen kalender afgesproken",
    "example": "voorbeeldcijfers {}; de kalender geldt voor echte cijfers",
    "fresh": "cijfers {}",
    "old": "cijfers {}; verwacht {}op {}",
    "until": "tot en met {}",
    "from": "van {}",
    # in every data set
    "no personal data": "niets gevonden",
    "personal data": "Hier lijken {} in te staan",
    "not shown": "niet getoond",
    "broken, not shown": "Hieraan is niet voldaan. Wat er is gevonden, wordt niet getoond: deze "
    "bron telt personen",
    "origin": "klopt",
    "an example": "voorbeeld in {}",
    "still an example": "De cijfers van bron '{}' zijn nu echt, maar daar staat nog dat zij een "
    "voorbeeld zijn ({})",
}


def found(key: str, *values: Any) -> str:
    """The sentence of ``FOUND`` with these values in it."""
    return FOUND[key].format(*map(text, values))


WHY = {
    "herkomst_klopt": "het boek noemt bij elk cijfer van wie het is en wat ermee mag",
    **dict.fromkeys(
        PERSONAL, "persoonsgegevens horen niet in dit project en mogen niet in het boek komen"
    ),
}
"""Why a check of every data set matters; of the others the suite says it."""


def what_to_do(dataset: Dataset, kind: str) -> str:
    """Whom to ask when a check of this kind fails, and how to go on."""
    facts, name = dataset.resource.ivp, dataset.name
    if kind in PERSONAL:
        return (
            "verwijder de levering van uw computer, verspreid het bestand niet verder, meld het "
            "bij de privacyfunctionaris, en vraag een levering zonder persoonsgegevens aan "
            f"{facts.contact}"
        )
    if kind == "herkomst_klopt":
        return (
            f"vul in data/datapackage.json bij '{name}' in wie leverde en onder welke licentie "
            f"({facts.contact} weet het)"
        )
    if kind == "expect_figures_to_be_fresh":
        get = f"haal ze op: ivp fetch {facts.tabel}, daarna ivp update {facts.tabel}"
        return f"{get if facts.tabel else 'vraag om de nieuwe levering'} ({facts.contact})"
    return (
        f"vraag het na bij {facts.contact}; klopt de levering toch, pas dan het contract aan "
        f"(expectations/{name}.json)"
    )


def verdict(
    dataset: Dataset,
    kind: str,
    finding: Finding,
    kwargs: Kwargs = MappingProxyType({}),
    *,
    severity: Severity = "critical",
    column: str | None = None,
    file: str = "",
    what: str = "",
    cause: str = "",
    why: str = "",
) -> Verdict:
    """What a finding about ``dataset`` becomes for the user.

    ``kind`` and ``kwargs`` say what was asked. ``what`` stands for what was asked and found when
    that says it better; ``cause`` is what probably happened. ``file``: where it is to be mended,
    when that is not the data set itself.
    """
    asked = rule(kind, kwargs)
    about = {
        "dataset": dataset.name,
        "file": file or dataset.place,
        "kind": kind,
        "column": column,
        "rule": asked,
        "severity": severity,
    }
    if finding.well:
        return Verdict(**about, status="ok", seen=finding.seen)
    count = finding.count or len(finding.rows)
    rows = [_rows_found(count)] if finding.rows else []
    seen = "; ".join([*rows, finding.seen] if finding.broken else rows)
    examples = tuple(sorted(finding.rows)[:_MAX_EXAMPLES])
    where = f": {_listed(examples, count)}" if examples else ""
    said = f"{what or f'Verwacht: {asked}. Gevonden: {seen}'}{where}"
    return Verdict(
        **about,
        status="kapot",
        seen=seen,
        count=count or None,
        examples=examples,
        wat=f"{said}. {cause.rstrip('.')}" if cause else said,
        waarom=why.rstrip(".") or WHY[kind],
        doe=what_to_do(dataset, kind),
    )


def _rows_found(count: int) -> str:
    return "1 rij voldoet niet" if count == 1 else f"{count} rijen voldoen niet"


def _listed(examples: Iterable[tuple[int, str]], count: int) -> str:
    """``rij 4 (-1), rij 9 (leeg) en nog 3``."""
    shown = [f"rij {row} ({value})" for row, value in examples]
    rest = count - len(shown)
    return ", ".join(shown) + (f" en nog {rest}" if rest > 0 else "")

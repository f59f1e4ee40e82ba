"""The names by which a suite asks for our expectations, and what each asks for in Dutch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ivp.contracts.eigen import anders, reeks, tellingen
from ivp.contracts.eigen.basis import Eigen


def _procent(share: float) -> str:
    return f"{share * 100:g}%".replace(".", ",")


def _keuze(where: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{column} {', '.join(map(str, values[:6]))}{' …' if len(values) > 6 else ''}"
        for column, values in where.items()
    )


def _delen(k: Mapping[str, Any]) -> str:
    parts, total = k.get("parts") or "deze bron", k.get("total") or "deze bron"
    low, high = k.get("min_share", 1.0), k.get("max_share", 1.0)
    if low == high == 1.0:
        bound = "op tot het totaal"
    else:
        bound = f"op tot {_procent(low)} tot {_procent(high)} van het totaal"
    margin = f", op {k['tolerance']:g} na" if k.get("tolerance") else ""
    which = f" ({_keuze(k['parts_where'])})" if k.get("parts_where") else ""
    return f"per {', '.join(k['per'])} tellen de delen in {parts}{which} {bound} in {total}{margin}"


TYPEN: dict[str, Eigen] = {
    "expect_rows_per_period_to_be_like_neighbours": Eigen(
        reeks.rijen_per_periode,
        lambda k: (
            f"elke periode ({k['period']}) heeft ten minste "
            f"{_procent(k.get('min_share', 0.5))} van de rijen van de perioden ernaast"
        ),
    ),
    "expect_periods_to_be_contiguous": Eigen(
        reeks.aaneengesloten,
        lambda k: (
            f"in {k['period']} ontbreekt niets tussen de eerste en de laatste"
            + (f" (om de {k['step']})" if k.get("step", 1) != 1 else "")
        ),
    ),
    "expect_zeros_to_be_real": Eigen(
        reeks.echte_nullen,
        lambda k: f"{k['column']} is niet 0 tussen perioden met {k['min_neighbours']:g} of meer",
    ),
    "expect_level_to_keep_its_unit": Eigen(
        reeks.zelfde_eenheid,
        lambda k: (
            f"{k['column']} wordt per {k['period']} niet meer dan {k['max_factor']:g} keer zo "
            "groot of klein"
        ),
    ),
    "expect_revisions_to_be_small": Eigen(
        reeks.herzien,
        lambda k: (
            f"{k['column']} verschilt hoogstens {_procent(k.get('max_change', 0.1))} van de "
            f"vorige levering (verschillen onder {k.get('min_change', 10):g} tellen niet)"
        ),
    ),
    "expect_figures_to_be_fresh": Eigen(
        reeks.actueel, lambda k: "de cijfers zijn zo nieuw als de kalender van de bron zegt"
    ),
    "expect_rate_to_be_plausible": Eigen(
        reeks.verhouding,
        lambda k: (
            f"{k['column']} per {k['scale']:g} ({k['other']}) ligt tussen "
            f"{k['min_value']:g} en {k['max_value']:g}"
        ),
    ),
    "expect_parts_to_sum_to_total": Eigen(tellingen.delen_tellen_op, _delen),
    "expect_column_values_to_be_multiples_of": Eigen(
        tellingen.veelvoud, lambda k: f"{k['column']} is afgerond op een veelvoud van {k['factor']}"
    ),
    "expect_values_to_equal_other": Eigen(
        tellingen.gelijk_aan,
        lambda k: (
            f"{k['column']} is per {', '.join(k['per'])} hetzelfde als in {k['other']}"
            + (f" (waar {_keuze(k['where'])})" if k.get("where") else "")
        ),
    ),
    "expect_count_not_to_exceed": Eigen(
        tellingen.niet_meer_dan,
        lambda k: f"{k['column']} van {k['smaller']} is hoogstens dat van {k['larger']}",
    ),
    "expect_weights_to_sum_to_population": Eigen(
        tellingen.gewichten,
        lambda k: (
            f"{k['column']} telt per {k['period']} op tot {_procent(k['min_share'])} tot "
            f"{_procent(k['max_share'])} van de inwoners van {k['area']}"
        ),
    ),
    "expect_column_values_to_exist_in_other": Eigen(
        anders.komt_voor, lambda k: f"elke waarde van {k['column']} komt voor in {k['other']}"
    ),
    "expect_names_to_match_other": Eigen(
        anders.naam_bij_code, lambda k: f"{k['name']} is de naam die {k['other']} bij de code geeft"
    ),
    "expect_rows_to_have_other": Eigen(
        anders.heeft_andere,
        lambda k: (
            f"bij elke rij heeft {k['other']} een rij per {', '.join(k['per'])}"
            + (f", {k['years_back']} jaar eerder" if k.get("years_back") else "")
        ),
    ),
}

"""What a chapter about one veld says of its thema's: level, development, comparison, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import Comparison, Development, NoComparison, comparison, development
from ivp.indicators.rows import SCHEMA
from ivp.show import sentences
from ivp.show.getal import Ontbreekt, aantal, opsomming
from ivp.show.open_chapter import OpenChapter
from ivp.show.tables import md
from ivp.show.units import decimals_for, main_unit, shown_values, with_unit

LANG_GENOEG = 5
"""Years that a series needs to be drawn: as many as a trend needs."""


@dataclass(frozen=True)
class Onderwerp:
    """One indicator of a thema with all that is said of the municipality.

    ``cijfers`` are the municipality's rows in ``definitie``'s main unit; ``naast`` is the outcome
    beside the country in the last year that both know, ``None`` when there is no such year.
    """

    thema: m.Thema
    id: str
    definitie: m.Indicator
    cijfers: pd.DataFrame
    development: Development
    naast: Comparison | None

    @property
    def oordeel(self) -> sentences.Judgement | None:
        return sentences.judgement(self.development, self.definitie)


def onderwerp(h: OpenChapter, thema: m.Thema, indicator: str) -> Onderwerp:
    """Look up and work out one indicator that the chapter has declared."""
    definition = h.definition(indicator)
    table = h.rows(indicator)
    here, land = h.gemeente.code, h.vergelijking.land.code
    unit = main_unit(definition)
    rates = table[(table["eenheid"] == unit) & table["waarde"].notna()]
    both = set(rates.loc[rates["gebied"] == here, "jaar"]) & set(
        rates.loc[rates["gebied"] == land, "jaar"]
    )
    beside: Comparison | NoComparison | None = None
    if both and unit.startswith("per_"):
        beside = comparison(table, indicator, here, land, max(both))
    return Onderwerp(
        thema,
        indicator,
        definition,
        h.rows(indicator, unit=unit, area=here),
        development(table, definition, indicator, here),
        beside if isinstance(beside, Comparison) else None,
    )


def onderwerpen(h: OpenChapter, veld: m.Veld) -> list[Onderwerp]:
    """All indicators of the veld, in the order of its thema's."""
    return [onderwerp(h, thema, name) for thema in veld.themas for name in thema.indicatoren]


def reeksen(items: Iterable[Onderwerp]) -> pd.DataFrame:
    """The municipality's rows of the subjects whose series is long enough to be drawn."""
    long = [item.cijfers for item in items if item.cijfers["waarde"].notna().sum() >= LANG_GENOEG]
    return pd.concat(long, ignore_index=True) if long else pd.DataFrame(columns=list(SCHEMA))


def naast_land(items: Iterable[Onderwerp]) -> list[Onderwerp]:
    """The subjects that can be put beside the country."""
    return [item for item in items if item.naast is not None]


def overzicht(items: Sequence[Onderwerp], land: str) -> pd.DataFrame:
    """One row per subject: thema, title, last value and year, development, beside the country."""
    columns = ["Thema", "Cijfer", "Laatste stand", "Ontwikkeling", f"Naast {land}"]
    rows = []
    for item in items:
        last = item.development.last
        value = str(Ontbreekt.ONBEKEND)
        if last is not None:
            unit = item.development.unit
            value = with_unit(last.waarde, unit, decimals_for(unit, [last.waarde]))
            value += f" ({last.jaar})"
        beside = (
            "geen vergelijking" if item.naast is None else sentences.comparison_short(item.naast)
        )
        development = sentences.development_short(item.development)
        rows.append((item.thema.naam, item.definitie.titel, value, development, beside))
    return pd.DataFrame(rows, columns=columns)


def lijst_opvallend(items: Sequence[Onderwerp], gemeente: str, land: str) -> str:
    """What clearly changes or differs, for the worse first; or that nothing does."""
    worse = [item for item in items if item.oordeel == "ongunstig"]
    better = [item for item in items if item.oordeel == "gunstig"]
    higher = [
        item
        for item in naast_land(items)
        if item.naast is not None
        and item.naast.direction == {"lager": "hoger", "hoger": "lager"}.get(item.definitie.gunstig)
    ]
    unclear = [item for item in items if item.oordeel == "gelijk"]
    short = [item for item in items if item.development.direction is None]
    neutral = [
        item
        for item in items
        if item.definitie.gunstig == "geen" and item.development.direction in ("stijging", "daling")
    ]
    lines = [f"**Ongunstige ontwikkeling**: {_names(worse)}."] if worse else []
    lines += [f"**Gunstige ontwikkeling**: {_names(better)}."] if better else []
    if neutral:
        lines.append(f"**Duidelijke verandering die geen oordeel draagt**: {_names(neutral)}.")
    if unclear:
        lines.append(f"**Geen duidelijke verandering**: {_names(unclear)}.")
    if higher:
        lines.append(
            f"**Ongunstiger dan in de rest van {md(land)}**, per inwoner: {_names(higher)}."
        )
    if short:
        lines.append(f"**Geen ontwikkeling te noemen**: {_names(short)}.")
    if not lines:
        return f"Er zijn nog geen cijfers over {md(gemeente)} bij dit veld."
    real = [item for item in items if item.cijfers["werkelijk"].all()]
    tail = ""
    if len(real) < len(items):
        tail = "\n\n*Alle cijfers achter deze lijst zijn voorbeeldcijfers"
        tail += f", behalve {_names(real)}.*" if real else ".*"
    return sentences.bullets(lines) + tail


def tekst_themas(veld: m.Veld, items: Sequence[Onderwerp], gemeente: str, land: str) -> str:
    """A heading per thema with what it is, a sentence or more per figure, and what is lacking."""
    parts = []
    for thema in veld.themas:
        own = [item for item in items if item.thema.id == thema.id]
        parts.append(f"### {md(thema.naam)}\n\n{md(thema.omschrijving)}.")
        if own:
            parts.append(sentences.bullets(_sentences(item, gemeente, land) for item in own))
        else:
            parts.append("Over dit thema staat geen cijfer in dit boek.")
        if thema.leemten:
            parts.append("*Wat ontbreekt:* " + " ".join(md(text) for text in thema.leemten))
    return "\n\n".join(parts)


def uitsplitsing(h: OpenChapter, veld: m.Veld) -> pd.DataFrame:
    """The municipality's counts of the parts (``deel_van``) of the veld's indicators, and of those
    indicators themselves: rows of the indicator table, each whole after its parts."""
    own = [name for thema in veld.themas for name in thema.indicatoren]
    names = []
    for name in dict.fromkeys(own):
        parts = [n for n, d in h.definitions.items() if d.deel_van == name]
        names += [*parts, name] if parts else []
    rows = h.rows(*names, unit="aantal", area=h.gemeente.code)
    return rows.iloc[rows["indicator"].map(names.index).argsort(kind="stable")]


def uitsplitsingstabel(h: OpenChapter, delen: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``uitsplitsing`` as readers see them: one row per indicator, one column per year."""
    years = sorted(delen["jaar"].unique().tolist())
    rows = []
    for name, own in delen.groupby("indicator", sort=False):
        shown = dict(zip(own["jaar"].tolist(), shown_values(own), strict=True))
        values = [shown.get(year, Ontbreekt.ONBEKEND) for year in years]
        title = h.definition(str(name)).titel
        rows.append((title, *(v if isinstance(v, Ontbreekt) else round(v) for v in values)))
    return pd.DataFrame(rows, columns=["Soort", *(str(year) for year in years)], dtype=object)


def lijst_leemten(veld: m.Veld) -> str:
    """The gaps of the veld, with their thema."""
    gaps = [f"**{md(t.naam)}**: {md(text)}" for t in veld.themas for text in t.leemten]
    if not gaps:
        return "Bij elk thema van dit veld staat een cijfer, en er zijn geen leemten opgegeven."
    bare = [md(t.naam) for t in veld.themas if not t.indicatoren]
    head = (
        f"Er {'is' if len(gaps) == 1 else 'zijn'} {aantal(len(gaps), 'leemte', 'leemten')} bekend."
    )
    if bare:
        head += f" Zonder enig cijfer: {opsomming(bare)}."
    return f"{head}\n\n{sentences.bullets(gaps)}"


def _names(items: Sequence[Onderwerp]) -> str:
    return opsomming(
        [md(item.definitie.titel[:1].lower() + item.definitie.titel[1:]) for item in items]
    )


def _sentences(item: Onderwerp, gemeente: str, land: str) -> str:
    texts = [sentences.latest(item.development, item.definitie)]
    if item.development.last is not None:
        texts.append(sentences.development(item.development, item.definitie, ""))
    if item.naast is not None:
        unit = item.development.unit
        texts.append(sentences.comparison(item.naast, unit, gemeente, land, "", rest=True))
    return f"{' '.join(texts)}{sentences.example_mark(item.cijfers)}"

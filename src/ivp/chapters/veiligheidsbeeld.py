"""What the chapter about the whole picture puts together: region, wijken, publications."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.indicators.outcomes import comparison, development
from ivp.indicators.rows import summable
from ivp.show import sentences
from ivp.show.getal import Ontbreekt, aantal, getal, opsomming, procent
from ivp.show.open_chapter import OpenChapter
from ivp.show.tables import md
from ivp.show.units import decimals_for, main_unit, shown_values, with_unit


def zin_loop(h: OpenChapter, indicator: str, onderwerp: str | None = None) -> str:
    """How an indicator developed in the municipality; ``onderwerp`` is the ``topic`` there."""
    table, definition = h.rows(indicator), h.definition(indicator)
    found = development(table, definition, indicator, h.gemeente.code)
    return sentences.development(found, definition, onderwerp) + sentences.example_mark(table)


def aantal_en_verhouding(cijfers: pd.DataFrame) -> pd.DataFrame:
    """Per year the count and the rate per 1,000 inhabitants of one indicator in one area."""
    per_eenheid = {
        eenheid: dict(zip(rows["jaar"], shown_values(rows), strict=True))
        for eenheid, rows in cijfers.groupby("eenheid")
    }
    counts, rates = per_eenheid["aantal"], per_eenheid["per_1000_inwoners"]
    rows = [
        {
            "Jaar": jaar,
            "Aantal": value if isinstance(value, Ontbreekt) else int(value),
            "Per 1.000 inwoners": rates.get(jaar, Ontbreekt.ONBEKEND),
        }
        for jaar, value in sorted(counts.items())
    ]
    return pd.DataFrame(rows)


def zin_stand_en_loop(h: OpenChapter, indicator: str) -> str:
    """The last value of an indicator in the municipality, and how it developed."""
    table, definition = h.rows(indicator), h.definition(indicator)
    found = development(table, definition, indicator, h.gemeente.code)
    return f"{sentences.latest(found, definition)} {zin_loop(h, indicator, '')}"


def zin_samenvoeging(h: OpenChapter, jaren: Sequence[int]) -> str:
    """From which municipalities the municipality arose within ``jaren``, and what that means."""
    parts = []
    for year in sorted({v.samengevoegd for v in h.gemeente.voorgangers}):
        if min(jaren) < year <= max(jaren):
            names = [md(v.naam) for v in h.gemeente.voorgangers if v.samengevoegd == year]
            verb = "gingen" if len(names) > 1 else "ging"
            parts.append(f"In {year} {verb} {opsomming(names)} op in {md(h.gemeente.naam)}.")
    if not parts:
        return f"De grenzen van {md(h.gemeente.naam)} zijn in deze jaren gelijk gebleven."
    return (
        f"{' '.join(parts)} Cijfers van daarvoor zijn de som van de gemeenten die toen nog apart "
        "waren. Op die plek is de lijn onderbroken. Wie alleen op de naam van de gemeente zoekt, "
        "vindt een te laag cijfer en ziet daarna een sprong die er niet was."
    )


def naast_elkaar(h: OpenChapter, geteld: Sequence[str], gevraagd: Sequence[str]) -> pd.DataFrame:
    """Counted and asked beside each other: last value and development of each indicator."""
    rows = []
    for kind, names in (("Geteld", geteld), ("Gevraagd", gevraagd)):
        for name in names:
            definition = h.definition(name)
            found = development(h.rows(name), definition, name, h.gemeente.code)
            last = found.last
            value: str = str(Ontbreekt.ONBEKEND)
            if last is not None:
                places = decimals_for(found.unit, [last.waarde])
                value = f"{with_unit(last.waarde, found.unit, places)} ({last.jaar})"
            rows.append(
                {
                    "Soort": kind,
                    "Cijfer": definition.titel,
                    "Laatste stand": value,
                    "Ontwikkeling": sentences.development_short(found),
                }
            )
    return pd.DataFrame(rows)


def naast_gebieden(h: OpenChapter, indicator: str, jaar: int) -> dict[str, sentences.Compared]:
    """How the municipality stands to every other municipality of the region, by name."""
    table = h.rows(indicator)
    return {
        area.naam: comparison(table, indicator, h.gemeente.code, area.code, jaar)
        for area in h.vergelijking.gemeenten
    }


def gebiedentabel(h: OpenChapter, indicator: str, jaar: int) -> pd.DataFrame:
    """The municipality, those of the region, police unit and country: count, rate, difference."""
    table = h.rows(indicator)
    table = table[table["jaar"] == jaar]
    unit = main_unit(h.definition(indicator))
    here = h.gemeente
    rows = []
    compared = h.vergelijking
    for area in (here, *compared.gemeenten, compared.eenheid, compared.land):
        found = comparison(table, indicator, here.code, area.code, jaar)
        values = {
            part: shown_values(table[(table["gebied"] == area.code) & (table["eenheid"] == part)])
            for part in ("aantal", unit)
        }
        rows.append(
            {
                "Gebied": area.naam,
                "Aantal": _whole(values["aantal"]),
                "Per 1.000 inwoners": next(iter(values[unit]), Ontbreekt.ONBEKEND),
                f"{here.naam} is": "–" if area == here else sentences.comparison_short(found),
            }
        )
    return pd.DataFrame(rows)


def tegels(gebieden: pd.DataFrame) -> pd.DataFrame:
    """A tile per wijk (``gebied``, ``rij``, ``kolom``) from the data set ``gebieden``.

    A wijk with more than one kern gets the tile of the kern whose name it bears, else the first.
    """
    own = gebieden["kern"] == gebieden["wijk_naam"]
    ordered = gebieden.assign(own=own).sort_values("own", ascending=False, kind="stable")
    first = ordered.drop_duplicates("wijk")
    columns = {"wijk": "gebied", "tegel_rij": "rij", "tegel_kolom": "kolom"}
    return first[list(columns)].rename(columns=columns).reset_index(drop=True)


def wijkentabel(gebieden: pd.DataFrame, deelgebieden: pd.DataFrame) -> pd.DataFrame:
    """One row per wijk: its kernen and the deelgebied in which they lie."""
    both = gebieden.merge(deelgebieden, on="kern", how="left").sort_values("wijk", kind="stable")
    return pd.DataFrame(
        [
            {
                "Wijk": rows["wijk_naam"].iloc[0],
                "Dorpskernen": opsomming(rows["kern"].tolist()),
                "Deelgebied": "; ".join(rows["deelgebied_naam"].dropna().unique()),
            }
            for _, rows in both.groupby("wijk", sort=False)
        ]
    )


def zin_indeling(gebieden: pd.DataFrame, deelgebieden: pd.DataFrame) -> str:
    """How many kernen, wijken and deelgebieden there are, and which wijken have more kernen."""
    text = (
        f"De gemeente heeft {aantal(len(gebieden), 'dorpskern', 'dorpskernen')}, "
        f"{aantal(gebieden['wijk'].nunique(), 'wijk', 'wijken')} en "
        f"{aantal(deelgebieden['deelgebied'].nunique(), 'deelgebied', 'deelgebieden')}."
    )
    for name, rows in gebieden.groupby("wijk_naam"):
        if len(rows) > 1:
            text += f" De wijk {md(str(name))} bestaat uit {md(opsomming(rows['kern'].tolist()))}."
    return text


def zin_wijken(wijken: pd.DataFrame, gemeente: pd.DataFrame) -> str:
    """The wijken with most, their share of the total, and what the wijken leave out.

    Both frames are rows of counts in one year: per wijk, and of the municipality.
    """
    ordered = wijken.sort_values("waarde", ascending=False)
    top = [
        f"{md(name)} ({getal(value)})"
        for name, value in zip(
            ordered["gebied_naam"].head(3), ordered["waarde"].head(3), strict=True
        )
    ]
    counts = summable(ordered[ordered["waarde"].notna()], "waarde")
    total = float(counts.sum())
    share = 100 * float(counts.head(3).sum()) / total
    year = int(ordered["jaar"].iloc[0])
    text = (
        f"In {year} telde de politie de meeste misdrijven in {opsomming(top)}. Dat is samen "
        f"{getal(share)}% van de misdrijven die per wijk bekend zijn."
    )
    whole = gemeente.loc[gemeente["jaar"] == year, "waarde"].dropna()
    if len(whole):
        text += (
            f" De wijken tellen op tot {getal(total)}; de gemeente heeft er {getal(whole.iloc[0])}."
        )
    return text


def zin_gepubliceerd(cijfers: pd.DataFrame, wat: str) -> str:
    """The first and last published percentage of one area, without a claim about margins.

    ``wat`` completes "het deel van de inwoners van … dat".
    """
    known = cijfers[cijfers["waarde"].notna()].sort_values("jaar")
    if known.empty:
        return "Er is geen landelijk cijfer gepubliceerd."
    pairs = list(zip(known["waarde"].tolist(), known["jaar"].tolist(), strict=True))
    values = [f"{procent(value)} (rond {year})" for value, year in pairs]
    name = md(str(known["gebied_naam"].iloc[0]))
    return f"Gepubliceerd voor {name}, het deel dat {md(wat)}: {opsomming(values)}."


def tegenspraaktabel(gepubliceerd: pd.DataFrame) -> pd.DataFrame:
    """Published values for the same question, area and year that differ, one row per value."""
    groups = gepubliceerd.groupby(["vraag", "gebied", "jaar"])["waarde"]
    rows = gepubliceerd[groups.transform("nunique") > 1]
    return pd.DataFrame(
        {
            "Vraag": [v.replace("_", " ").capitalize() for v in rows["vraag"]],
            "Gebied": rows["gebied_naam"].tolist(),
            "Jaar": rows["jaar"].astype(int).tolist(),
            "Waarde": rows["waarde"].tolist(),
            "Volgens": rows["bron_document"].tolist(),
        }
    )


def soortentabel(soorten: pd.DataFrame, gemeente: str) -> pd.DataFrame:
    """The main kinds of crime of one municipality (``cbs-misdrijven-soort``), the total last.

    A rate that CBS does not show stays missing.
    """
    code = soorten["soort_misdrijf"].astype(str)
    rows = soorten[(soorten["gebied"] == gemeente) & code.str.fullmatch(r"\d0{6}")]
    rows = rows.sort_values("aantal", ascending=False)
    total = rows["soort_misdrijf"].astype(str) == "0000000"
    rows = pd.concat([rows[~total], rows[total]])
    return pd.DataFrame(
        {
            "Soort misdrijf": rows["soort_misdrijf_naam"].tolist(),
            "Jaar": rows["jaar"].astype(int).tolist(),
            "Aantal": [_whole([value]) for value in rows["aantal"].tolist()],
            "Per 1.000 inwoners": pd.Series(
                [
                    value if pd.notna(value) else "niet gepubliceerd"
                    for value in rows["per_1000_inwoners"]
                ],
                dtype=object,
            ),
        }
    )


def _whole(values: Sequence[float | Ontbreekt]) -> int | Ontbreekt:
    value = next(iter(values), Ontbreekt.ONBEKEND)
    if isinstance(value, Ontbreekt) or pd.isna(value):
        return value if isinstance(value, Ontbreekt) else Ontbreekt.ONBEKEND
    return round(value)

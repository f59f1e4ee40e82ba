"""The official lists of crime and nuisance codes, and which old and new codes are the same.

Sources: police tables 47013NED, 47018NED, 47022NED (crimes) and 47021NED, 47024NED (nuisance);
CBS 83648NED (crimes) and 83651NED (thefts).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

TOTAAL = "0.0.0"

MISDRIJVEN = {
    "0.0.0": "Totaal misdrijven",
    "1.1.1": "Diefstal/inbraak woning",
    "1.1.2": "Diefstal/inbraak box/garage/schuur",
    "1.2.1": "Diefstal uit/vanaf motorvoertuigen",
    "1.2.2": "Diefstal van motorvoertuigen",
    "1.2.3": "Diefstal van brom-, snor-, fietsen",
    "1.2.4": "Zakkenrollerij",
    "1.2.5": "Diefstal af/uit/van ov. voertuigen",
    "1.3.1": "Ongevallen (weg)",
    "1.4.1": "Zedenmisdrijf",
    "1.4.2": "Moord, doodslag",
    "1.4.3": "Openlijk geweld (persoon)",
    "1.4.4": "Bedreiging",
    "1.4.5": "Mishandeling",
    "1.4.6": "Straatroof",
    "1.4.7": "Overval",
    "1.5.2": "Diefstallen (water)",
    "1.6.1": "Brand/ontploffing",
    "1.6.2": "Overige vermogensdelicten",
    "1.6.3": "Mensenhandel",
    "2.1.1": "Drugs/drankoverlast",
    "2.2.1": "Vernieling cq. zaakbeschadiging",
    "2.4.1": "Burengerucht (relatieproblemen)",
    "2.4.2": "Huisvredebreuk",
    "2.5.1": "Diefstal/inbraak bedrijven enz.",
    "2.5.2": "Winkeldiefstal",
    "2.6.1": "Inrichting Wet Milieubeheer",
    "2.6.2": "Bodem",
    "2.6.3": "Water",
    "2.6.4": "Afval",
    "2.6.5": "Bouwstoffen",
    "2.6.7": "Mest",
    "2.6.8": "Transport gevaarlijke stoffen",
    "2.6.9": "Vuurwerk",
    "2.6.10": "Bestrijdingsmiddelen",
    "2.6.11": "Natuur en landschap",
    "2.6.12": "Ruimtelijke ordening",
    "2.6.13": "Dieren",
    "2.6.14": "Voedselveiligheid",
    "2.7.2": "Bijzondere wetten",
    "2.7.3": "Leefbaarheid (overig)",
    "3.1.1": "Drugshandel",
    "3.1.2": "Mensensmokkel",
    "3.1.3": "Wapenhandel",
    "3.2.1": "Kinderporno",
    "3.2.2": "Kinderprostitutie",
    "3.3.2": "Onder invloed (lucht)",
    "3.3.5": "Lucht (overig)",
    "3.4.2": "Onder invloed (water)",
    "3.5.2": "Onder invloed (weg)",
    "3.5.5": "Weg (overig)",
    "3.6.4": "Aantasting openbare orde",
    "3.7.1": "Discriminatie",
    "3.7.2": "Vreemdelingenzorg",
    "3.7.3": "Maatsch. integriteit (overig)",
    "3.7.4": "Cybercrime",
    "3.9.1": "Horizontale fraude",
    "3.9.2": "Verticale fraude",
    "3.9.3": "Fraude (overig)",
}

OVERLAST = {
    "0.0.0": "Totaal registraties overlast",
    "E33": "Overlast door verward persoon",
    "E35": "Melding overlast jeugd",
    "E38": "Overlast ivm alcohol/ drugs",
    "E41": "Overlast zwervers",
    "F010": "Openbare dronkenschap",
    "M061": "Geluidshinder horeca",
    "M062": "Geluidshinder evenement",
    "M22": "Geluidshinder overig",
}

VERBORGEN_PER_BUURT = frozenset({"1.4.1", "3.2.1", "3.2.2"})
"""Left out of the tables per wijk and buurt (47018NED, 47022NED)."""
VERBORGEN_PER_MAAND = frozenset({"1.4.1", "3.2.1", "3.2.2", "3.7.3"})
"""Published per year only."""


class Hoofdgroep(NamedTuple):
    """A main group of 83648NED: its code in the list until 2018 and in the present one."""

    oud: str
    nieuw: str
    naam: str


HOOFDGROEPEN = (
    Hoofdgroep("0000000", "T001161", "Totaal misdrijven"),
    Hoofdgroep("1000000", "CRI1000", "Vermogensmisdrijven"),
    Hoofdgroep("2000000", "CRI2000", "Vernieling en misdrijven tegen openbare orde en gezag"),
    Hoofdgroep("3000000", "CRI3000", "Gewelds- en seksuele misdrijven"),
    Hoofdgroep("4000000", "CRI4000", "Overige misdrijven Wetboek van Strafrecht"),
    Hoofdgroep("5000000", "CRI5000", "Verkeersmisdrijven"),
    Hoofdgroep("6000000", "CRI6000", "Drugsmisdrijven"),
    Hoofdgroep("7000000", "CRI7000", "(Vuur)wapenmisdrijven"),
    Hoofdgroep("9000000", "CRI9000", "Misdrijven overige wetten"),
)
"""Only total and main groups run on. Below them the lists were cut differently, so a subgroup of
the old list has no counterpart, also when its number looks alike."""


class Vertaald(NamedTuple):
    """Codes that have a counterpart, and those that have none; the latter are never guessed."""

    codes: dict[str, str]
    zonder: tuple[str, ...]


def naar_nieuw(codes: Iterable[str]) -> Vertaald:
    """Codes of 83648NED of either list → the present list; unknown and split ones are reported."""
    known = {g.oud: g.nieuw for g in HOOFDGROEPEN} | {g.nieuw: g.nieuw for g in HOOFDGROEPEN}
    found, without = {}, []
    for code in dict.fromkeys(code.strip() for code in codes):
        if code in known:
            found[code] = known[code]
        else:
            without.append(code)
    return Vertaald(found, tuple(without))


def lijst(code: str) -> str | None:
    """``oud`` or ``nieuw``: to which list of 83648NED a code belongs; ``None`` for neither."""
    bare = code.strip()
    if len(bare) == 7 and bare.isascii() and bare.isdigit():
        return "oud"
    if bare == "T001161" or (bare.startswith("CRI") and bare[3:].isdigit()):
        return "nieuw"
    return None

"""The code lists of the example data, with what makes a draw from them plausible.

Codes and names of crimes and nuisance are the official ones of 47013NED and 47021NED. The weights
and rates are our own assumptions: a first and a last value, with a geometric path in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ivp.data.readers import known_tables


class CodePath(NamedTuple):
    """A code, its name, and its weight or rate in the first and in the last year."""

    code: str
    name: str
    first: float
    last: float


def _paths(
    names: Mapping[str, str], rates: Mapping[str, tuple[float, float]]
) -> tuple[CodePath, ...]:
    return tuple(CodePath(code, names[code], *path) for code, path in rates.items())


# Weight per 1,000 crimes: burglary and theft fall, fraud and cybercrime rise.
CRIMES = _paths(
    known_tables.CRIMES,
    {
        "1.1.1": (85, 38),
        "1.1.2": (30, 20),
        "1.2.1": (60, 30),
        "1.2.2": (14, 12),
        "1.2.3": (90, 58),
        "1.2.4": (8, 4),
        "1.2.5": (6, 5),
        "1.3.1": (75, 95),
        "1.4.1": (12, 16),
        "1.4.2": (1.5, 1.5),
        "1.4.3": (6, 5),
        "1.4.4": (35, 36),
        "1.4.5": (62, 58),
        "1.4.6": (3, 2),
        "1.4.7": (1.2, 0.8),
        "1.5.2": (14, 9),
        "1.6.1": (6, 8),
        "1.6.2": (85, 80),
        "1.6.3": (0.4, 0.8),
        "2.1.1": (2, 2),
        "2.2.1": (175, 130),
        "2.4.1": (3, 4),
        "2.4.2": (6, 6),
        "2.5.1": (55, 30),
        "2.5.2": (50, 58),
        "2.6.1": (0.4, 0.3),
        "2.6.2": (0.4, 0.3),
        "2.6.3": (0.5, 0.4),
        "2.6.4": (1, 1),
        "2.6.5": (0.1, 0.1),
        "2.6.7": (0.3, 0.3),
        "2.6.8": (0.2, 0.2),
        "2.6.9": (1.5, 2),
        "2.6.10": (0.2, 0.2),
        "2.6.11": (0.6, 0.6),
        "2.6.12": (0.2, 0.2),
        "2.6.13": (1, 1.2),
        "2.6.14": (0.1, 0.1),
        "2.7.2": (3, 2),
        "2.7.3": (2, 2),
        "3.1.1": (14, 16),
        "3.1.2": (0.2, 0.2),
        "3.1.3": (5, 8),
        "3.2.1": (1.5, 2.5),
        "3.2.2": (0.1, 0.1),
        "3.3.2": (0.05, 0.05),
        "3.3.5": (0.1, 0.1),
        "3.4.2": (0.3, 0.4),
        "3.5.2": (45, 60),
        "3.5.5": (12, 20),
        "3.6.4": (20, 18),
        "3.7.1": (0.6, 1.2),
        "3.7.2": (0.3, 0.3),
        "3.7.3": (2, 2),
        "3.7.4": (3, 22),
        "3.9.1": (30, 95),
        "3.9.2": (0.5, 0.5),
        "3.9.3": (1, 1),
    },
)

# Reports per 1,000 inhabitants.
NUISANCE = _paths(
    known_tables.NUISANCE,
    {
        "E33": (3.0, 7.5),
        "E35": (7.0, 6.0),
        "E38": (2.2, 1.8),
        "E41": (0.8, 0.9),
        "F010": (0.15, 0.10),
        "M061": (0.50, 0.35),
        "M062": (0.30, 0.45),
        "M22": (4.5, 4.8),
    },
)

# Registrations of partners per 100,000 inhabitants.
HALT = (
    CodePath("vernieling", "Vernieling", 16, 12),
    CodePath("diefstal", "Diefstal", 20, 16),
    CodePath("vuurwerk", "Vuurwerk", 9, 13),
    CodePath("schoolverzuim", "Schoolverzuim", 26, 22),
    CodePath("overig", "Overig", 12, 14),
)
ZVH = (
    CodePath("huiselijk-geweld", "Huiselijk geweld", 22, 28),
    CodePath("zorg-en-overlast", "Zorg en overlast", 18, 30),
    CodePath("jeugd", "Jeugd met risico's", 14, 16),
    CodePath("nazorg-detentie", "Nazorg na detentie", 12, 11),
    CodePath("radicalisering", "Radicalisering", 5, 5),
)
BRANDWEER = (
    CodePath("gebouwbrand", "Gebouwbrand", 85, 72),
    CodePath("buitenbrand", "Buitenbrand", 130, 115),
    CodePath("hulpverlening", "Hulpverlening", 190, 230),
    CodePath("loos-alarm", "Loos alarm", 260, 210),
)
TRAFFIC = (
    CodePath("dodelijk", "Ongeval met dodelijke afloop", 4, 3),
    CodePath("letsel", "Ongeval met letsel", 170, 195),
    CodePath("materieel", "Ongeval met alleen schade", 560, 620),
)
MELDINGEN = (
    CodePath("woonoverlast", "Woonoverlast", 150, 210),
    CodePath("zwerfvuil", "Zwerfvuil en bijgeplaatst afval", 900, 1250),
    CodePath("jeugdoverlast", "Jeugdoverlast", 190, 165),
    CodePath("parkeren", "Onveilig of hinderlijk parkeren", 420, 610),
    CodePath("geluid", "Geluid", 170, 190),
    CodePath("vernieling", "Vernieling in de openbare ruimte", 260, 230),
)
BESTUURLIJK = (
    CodePath("bibob-toets", "Bibob-toets", 12, 34),
    CodePath("riec-signaal", "Signaal gedeeld met het RIEC", 18, 46),
    CodePath("sluiting-13b", "Sluiting op grond van artikel 13b Opiumwet", 9, 14),
)

CRITERIA = ("ernst", "beinvloedbaarheid", "bestuurlijke-wens", "beleving")
# Sessions with the number of participants; the letter starts their anonymous number.
SESSIES = (("duidingssessie", "D", 11), ("themalunch", "L", 5), ("themabijeenkomst", "B", 18))
# The themas of Kernbeleid Veiligheid and how heavily participants weigh each, on average (1 to 5).
THEMAS = {
    "woonoverlast": 3.2,
    "alcohol-en-drugsoverlast": 2.9,
    "verwarde-personen": 3.7,
    "vernieling-en-verloedering": 3.0,
    "woninginbraak": 3.1,
    "voertuigcriminaliteit": 2.5,
    "geweld": 3.4,
    "veiligheidsgevoel": 3.5,
    "winkelgebied": 2.4,
    "bedrijventerreinen": 2.8,
    "uitgaan": 2.5,
    "evenementen": 2.6,
    "toerisme": 2.3,
    "jeugdoverlast": 3.4,
    "jeugdcriminaliteit": 3.2,
    "school": 2.7,
    "middelengebruik-jeugd": 3.4,
    "verkeersveiligheid": 3.9,
    "brandveiligheid": 2.8,
    "omgevingsveiligheid": 2.5,
    "crisisbeheersing": 3.1,
    "radicalisering-en-polarisatie": 2.7,
    "ondermijning": 4.1,
    "veilige-publieke-taak": 2.8,
    "informatieveiligheid": 3.3,
    "bestuurlijke-integriteit": 2.6,
}

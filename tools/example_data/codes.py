"""The code lists of the example data, with what makes a draw from them plausible.

Codes and names of crimes and nuisance are the official ones of 47013NED and 47021NED. The weights
and rates are our own assumptions: a first and a last value, with a geometric path in between.
"""

from __future__ import annotations

from typing import NamedTuple


class Pad(NamedTuple):
    """A code, its name, and its weight or rate in the first and in the last year."""

    code: str
    naam: str
    eerst: float
    laatst: float


# Weight per 1,000 crimes: burglary and theft fall, fraud and cybercrime rise.
MISDRIJVEN = (
    Pad("1.1.1", "Diefstal/inbraak woning", 85, 38),
    Pad("1.1.2", "Diefstal/inbraak box/garage/schuur", 30, 20),
    Pad("1.2.1", "Diefstal uit/vanaf motorvoertuigen", 60, 30),
    Pad("1.2.2", "Diefstal van motorvoertuigen", 14, 12),
    Pad("1.2.3", "Diefstal van brom-, snor-, fietsen", 90, 58),
    Pad("1.2.4", "Zakkenrollerij", 8, 4),
    Pad("1.2.5", "Diefstal af/uit/van ov. voertuigen", 6, 5),
    Pad("1.3.1", "Ongevallen (weg)", 75, 95),
    Pad("1.4.1", "Zedenmisdrijf", 12, 16),
    Pad("1.4.2", "Moord, doodslag", 1.5, 1.5),
    Pad("1.4.3", "Openlijk geweld (persoon)", 6, 5),
    Pad("1.4.4", "Bedreiging", 35, 36),
    Pad("1.4.5", "Mishandeling", 62, 58),
    Pad("1.4.6", "Straatroof", 3, 2),
    Pad("1.4.7", "Overval", 1.2, 0.8),
    Pad("1.5.2", "Diefstallen (water)", 14, 9),
    Pad("1.6.1", "Brand/ontploffing", 6, 8),
    Pad("1.6.2", "Overige vermogensdelicten", 85, 80),
    Pad("1.6.3", "Mensenhandel", 0.4, 0.8),
    Pad("2.1.1", "Drugs/drankoverlast", 2, 2),
    Pad("2.2.1", "Vernieling cq. zaakbeschadiging", 175, 130),
    Pad("2.4.1", "Burengerucht (relatieproblemen)", 3, 4),
    Pad("2.4.2", "Huisvredebreuk", 6, 6),
    Pad("2.5.1", "Diefstal/inbraak bedrijven enz.", 55, 30),
    Pad("2.5.2", "Winkeldiefstal", 50, 58),
    Pad("2.6.1", "Inrichting Wet Milieubeheer", 0.4, 0.3),
    Pad("2.6.2", "Bodem", 0.4, 0.3),
    Pad("2.6.3", "Water", 0.5, 0.4),
    Pad("2.6.4", "Afval", 1, 1),
    Pad("2.6.5", "Bouwstoffen", 0.1, 0.1),
    Pad("2.6.7", "Mest", 0.3, 0.3),
    Pad("2.6.8", "Transport gevaarlijke stoffen", 0.2, 0.2),
    Pad("2.6.9", "Vuurwerk", 1.5, 2),
    Pad("2.6.10", "Bestrijdingsmiddelen", 0.2, 0.2),
    Pad("2.6.11", "Natuur en landschap", 0.6, 0.6),
    Pad("2.6.12", "Ruimtelijke ordening", 0.2, 0.2),
    Pad("2.6.13", "Dieren", 1, 1.2),
    Pad("2.6.14", "Voedselveiligheid", 0.1, 0.1),
    Pad("2.7.2", "Bijzondere wetten", 3, 2),
    Pad("2.7.3", "Leefbaarheid (overig)", 2, 2),
    Pad("3.1.1", "Drugshandel", 14, 16),
    Pad("3.1.2", "Mensensmokkel", 0.2, 0.2),
    Pad("3.1.3", "Wapenhandel", 5, 8),
    Pad("3.2.1", "Kinderporno", 1.5, 2.5),
    Pad("3.2.2", "Kinderprostitutie", 0.1, 0.1),
    Pad("3.3.2", "Onder invloed (lucht)", 0.05, 0.05),
    Pad("3.3.5", "Lucht (overig)", 0.1, 0.1),
    Pad("3.4.2", "Onder invloed (water)", 0.3, 0.4),
    Pad("3.5.2", "Onder invloed (weg)", 45, 60),
    Pad("3.5.5", "Weg (overig)", 12, 20),
    Pad("3.6.4", "Aantasting openbare orde", 20, 18),
    Pad("3.7.1", "Discriminatie", 0.6, 1.2),
    Pad("3.7.2", "Vreemdelingenzorg", 0.3, 0.3),
    Pad("3.7.3", "Maatsch. integriteit (overig)", 2, 2),
    Pad("3.7.4", "Cybercrime", 3, 22),
    Pad("3.9.1", "Horizontale fraude", 30, 95),
    Pad("3.9.2", "Verticale fraude", 0.5, 0.5),
    Pad("3.9.3", "Fraude (overig)", 1, 1),
)

# Reports per 1,000 inhabitants.
OVERLAST = (
    Pad("E33", "Overlast door verward persoon", 3.0, 7.5),
    Pad("E35", "Melding overlast jeugd", 7.0, 6.0),
    Pad("E38", "Overlast ivm alcohol/ drugs", 2.2, 1.8),
    Pad("E41", "Overlast zwervers", 0.8, 0.9),
    Pad("F010", "Openbare dronkenschap", 0.15, 0.10),
    Pad("M061", "Geluidshinder horeca", 0.50, 0.35),
    Pad("M062", "Geluidshinder evenement", 0.30, 0.45),
    Pad("M22", "Geluidshinder overig", 4.5, 4.8),
)

# Registrations of partners per 100,000 inhabitants.
HALT = (
    Pad("vernieling", "Vernieling", 16, 12),
    Pad("diefstal", "Diefstal", 20, 16),
    Pad("vuurwerk", "Vuurwerk", 9, 13),
    Pad("schoolverzuim", "Schoolverzuim", 26, 22),
    Pad("overig", "Overig", 12, 14),
)
ZVH = (
    Pad("huiselijk-geweld", "Huiselijk geweld", 22, 28),
    Pad("zorg-en-overlast", "Zorg en overlast", 18, 30),
    Pad("jeugd", "Jeugd met risico's", 14, 16),
    Pad("nazorg-detentie", "Nazorg na detentie", 12, 11),
    Pad("radicalisering", "Radicalisering", 5, 5),
)
BRANDWEER = (
    Pad("gebouwbrand", "Gebouwbrand", 85, 72),
    Pad("buitenbrand", "Buitenbrand", 130, 115),
    Pad("hulpverlening", "Hulpverlening", 190, 230),
    Pad("loos-alarm", "Loos alarm", 260, 210),
)
VERKEER = (
    Pad("dodelijk", "Ongeval met dodelijke afloop", 4, 3),
    Pad("letsel", "Ongeval met letsel", 170, 195),
    Pad("materieel", "Ongeval met alleen schade", 560, 620),
)
MELDINGEN = (
    Pad("woonoverlast", "Woonoverlast", 150, 210),
    Pad("zwerfvuil", "Zwerfvuil en bijgeplaatst afval", 900, 1250),
    Pad("jeugdoverlast", "Jeugdoverlast", 190, 165),
    Pad("parkeren", "Onveilig of hinderlijk parkeren", 420, 610),
    Pad("geluid", "Geluid", 170, 190),
    Pad("vernieling", "Vernieling in de openbare ruimte", 260, 230),
)
BESTUURLIJK = (
    Pad("bibob-toets", "Bibob-toets", 12, 34),
    Pad("riec-signaal", "Signaal gedeeld met het RIEC", 18, 46),
    Pad("sluiting-13b", "Sluiting op grond van artikel 13b Opiumwet", 9, 14),
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

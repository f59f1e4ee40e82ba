"""The delivery formats that we ask of partners: which columns, which codes, with an example.

Codes and columns are those of the data set with the same name, so what is read here can be
registered as it is. Everything in the examples is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Soort = Literal["code", "gebied", "naam", "jaar", "aantal", "score", "deelnemer"]

VORM = {
    "code": "een code in kleine letters; is er een lijst, dan een code daaruit",
    "gebied": "gebiedscode van het CBS, zoals GM0420 (gemeente) of WK042001 (wijk)",
    "naam": "naam van het gebied",
    "jaar": "kalenderjaar in vier cijfers",
    "aantal": "geheel getal; 0 als er echt geen zijn, leeg of . als het onbekend is, "
    "x of <5 als het te klein is om te geven",
    "score": "geheel getal van 1 tot en met 5; leeg als de deelnemer dit niet scoorde",
    "deelnemer": "een letter en een volgnummer, zoals D01; nooit een naam",
}


@dataclass(frozen=True)
class Kolom:
    """One column: ``codes`` (code → meaning) limits what it may hold."""

    naam: str
    soort: Soort
    uitleg: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Levering:
    """One format. ``sleutel`` names the columns that together identify a row."""

    naam: str
    dataset: str
    titel: str
    leverancier: str
    persoonsregistratie: bool
    uitleg: str
    kolommen: tuple[Kolom, ...]
    sleutel: tuple[str, ...]
    voorbeeld: tuple[tuple[str, ...], ...]

    @property
    def namen(self) -> list[str]:
        return [kolom.naam for kolom in self.kolommen]


_PLACE = (
    Kolom("gebied", "gebied", "waar de telling over gaat"),
    Kolom("gebied_naam", "naam", "de naam die erbij hoort"),
    Kolom("jaar", "jaar", "het hele kalenderjaar waarover is geteld"),
)
_STAD = ("GM9999", "Voorbeeldstad")


def _counts(
    naam: str,
    titel: str,
    leverancier: str,
    personen: bool,
    uitleg: str,
    soort: Kolom,
    wat: str,
    aantallen: Mapping[str, tuple[str, str]],
) -> Levering:
    """A format that counts per code, area and year; ``aantallen`` gives the example's two years."""
    rows = tuple(
        (code, *_STAD, jaar, count)
        for i, jaar in enumerate(("2023", "2024"))
        for code, counts in aantallen.items()
        for count in counts[i : i + 1]
    )
    columns = (soort, *_PLACE, Kolom("aantal", "aantal", wat))
    return Levering(
        naam,
        naam,
        titel,
        leverancier,
        personen,
        uitleg,
        columns,
        (soort.naam, "gebied", "jaar"),
        rows,
    )


LEVERINGEN: dict[str, Levering] = {
    levering.naam: levering
    for levering in (
        _counts(
            "halt",
            "Verwijzingen naar Halt",
            "Halt",
            True,
            "Lever aantallen jongeren, geen verhoudingen: Halt publiceerde eerst per 10.000 en "
            "later per 1.000 jongeren, en daartussen is geen reeks te maken.",
            Kolom(
                "soort",
                "code",
                "waarvoor de jongere is verwezen",
                {
                    "vernieling": "vernieling",
                    "diefstal": "diefstal",
                    "vuurwerk": "overtreding van de vuurwerkregels",
                    "schoolverzuim": "schoolverzuim",
                    "overig": "alle andere verwijzingen",
                },
            ),
            "verwezen jongeren van 12 tot en met 17 jaar die in het gebied wonen",
            {
                "vernieling": ("7", "6"),
                "diefstal": ("11", "9"),
                "vuurwerk": ("<5", "8"),
                "schoolverzuim": ("14", "12"),
                "overig": ("6", ""),
            },
        ),
        _counts(
            "zvh",
            "Casussen in het Zorg- en Veiligheidshuis",
            "Zorg- en Veiligheidshuis",
            True,
            "Tel elke casus één keer, in het jaar waarin zij is aangemeld.",
            Kolom(
                "soort",
                "code",
                "het soort casus",
                {
                    "huiselijk-geweld": "huiselijk geweld",
                    "zorg-en-overlast": "zorg en overlast door personen",
                    "jeugd": "jeugd met risico's",
                    "nazorg-detentie": "nazorg na detentie",
                    "radicalisering": "radicalisering en extremisme",
                },
            ),
            "aangemelde casussen van inwoners van het gebied",
            {
                "huiselijk-geweld": ("12", "15"),
                "zorg-en-overlast": ("10", "13"),
                "jeugd": ("8", "7"),
                "nazorg-detentie": ("6", "<5"),
                "radicalisering": ("0", "0"),
            },
        ),
        _counts(
            "brandweer",
            "Incidenten van de brandweer",
            "Veiligheidsregio",
            False,
            "Tel incidenten, geen uitgerukte voertuigen.",
            Kolom(
                "incidentsoort",
                "code",
                "het soort incident",
                {
                    "gebouwbrand": "brand in een gebouw",
                    "buitenbrand": "brand buiten een gebouw",
                    "hulpverlening": "hulpverlening zonder brand",
                    "loos-alarm": "automatisch of ander alarm zonder incident",
                },
            ),
            "incidenten in het gebied",
            {
                "gebouwbrand": ("31", "28"),
                "buitenbrand": ("52", "47"),
                "hulpverlening": ("88", "93"),
                "loos-alarm": ("104", "97"),
            },
        ),
        _counts(
            "rud",
            "Milieucontroles en overtredingen",
            "Regionale uitvoeringsdienst",
            False,
            "Een controle met meer dan een overtreding telt als één overtreding.",
            Kolom(
                "soort",
                "code",
                "wat er is geteld",
                {
                    "controle": "uitgevoerde controles",
                    "overtreding": "controles waarbij een overtreding is vastgesteld",
                },
            ),
            "controles of overtredingen bij bedrijven in het gebied",
            {"controle": ("212", "198"), "overtreding": ("57", "49")},
        ),
        _counts(
            "meldingen",
            "Meldingen bij de gemeente",
            "Gemeente (meldingen openbare ruimte, boa's)",
            True,
            "Tel meldingen. Lever geen omschrijving, adres of naam van de melder mee.",
            Kolom(
                "categorie",
                "code",
                "waarover de melding gaat",
                {
                    "woonoverlast": "woonoverlast",
                    "zwerfvuil": "zwerfvuil en bijgeplaatst afval",
                    "jeugdoverlast": "overlast door jeugd",
                    "parkeren": "onveilig of hinderlijk parkeren",
                    "geluid": "geluid",
                    "vernieling": "vernieling in de openbare ruimte",
                },
            ),
            "meldingen over het gebied",
            {
                "woonoverlast": ("61", "70"),
                "zwerfvuil": ("402", "455"),
                "jeugdoverlast": ("75", "68"),
                "parkeren": ("188", "."),
                "geluid": ("74", "79"),
                "vernieling": ("110", "96"),
            },
        ),
        _counts(
            "bestuurlijk",
            "Bestuurlijke maatregelen tegen ondermijning",
            "Gemeente (handhaving, Bibob, RIEC)",
            False,
            "Tel besluiten en signalen, geen personen of adressen.",
            Kolom(
                "soort",
                "code",
                "wat er is geteld",
                {
                    "bibob-toets": "uitgevoerde Bibob-toetsen",
                    "riec-signaal": "signalen gedeeld met het RIEC",
                    "sluiting-13b": "sluitingen op grond van artikel 13b Opiumwet",
                },
            ),
            "toetsen, signalen of sluitingen in het gebied",
            {"bibob-toets": ("9", "12"), "riec-signaal": ("15", "18"), "sluiting-13b": ("3", "4")},
        ),
        Levering(
            "bijeenkomsten",
            "scores",
            "Scores van de bijeenkomsten",
            "Procesbegeleider van de sessies",
            False,
            "Een rij per deelnemer, thema en criterium. Deelnemers krijgen een nummer; wie welk "
            "nummer heeft, blijft bij de procesbegeleider.",
            (
                Kolom(
                    "sessie",
                    "code",
                    "in welke bijeenkomst de score is gegeven",
                    {
                        "duidingssessie": "duidingssessie met partners",
                        "themalunch": "themalunch met het college",
                        "themabijeenkomst": "themabijeenkomst met raads- en commissieleden",
                    },
                ),
                Kolom("deelnemer", "deelnemer", "nummer van de deelnemer"),
                Kolom("thema", "code", "id van het thema in params/velden.yml"),
                Kolom("criterium", "code", "id van het criterium bij de gemeente in params/"),
                Kolom("score", "score", "hoe zwaar het thema op dit criterium weegt"),
            ),
            ("deelnemer", "thema", "criterium"),
            (
                ("duidingssessie", "D01", "ondermijning", "ernst", "5"),
                ("duidingssessie", "D01", "ondermijning", "beinvloedbaarheid", "3"),
                ("duidingssessie", "D02", "ondermijning", "ernst", "4"),
                ("themalunch", "L01", "woonoverlast", "bestuurlijke-wens", "2"),
                ("themabijeenkomst", "B01", "verkeersveiligheid", "beleving", "4"),
            ),
        ),
    )
}

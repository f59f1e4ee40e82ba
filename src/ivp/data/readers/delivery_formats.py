"""The delivery formats that we ask of partners: which columns, which codes, with an example.

Codes and columns are those of the data set with the same name, so what is read here can be
registered as it is. Everything in the examples is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["code", "gebied", "naam", "jaar", "aantal", "score", "deelnemer"]

FORMS: dict[Kind, str] = {
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
class FormatColumn:
    """One column: ``codes`` (code → meaning) limits what it may hold."""

    name: str
    kind: Kind
    meaning: str
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DeliveryFormat:
    """One format. ``key`` names the columns that together identify a row."""

    name: str
    dataset: str
    title: str
    supplier: str
    persons: bool
    explanation: str
    columns: tuple[FormatColumn, ...]
    key: tuple[str, ...]
    example: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]


def _counts(
    name: str,
    title: str,
    supplier: str,
    explanation: str,
    column: tuple[str, str],
    counted: str,
    codes: Mapping[str, tuple[str, str, str]],
    *,
    persons: bool = False,
) -> DeliveryFormat:
    """A format that counts per code, area and year.

    ``column`` is the name and meaning of the column with the code; ``codes`` gives of each code
    its meaning and the two years of the example.
    """
    kind = FormatColumn(column[0], "code", column[1], {c: known[0] for c, known in codes.items()})
    place = (
        FormatColumn("gebied", "gebied", "waar de telling over gaat"),
        FormatColumn("gebied_naam", "naam", "de naam die erbij hoort"),
        FormatColumn("jaar", "jaar", "het hele kalenderjaar waarover is geteld"),
    )
    example = tuple(
        (code, "GM9999", "Voorbeeldstad", year, known[i])
        for i, year in enumerate(("2023", "2024"), start=1)
        for code, known in codes.items()
    )
    columns = (kind, *place, FormatColumn("aantal", "aantal", counted))
    key = (kind.name, "gebied", "jaar")
    return DeliveryFormat(name, name, title, supplier, persons, explanation, columns, key, example)


_HALT = _counts(
    "halt",
    "Verwijzingen naar Halt",
    "Halt",
    "Lever aantallen jongeren, geen verhoudingen: Halt publiceerde eerst per 10.000 en later per "
    "1.000 jongeren, en daartussen is geen reeks te maken.",
    ("soort", "waarvoor de jongere is verwezen"),
    "verwezen jongeren van 12 tot en met 17 jaar die in het gebied wonen",
    {
        "vernieling": ("vernieling", "7", "6"),
        "diefstal": ("diefstal", "11", "9"),
        "vuurwerk": ("overtreding van de vuurwerkregels", "<5", "8"),
        "schoolverzuim": ("schoolverzuim", "14", "12"),
        "overig": ("alle andere verwijzingen", "6", ""),
    },
    persons=True,
)
_ZVH = _counts(
    "zvh",
    "Casussen in het Zorg- en Veiligheidshuis",
    "Zorg- en Veiligheidshuis",
    "Tel elke casus één keer, in het jaar waarin zij is aangemeld.",
    ("soort", "het soort casus"),
    "aangemelde casussen van inwoners van het gebied",
    {
        "huiselijk-geweld": ("huiselijk geweld", "12", "15"),
        "zorg-en-overlast": ("zorg en overlast door personen", "10", "13"),
        "jeugd": ("jeugd met risico's", "8", "7"),
        "nazorg-detentie": ("nazorg na detentie", "6", "<5"),
        "radicalisering": ("radicalisering en extremisme", "0", "0"),
    },
    persons=True,
)
_BRANDWEER = _counts(
    "brandweer",
    "Incidenten van de brandweer",
    "Veiligheidsregio",
    "Tel incidenten, geen uitgerukte voertuigen.",
    ("incidentsoort", "het soort incident"),
    "incidenten in het gebied",
    {
        "gebouwbrand": ("brand in een gebouw", "31", "28"),
        "buitenbrand": ("brand buiten een gebouw", "52", "47"),
        "hulpverlening": ("hulpverlening zonder brand", "88", "93"),
        "loos-alarm": ("automatisch of ander alarm zonder incident", "104", "97"),
    },
)
_RUD = _counts(
    "rud",
    "Milieucontroles en overtredingen",
    "Regionale uitvoeringsdienst",
    "Een controle met meer dan een overtreding telt als één overtreding.",
    ("soort", "wat er is geteld"),
    "controles of overtredingen bij bedrijven in het gebied",
    {
        "controle": ("uitgevoerde controles", "212", "198"),
        "overtreding": ("controles waarbij een overtreding is vastgesteld", "57", "49"),
    },
)
_MELDINGEN = _counts(
    "meldingen",
    "Meldingen bij de gemeente",
    "Gemeente (meldingen openbare ruimte, boa's)",
    "Tel meldingen. Lever geen omschrijving, adres of naam van de melder mee.",
    ("categorie", "waarover de melding gaat"),
    "meldingen over het gebied",
    {
        "woonoverlast": ("woonoverlast", "61", "70"),
        "zwerfvuil": ("zwerfvuil en bijgeplaatst afval", "402", "455"),
        "jeugdoverlast": ("overlast door jeugd", "75", "68"),
        "parkeren": ("onveilig of hinderlijk parkeren", "188", "."),
        "geluid": ("geluid", "74", "79"),
        "vernieling": ("vernieling in de openbare ruimte", "110", "96"),
    },
    persons=True,
)
_BESTUURLIJK = _counts(
    "bestuurlijk",
    "Bestuurlijke maatregelen tegen ondermijning",
    "Gemeente (handhaving, Bibob, RIEC)",
    "Tel besluiten en signalen, geen personen of adressen.",
    ("soort", "wat er is geteld"),
    "toetsen, signalen of sluitingen in het gebied",
    {
        "bibob-toets": ("uitgevoerde Bibob-toetsen", "9", "12"),
        "riec-signaal": ("signalen gedeeld met het RIEC", "15", "18"),
        "sluiting-13b": ("sluitingen op grond van artikel 13b Opiumwet", "3", "4"),
    },
)
_SESSIONS = {
    "duidingssessie": "duidingssessie met partners",
    "themalunch": "themalunch met het college",
    "themabijeenkomst": "themabijeenkomst met raads- en commissieleden",
}
_BIJEENKOMSTEN = DeliveryFormat(
    "bijeenkomsten",
    "scores",
    "Scores van de bijeenkomsten",
    "Procesbegeleider van de sessies",
    False,
    "Een rij per deelnemer, thema en criterium. Deelnemers krijgen een nummer; wie welk nummer "
    "heeft, blijft bij de procesbegeleider.",
    (
        FormatColumn("sessie", "code", "in welke bijeenkomst de score is gegeven", _SESSIONS),
        FormatColumn("deelnemer", "deelnemer", "nummer van de deelnemer"),
        FormatColumn("thema", "code", "id van het thema in params/velden.yml"),
        FormatColumn("criterium", "code", "id van het criterium bij de gemeente in params/"),
        FormatColumn("score", "score", "hoe zwaar het thema op dit criterium weegt"),
    ),
    ("deelnemer", "thema", "criterium"),
    (
        ("duidingssessie", "D01", "ondermijning", "ernst", "5"),
        ("duidingssessie", "D01", "ondermijning", "beinvloedbaarheid", "3"),
        ("duidingssessie", "D02", "ondermijning", "ernst", "4"),
        ("themalunch", "L01", "woonoverlast", "bestuurlijke-wens", "2"),
        ("themabijeenkomst", "B01", "verkeersveiligheid", "beleving", "4"),
    ),
)

FORMATS: dict[str, DeliveryFormat] = {
    one.name: one
    for one in (_HALT, _ZVH, _BRANDWEER, _RUD, _MELDINGEN, _BESTUURLIJK, _BIJEENKOMSTEN)
}

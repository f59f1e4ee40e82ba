"""Checks that one suite cannot do: data sets that must agree with each other, sums and rounding.

``CONTROLES`` lists them with their Dutch texts; how each is done stands in ``vergelijk``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ivp.contracts import vergelijk
from ivp.contracts.explain import aantal_rijen, rijen
from ivp.contracts.validate import doe
from ivp.contracts.verdict import Severity, Verdict
from ivp.contracts.vergelijk import Frames, Rijen
from ivp.sources import Dataset

_EXAMPLES = 5


@dataclass(frozen=True)
class Controle:
    """A check over several data sets; a broken one is reported with the first of them."""

    soort: str
    datasets: tuple[str, ...]
    kolom: str | None
    regel: str
    uitleg: str
    waarom: str
    zoek: Callable[[Frames], Rijen]
    severity: Severity = "critical"


def verdict(controle: Controle, frames: Frames, datasets: Mapping[str, Dataset]) -> Verdict:
    """Run one check."""
    bad = sorted(controle.zoek(frames))
    dataset = datasets[controle.datasets[0]]
    examples = tuple(bad[:_EXAMPLES])
    found = aantal_rijen(len(bad)) if bad else "alle rijen voldoen"
    others = [datasets[name].bestand for name in controle.datasets[1:]]
    beside = f" (vergeleken met {', '.join(others)})" if others else ""
    return Verdict(
        dataset=dataset.name,
        bestand=dataset.bestand,
        soort=controle.soort,
        kolom=controle.kolom,
        regel=controle.regel,
        severity=controle.severity,
        status="kapot" if bad else "ok",
        waargenomen=found,
        aantal_fout=len(bad) or None,
        voorbeelden=examples,
        wat=f"Verwacht: {controle.regel}{beside}. {found}: {rijen(examples, len(bad))}. "
        f"{controle.uitleg}"
        if bad
        else "",
        waarom=controle.waarom if bad else "",
        doe=doe(dataset) if bad else "",
    )


_TELT_OP = "Een deel ontbreekt, staat er dubbel in, of de twee leveringen zijn van een andere datum"
_SOM_WAAROM = "een lezer die natelt, krijgt een ander totaal dan het boek"

CONTROLES: tuple[Controle, ...] = (
    Controle(
        "soorten_tellen_op",
        ("politie-misdrijven", "politie-misdrijven-soort"),
        "aantal",
        "de soorten misdrijven tellen per gebied en jaar op tot het totaal",
        _TELT_OP,
        _SOM_WAAROM,
        vergelijk.soorten,
    ),
    Controle(
        "maanden_tellen_op",
        ("politie-misdrijven-maand", "politie-misdrijven-soort"),
        "aantal",
        "de maanden tellen per soort op tot het jaar",
        _TELT_OP,
        _SOM_WAAROM,
        vergelijk.maanden,
    ),
    Controle(
        "wijken_binnen_gemeente",
        ("politie-misdrijven-wijk", "politie-misdrijven"),
        "aantal",
        "de wijken tellen op tot hoogstens het totaal van de gemeente, en ten minste 97% daarvan",
        "De politie toont zeden- en verwante misdrijven niet per wijk; een groter verschil "
        "betekent dat er een wijk ontbreekt of dubbel is",
        "een wijk die ontbreekt, lijkt veilig",
        vergelijk.wijken,
    ),
    Controle(
        "hoofdgroepen_tellen_op",
        ("cbs-misdrijven-soort",),
        "aantal",
        "de hoofdgroepen tellen, op de afronding na, op tot het totaal",
        _TELT_OP,
        _SOM_WAAROM,
        vergelijk.hoofdgroepen,
    ),
    Controle(
        "zelfde_totaal",
        ("cbs-misdrijven-soort", "cbs-misdrijven"),
        "aantal",
        "het totaal is hetzelfde als in de reeks per gemeente",
        "Het CBS heeft een van beide herzien, of er is een cijfer verkeerd overgenomen",
        "twee totalen voor hetzelfde jaar ondergraven het boek",
        vergelijk.zelfde_totaal,
    ),
    *(
        Controle(
            "afgerond_op_vijftallen",
            (name,),
            "aantal",
            "aantallen van het CBS zijn afgerond op vijftallen",
            "Waarschijnlijk staan er cijfers van de politie tussen, die niet afgerond zijn",
            "de reeksen van CBS en politie mogen niet door elkaar lopen",
            vergelijk.vijftallen(name),
        )
        for name in ("cbs-misdrijven", "cbs-misdrijven-soort", "cbs-diefstallen")
    ),
    Controle(
        "gewichten_tellen_op",
        ("vm-respondenten", "cbs-inwoners", "gebieden"),
        "gewicht",
        "de weegfactoren tellen per editie op tot de inwoners van 15 jaar en ouder",
        "Het bureau heeft waarschijnlijk andere weegfactoren geleverd, bijvoorbeeld gemiddeld 1",
        "dan wegen sommige deelgebieden te zwaar",
        vergelijk.gewichten,
    ),
    Controle(
        "deelgebied_bekend",
        ("vm-respondenten", "gebieden-deelgebied"),
        "deelgebied",
        "elk deelgebied in de enquête staat in de indeling",
        "Het bureau gebruikt een andere indeling of schrijfwijze",
        "antwoorden zonder deelgebied vallen uit de uitkomsten weg",
        vergelijk.komt_voor("vm-respondenten", "deelgebied", "gebieden-deelgebied"),
    ),
    Controle(
        "kern_bekend",
        ("gebieden-deelgebied", "gebieden"),
        "kern",
        "elke kern in de indeling staat bij de dorpskernen",
        "Een kern is anders geschreven of bestaat niet",
        "die kern krijgt geen plaats op de kaart",
        vergelijk.komt_voor("gebieden-deelgebied", "kern", "gebieden"),
    ),
    Controle(
        "kern_ingedeeld",
        ("gebieden", "gebieden-deelgebied"),
        "kern",
        "elke dorpskern is ingedeeld in een deelgebied",
        "Een kern is bij de indeling vergeten",
        "die kern telt in geen enkel deelgebied mee",
        vergelijk.komt_voor("gebieden", "kern", "gebieden-deelgebied"),
    ),
    *(
        Controle(
            "naam_bij_code",
            (name, "cbs-inwoners"),
            "gebied_naam",
            "de naam hoort bij de gebiedscode",
            "Code en naam zijn bij het overnemen verwisseld, of de gemeente is hernoemd",
            "dan staat het cijfer van de ene gemeente bij de andere",
            vergelijk.namen(name),
        )
        for name in (
            "cbs-misdrijven",
            "cbs-misdrijven-soort",
            "cbs-diefstallen",
            "politie-misdrijven",
            "politie-misdrijven-soort",
            "politie-overlast",
        )
    ),
    Controle(
        "inwoners_bekend",
        ("politie-misdrijven", "cbs-inwoners"),
        "gebied",
        "van elke gemeente is het inwonertal aan het begin van het jaar bekend",
        "De inwonertallen zijn van een oudere datum dan de misdrijven",
        "zonder inwonertal is er geen cijfer per 1.000 inwoners",
        vergelijk.noemers,
        "warning",
    ),
    Controle(
        "overtredingen_binnen_controles",
        ("rud",),
        "aantal",
        "er zijn niet meer overtredingen dan controles",
        "Er tellen overtredingen mee van buiten de controles, of de rijen zijn verwisseld",
        "het deel controles met een overtreding zou boven de 100% komen",
        vergelijk.overtredingen,
    ),
)

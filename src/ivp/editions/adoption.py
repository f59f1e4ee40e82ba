"""May this book be called *vastgesteld*? Then nothing in it may be unreal, broken or unreviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from ivp.config import load
from ivp.config.model import Editie
from ivp.contracts import Verdict
from ivp.data import Package
from ivp.dutch import first_few
from ivp.errors import IvpFout, raise_all
from ivp.paths import Project
from ivp.run.git_history import commit

_PLACE = "params/boek.yml, editie.status"


def broken(verdicts: Sequence[Verdict]) -> dict[str, list[str]]:
    """Per data set the rules that were not met, each with its severity."""
    found: dict[str, list[str]] = {}
    for one in verdicts:
        if one.status != "ok":
            found.setdefault(one.dataset, []).append(f"{one.severity}: {one.rule}")
    return found


def check(project: Project, failed: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
    """Raise ``IvpFout`` (several: ``Fouten``) when an edition that is *vastgesteld* may not be.

    ``failed``: per data set the rules that were not met. A concept may be anything.
    """
    config = load(project)
    if config.boek.editie.status == "vastgesteld":
        judge(config.boek.editie, Package.load(project), failed)


def judge(editie: Editie, package: Package, failed: Mapping[str, Sequence[str]]) -> None:
    """As ``check``, for an edition that is to be *vastgesteld*."""
    examples = [one.resource.title for one in package.datasets if not one.resource.ivp.werkelijk]
    unmet = [f"{name}: {rule}" for name, rules in failed.items() for rule in rules]
    errors: list[IvpFout] = []
    named = partial(first_few, separator="; ")
    if examples:
        errors.append(_fout(
            f"Een vastgesteld plan kan geen voorbeeldcijfers hebben: {named(examples)}",
            "de raad zou besluiten op cijfers die niet echt zijn",
            "vervang ze door een echte levering (ivp take), of haal ze uit het boek",
        ))  # fmt: skip
    if unmet:
        errors.append(_fout(
            f"Niet alle afspraken over de gegevens zijn nagekomen: {named(unmet)}",
            "van deze cijfers is niet zeker dat zij kloppen",
            "herstel de gegevens, of pas de afspraak in expectations/ aan",
        ))  # fmt: skip
    if not editie.onderdrukking_beoordeeld:
        errors.append(_fout(
            "Niemand heeft beoordeeld welke kleine aantallen zijn weggelaten",
            "een vastgesteld plan is openbaar: wat erin staat, is niet meer terug te nemen",
            "laat dit nakijken en zet dan editie.onderdrukking_beoordeeld op true",
        ))  # fmt: skip
    head = commit(package.project)
    if len(head) != 40:  # a bare commit, without anything behind it
        errors.append(_fout(
            f"De bestanden staan niet precies zo in git ({head})",
            "van dit boek zou later niet te zeggen zijn waaruit het is gemaakt",
            "leg alle wijzigingen vast met git commit, en maak het boek opnieuw",
        ))  # fmt: skip
    raise_all(errors)


def _fout(wat: str, waarom: str, doe: str) -> IvpFout:
    return IvpFout(wat, waar=_PLACE, waarom=waarom, doe=f"{doe}; of maak er een concept van")

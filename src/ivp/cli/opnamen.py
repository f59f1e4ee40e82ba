"""What the book uses of what was fetched or delivered: update, lever, freshness."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli.app import app
from ivp.cli.ophalen import Tabellen, gebieden
from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.data.overnemen import Overname

Proef = Annotated[bool, typer.Option("--proef", help="Toon alleen wat er zou veranderen.")]


@app.command()
def update(
    tabellen: Tabellen = None,
    opname: Annotated[
        str | None, typer.Option(help="Naam van een opname, in plaats van de nieuwste (een tabel).")
    ] = None,
    proef: Proef = False,
) -> None:
    """Laat het boek een nieuwere opname gebruiken, en toon wat dat verandert (verlies eerst)."""
    from ivp.config import load, sources
    from ivp.data import (
        Package,
        bijwerken,
        opnamen,
        snapshots,
    )

    project = Project.find()
    known, package = sources.read(project.params), Package.load(project)
    wanted = tabellen or [t for t in known.tabellen if snapshots.nieuwste(project, t)]
    if opname and len(wanted) != 1:
        raise typer.BadParameter("noem bij --opname precies een tabel")
    if not wanted:
        typer.echo("Er zijn nog geen opnamen. Haal eerst tabellen op: ivp fetch")
        return
    areas = gebieden(load(project))
    changes = [
        bijwerken.bereken(package, known, areas, tabel, opname) for tabel in dict.fromkeys(wanted)
    ]
    for one in changes:
        if not one.anders:
            typer.echo(f"{one.nieuw.tabel}: het boek gebruikt al {one.nieuw.naam}")
            continue
        typer.echo(f"{one.nieuw.tabel}: {one.oud or 'nog niet vastgelegd'} → {one.nieuw.naam}")
        if one.tabel is not None:
            for line in one.tabel.regels():
                typer.echo(f"  {line}")
        for made in one.datasets:
            _toon(made)
    moved = [one for one in changes if one.anders]
    if moved and not proef:
        bijwerken.schrijf(package, known, moved)
        typer.echo(f"Vastgelegd in data/{opnamen.BESTANDSNAAM}. Controleer nu: ivp check")


@app.command()
def lever(
    bron: Annotated[str, typer.Argument(help="Naam van de bron, zoals halt.")],
    bestand: Annotated[Path, typer.Argument(help="De levering: CSV of Excel in het sjabloon.")],
    proef: Proef = False,
) -> None:
    """Neem een levering van een partner over in het boek, en toon wat dat verandert."""
    from ivp.data import Package, overnemen
    from ivp.data.registreer import vandaag
    from ivp.errors import BronFout

    project = Project.find()
    try:
        raw = bestand.read_bytes()
    except OSError:
        raise BronFout(
            "Dit bestand is niet te openen",
            waar=str(bestand),
            waarom="zonder het bestand is er geen levering",
            doe="controleer de naam en de plaats van het bestand",
        ) from None
    day = {"opgehaald": vandaag().isoformat()}
    made = overnemen.levering(Package.load(project), bron, raw, project.relative(bestand), day)
    _toon(made)
    if not proef:
        overnemen.schrijf(project, [made], {})
        if not made.dataset.resource.ivp.werkelijk:
            typer.echo(
                "Dit zijn geen voorbeeldcijfers meer: vul in data/datapackage.json bij "
                f"'{bron}' in wie leverde (producent), de bron en de licentie."
            )
        typer.echo("Overgenomen. Controleer nu: ivp check")


@app.command()
def freshness() -> None:
    """Toon welke bronnen ouder zijn dan hun kalender."""
    from ivp.config import sources
    from ivp.data import Package
    from ivp.data.actueel import standen
    from ivp.data.registreer import vandaag

    project = Project.find()
    found = standen(Package.load(project), sources.read(project.params), vandaag())
    for one in sorted(found, key=lambda stand: not stand.verouderd):
        day = f"van {one.opgehaald:%d-%m-%Y}" if one.opgehaald else "nog niet opgehaald"
        if not one.werkelijk:
            said = "zijn voorbeeldcijfers"
        elif one.opgehaald is None:
            said = "niet in gebruik"
        elif one.verwacht is None:
            said = "heeft geen kalender"
        elif one.verouderd:
            year = f" (tot en met {one.verwacht_jaar})" if one.verwacht_jaar else ""
            said = f"VEROUDERD: nieuwe cijfers verwacht op {one.verwacht:%d-%m-%Y}{year}"
        else:
            said = "is bij"
        day += f", cijfers tot en met {one.tot}" if one.tot else ""
        ready = f"; opname {one.klaar} ligt klaar (ivp update)" if one.klaar else ""
        typer.echo(f"{one.naam} ({one.titel}): {day}, {said}{ready}")
    old = sum(one.verouderd for one in found)
    typer.echo(f"{old} van {len(found)} bronnen zijn ouder dan hun kalender.")


def _toon(made: Overname) -> None:
    before = "" if made.dataset.resource.ivp.werkelijk else " (vervangt voorbeeldcijfers)"
    typer.echo(f"  {made.dataset.name}{before}")
    for line in made.verschil.regels():
        typer.echo(f"    {line}")

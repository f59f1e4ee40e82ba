"""What the book uses of what was fetched or delivered: update, lever, freshness."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli.app import app
from ivp.cli.ophalen import Tabellen, gebieden
from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.data.takeover import Takeover

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
    from ivp.data import Package, pins, snapshots
    from ivp.data import update as moving

    project = Project.find()
    known, package = sources.read(project.params), Package.load(project)
    wanted = tabellen or [t for t in known.tabellen if snapshots.newest(project, t)]
    if opname and len(wanted) != 1:
        raise typer.BadParameter("noem bij --opname precies een tabel")
    if not wanted:
        typer.echo("Er zijn nog geen opnamen. Haal eerst tabellen op: ivp fetch")
        return
    areas = gebieden(load(project))
    tables = dict.fromkeys(wanted)
    changes = [moving.prepare(package, known, areas, tabel, opname) for tabel in tables]
    for one in changes:
        if not one.different:
            typer.echo(f"{one.new.table}: het boek gebruikt al {one.new.name}")
            continue
        typer.echo(f"{one.new.table}: {one.old or 'nog niet vastgelegd'} → {one.new.name}")
        if one.table is not None:
            for line in one.table.lines():
                typer.echo(f"  {line}")
        for made in one.datasets:
            _toon(made)
    moved = [one for one in changes if one.different]
    if moved and not proef:
        moving.write(package, known, moved)
        typer.echo(f"Vastgelegd in data/{pins.FILE}. Controleer nu: ivp check")


@app.command()
def lever(
    bron: Annotated[str, typer.Argument(help="Naam van de bron, zoals halt.")],
    bestand: Annotated[
        Path, typer.Argument(help="CSV of Excel in het sjabloon; zonder sjabloon CSV of GeoJSON.")
    ],
    proef: Proef = False,
) -> None:
    """Neem een levering over in het boek, en toon wat dat verandert."""
    from ivp.data import Package, takeover
    from ivp.data.package import now
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
    day = {"opgehaald": now().date().isoformat()}
    made = takeover.delivery(Package.load(project), bron, raw, project.relative(bestand), day)
    _toon(made)
    if not proef:
        takeover.write(project, [made], {})
        if made.facts.get("werkelijk") and not made.dataset.resource.ivp.werkelijk:
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
    from ivp.data.freshness import of_all
    from ivp.data.package import now

    project = Project.find()
    found = of_all(Package.load(project), sources.read(project.params), now().date())
    for one in sorted(found, key=lambda one: not one.outdated):
        day = f"van {one.taken:%d-%m-%Y}" if one.taken else "nog niet opgehaald"
        if not one.real:
            said = "zijn voorbeeldcijfers"
        elif one.taken is None:
            said = "niet in gebruik"
        elif one.expected is None:
            said = "heeft geen kalender"
        elif one.outdated:
            year = f" (tot en met {one.expected_year})" if one.expected_year else ""
            said = f"VEROUDERD: nieuwe cijfers verwacht op {one.expected:%d-%m-%Y}{year}"
        else:
            said = "is bij"
        day += f", cijfers tot en met {one.until}" if one.until else ""
        ready = f"; opname {one.ready} ligt klaar (ivp update)" if one.ready else ""
        typer.echo(f"{one.name} ({one.title}): {day}, {said}{ready}")
    old = sum(one.outdated for one in found)
    typer.echo(f"{old} van {len(found)} bronnen zijn ouder dan hun kalender.")


def _toon(made: Takeover) -> None:
    example = made.facts.get("werkelijk") and not made.dataset.resource.ivp.werkelijk
    before = " (vervangt voorbeeldcijfers)" if example else ""
    typer.echo(f"  {made.dataset.name}{before}")
    for line in made.lines():
        typer.echo(f"    {line}")

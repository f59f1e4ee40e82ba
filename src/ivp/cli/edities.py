"""Editions: verify, rebuild, bewaar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ivp.cli.app import app
from ivp.paths import Project


@app.command()
def verify(
    map: Annotated[Path, typer.Argument(help="De map van het boek.")] = Path("_book"),
) -> None:
    """Zeg of een boek compleet en onveranderd is, en waarvan het is gemaakt."""
    from ivp.editions.verify import verify as check

    found = check(map)
    if not found.whole:
        raise found.error()
    edition = found.edition
    real = sum(bron.werkelijk for bron in edition.bronnen.values())
    typer.echo(f"Dit boek is compleet en onveranderd: {len(edition.uitvoer)} bestanden.")
    for name, text in {
        "Editie": f"{edition.id} ({edition.status}, {edition.datum})",
        "Titel": edition.titel,
        "Gemaakt van": f"commit {edition.commit}, met renderer {edition.renderer}",
        "Invoer": f"{len(edition.invoer)} bestanden, kenmerk {edition.kenmerk}",
        "Bronnen": f"{len(edition.bronnen)}, waarvan {real} echt",
    }.items():
        typer.echo(f"  {name}: {text}")
    for bron in edition.bronnen.values():
        typer.echo(f"    {bron.bestand}  sha256 {bron.sha256[:12]}…  {bron.titel}")


@app.command()
def rebuild(
    editie: Annotated[Path, typer.Argument(help="De map van de editie.")] = Path("_book"),
    uit: Annotated[Path, typer.Option(help="Nieuwe map voor het boek.")] = Path("_opnieuw"),
) -> None:
    """Maak een editie opnieuw uit git en de gegevens, en zeg of het hetzelfde boek is."""
    from ivp.editions.manifest import Edition
    from ivp.editions.rebuild import rebuild as make

    wrong = make(Project.find(), Edition.read(editie), uit)
    if not wrong:
        typer.echo(f"Hetzelfde boek, byte voor byte: {uit}")
        return
    typer.echo(f"Het boek in {uit} is niet hetzelfde:")
    for line in wrong:
        typer.echo(f"  {line}")
    raise typer.Exit(1)


@app.command()
def bewaar(
    map: Annotated[Path, typer.Argument(help="De map van het boek.")] = Path("_book"),
) -> None:
    """Bewaar de stand van deze editie in edities/, voor "Wat is er veranderd" in de volgende."""
    from ivp.editions import changes_chapter

    project = Project.find()
    path = project.relative(changes_chapter.keep(project, map))
    typer.echo(f"Bewaard in {path}. Leg dit bestand vast met git.")

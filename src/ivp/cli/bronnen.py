"""Deliveries and sources: template, herken."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ivp.cli.app import app
from ivp.errors import IvpFout, raise_all
from ivp.paths import Project


@app.command()
def template(
    naam: Annotated[
        str, typer.Argument(help="halt, zvh, brandweer, rud, meldingen, bestuurlijk, bijeenkomsten")
    ],
    map: Annotated[Path, typer.Option(help="Waar het sjabloon komt.")] = Path(),
) -> None:
    """Schrijf het Excelsjabloon voor een levering, met een voorbeeld en uitleg per kolom."""
    from ivp.data.readers import sjablonen

    typer.echo(f"Geschreven: {sjablonen.schrijf(naam, map)}")


@app.command()
def herken(
    bestanden: Annotated[list[Path], typer.Argument(help="Bestanden om te bekijken.")],
) -> None:
    """Zeg van een bestand wat het is, hoe het gelezen wordt en wat eraan mankeert."""
    from ivp.data import Package
    from ivp.data.herken import herken as recognise

    project = Project.find()
    known = {d.name: d.columns for d in Package.load(project).datasets}
    errors: list[IvpFout] = []
    for path in bestanden:
        found = recognise(path, project.relative(path), known)
        typer.echo(str(found))
        errors += [found.fout] if found.fout else []
    raise_all(errors)

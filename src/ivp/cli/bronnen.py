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
        str | None,
        typer.Argument(help="halt, zvh, brandweer, rud, meldingen, bestuurlijk, bijeenkomsten"),
    ] = None,
    map: Annotated[Path, typer.Option(help="Waar het sjabloon komt.")] = Path(),
) -> None:
    """Schrijf het Excelsjabloon voor een levering, met een voorbeeld en uitleg per kolom.

    Zonder naam: schrijf alle sjablonen in data/sjablonen opnieuw (CSV en uitleg).
    """
    from ivp.data.readers import delivery_templates

    if naam is None:
        written = delivery_templates.write_all(Project.find())
    else:
        written = [delivery_templates.write(naam, map)]
    for path in written:
        typer.echo(f"Geschreven: {path}")


@app.command()
def herken(
    bestanden: Annotated[list[Path], typer.Argument(help="Bestanden om te bekijken.")],
) -> None:
    """Zeg van een bestand wat het is, hoe het gelezen wordt en wat eraan mankeert."""
    from ivp.data import Package
    from ivp.data.recognise import recognise

    project = Project.find()
    datasets = Package.load(project).datasets
    errors: list[IvpFout] = []
    for path in bestanden:
        found = recognise(path, project.relative(path), datasets)
        typer.echo(str(found))
        errors += [found.error] if found.error else []
    raise_all(errors)

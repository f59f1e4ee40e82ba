"""How easy the chapters read: a report for the officer that never stops the book."""

from __future__ import annotations

from typing import Annotated

import typer

from ivp.cli.app import app
from ivp.errors import RenderFout
from ivp.paths import Project


@app.command()
def leesbaarheid(
    hoofdstuk: Annotated[
        str, typer.Argument(help="Deel van de naam van een hoofdstuk; leeg: alle.")
    ] = "",
    zinnen: Annotated[int, typer.Option(help="Hoeveel lange zinnen per hoofdstuk.")] = 3,
) -> None:
    """Toon hoe leesbaar elk hoofdstuk is, met lange zinnen en woorden zonder uitleg."""
    from ivp.book import leesbaarheid as lb
    from ivp.show.getal import aantal, getal

    project = Project.find()
    if not project.book.is_dir():
        raise RenderFout(
            "Er is nog geen boek",
            waarom="de leesbaarheid gaat over de tekst zoals de lezer die krijgt",
            doe="maak het boek eerst: make book",
        )
    for one in lb.rapporten(project.book):
        if hoofdstuk not in one.pagina:
            continue
        verdict = "goed leesbaar" if one.score >= lb.B1 else "lastig voor B1"
        typer.echo(
            f"\n{one.titel} ({one.pagina})\n"
            f"  Leesgemak {getal(one.score)} van 100: {verdict}; {getal(one.woorden)} woorden, "
            f"{getal(one.per_zin, 1)} per zin; "
            f"{aantal(len(one.lange_zinnen), 'lange zin', 'lange zinnen')}"
        )
        for sentence in one.lange_zinnen[:zinnen]:
            typer.echo(f"  Lang: {sentence}")
        if one.onverklaard:
            typer.echo(f"  Zonder uitleg: {', '.join(one.onverklaard[:10])}")
    typer.echo(f"\nLeesgemak volgens Flesch-Douma; {lb.B1} of meer past ongeveer bij B1.")

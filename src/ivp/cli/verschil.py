"""What changed between two editions, and what reviewers said: diff, reacties."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ivp.cli.app import app
from ivp.paths import Project


class Vorm(StrEnum):
    """How the changes are written."""

    tekst = "tekst"
    markdown = "markdown"


@app.command()
def diff(
    oud: Annotated[Path, typer.Argument(help="De map van de vorige editie.")],
    nieuw: Annotated[Path, typer.Argument(help="De map van de nieuwe editie.")] = Path("_book"),
    vorm: Annotated[
        Vorm, typer.Option(help="tekst, of markdown voor bij een merge request.")
    ] = Vorm.tekst,
    uit: Annotated[
        Path | None, typer.Option(help="Bestand om in te schrijven; anders op het scherm.")
    ] = None,
) -> None:
    """Toon wat er tussen twee edities is veranderd; wat het eerst gezien moet worden bovenaan."""
    from ivp.editions import change_report
    from ivp.editions.compare import compare_books
    from ivp.store import write

    found = compare_books(Project.find(), oud, nieuw)
    text = f"{change_report.text(found)}\n" if vorm is Vorm.tekst else change_report.markdown(found)
    if uit is None:
        typer.echo(text, nl=False)
    else:
        write(uit, text.encode())


@app.command()
def reacties(
    bestanden: Annotated[
        list[Path], typer.Argument(help="CSV, XLSX, of JSON met issues van GitHub.")
    ],
    uit: Annotated[
        Path | None, typer.Option(help="Hoofdstuk om te schrijven; anders op het scherm.")
    ] = None,
) -> None:
    """Maak van teruggestuurde reacties de bijlage: reactie, antwoord, wijziging, zonder namen."""
    from ivp.editions import reactions as r
    from ivp.store import write

    text = r.chapter([one for path in bestanden for one in r.read(path)])
    if uit is None:
        typer.echo(text, nl=False)
    else:
        write(uit, text.encode())

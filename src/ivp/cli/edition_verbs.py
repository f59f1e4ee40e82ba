"""Editions of the book, and what reviewers say of one: verify, rebuild, keep, diff, reactions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ivp.cli.app import app
from ivp.errors import raise_all
from ivp.paths import Project

Book = Annotated[Path, typer.Argument(metavar="MAP", help="De map van het boek.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Bestand om in te schrijven; anders op het scherm."),
]


@app.command()
def verify(folder: Book = Path("_book")) -> None:
    """Zeg of een boek compleet en onveranderd is, nergens doodloopt, en waarvan het is gemaakt."""
    from ivp.book import findings
    from ivp.editions.verify import verify as check

    found = check(folder)
    if not found.whole:
        raise found.error()
    raise_all(findings(folder))
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
    folder: Book = Path("_book"),
    out: Annotated[Path, typer.Option(metavar="MAP", help="Nieuwe map voor het boek.")] = Path(
        "_opnieuw"
    ),
) -> None:
    """Maak een editie opnieuw uit git en de gegevens, en zeg of het hetzelfde boek is."""
    from ivp.editions.manifest import Edition
    from ivp.editions.verify import rebuild as make

    wrong = make(Project.find(), Edition.read(folder), out)
    if not wrong:
        typer.echo(f"Hetzelfde boek, byte voor byte: {out}")
        return
    typer.echo(f"Het boek in {out} is niet hetzelfde:")
    for line in wrong:
        typer.echo(f"  {line}")
    raise typer.Exit(1)


@app.command()
def keep(folder: Book = Path("_book")) -> None:
    """Bewaar de stand van deze editie in edities/, voor "Wat is er veranderd" in de volgende."""
    from ivp.editions import change_report

    project = Project.find()
    path = project.relative(change_report.keep(project, folder))
    typer.echo(f"Bewaard in {path}. Leg dit bestand vast met git.")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OUD", help="De map van de vorige editie.")],
    new: Annotated[
        Path, typer.Argument(metavar="NIEUW", help="De map van de nieuwe editie.")
    ] = Path("_book"),
    form: Annotated[
        Literal["tekst", "markdown"],
        typer.Option("--format", help="tekst, of markdown voor bij een merge request."),
    ] = "tekst",
    out: Out = None,
) -> None:
    """Toon wat er tussen twee edities is veranderd; wat het eerst gezien moet worden bovenaan."""
    from ivp.editions import change_report
    from ivp.editions.compare import compare_books

    found = compare_books(Project.find(), old, new)
    plain = form == "tekst"
    _write(f"{change_report.text(found)}\n" if plain else change_report.markdown(found), out)


@app.command()
def reactions(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="BESTAND", help="CSV, XLSX, of JSON met issues van GitHub."),
    ],
    out: Out = None,
) -> None:
    """Maak van teruggestuurde reacties de bijlage: reactie, antwoord, wijziging, zonder namen."""
    from ivp.editions import reactions as r

    _write(r.chapter([one for path in files for one in r.read(path)]), out)


def _write(text: str, out: Path | None) -> None:
    from ivp.store import write

    if out is None:
        typer.echo(text, nl=False)
    else:
        write(out, text.encode())

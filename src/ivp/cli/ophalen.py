"""Public tables from their services: fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli.app import Quiet, app
from ivp.errors import IvpFout, collect, raise_all
from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.config import Config

Tabellen = Annotated[
    list[str] | None, typer.Argument(help="Nummers uit params/bronnen.yml; leeg: alle tabellen.")
]


@app.command()
def fetch(
    tabellen: Tabellen = None,
    opnieuw: Annotated[
        bool, typer.Option("--opnieuw", help="Vraag alles, ook als de tabel niet is veranderd.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Haal openbare tabellen op bij het CBS en de politie, als nieuwe opnamen.

    Het boek verandert hier niet van: dat doet `ivp update`. Wie onderbreekt, kan later verder gaan.
    """
    from ivp.config import load, sources
    from ivp.data.fetch import Fetcher

    project = Project.find()
    known = sources.read(project.params)
    wanted = list(dict.fromkeys(tabellen or known.tabellen))
    for naam in wanted:
        known.tabel(naam)
    fetcher = Fetcher(project, known, gebieden(load(project)))
    errors: list[IvpFout] = []
    for naam in wanted:
        with collect(errors):
            with _balk(naam, quiet) as voortgang:
                found = fetcher.table(naam, voortgang, opnieuw)
            if not quiet:
                rows = f"{found.snapshot.origin.rijen:,}".replace(",", ".")
                typer.echo(f"{naam}: {found.status}, {rows} rijen, {found.snapshot.place}")
    raise_all(errors)


def gebieden(config: Config) -> list[str]:
    """The areas of the book: the municipality, its predecessors, and those it is compared with."""
    beside = config.lokaal.vergelijking
    own = [config.gemeente.code, *(v.code for v in config.gemeente.voorgangers)]
    others = [*(g.code for g in beside.gemeenten), beside.eenheid.code, beside.land.code]
    return list(dict.fromkeys([*own, *others]))


@contextmanager
def _balk(naam: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal; elsewhere nothing until the table is there."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(
        *columns,
        TextColumn("vragen,"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as bar:
        task = bar.add_task(naam, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

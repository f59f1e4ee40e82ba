"""From sources to ``data/``: fetch, take, update, freshness, template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli.app import Quiet, app
from ivp.errors import IvpFout, collect, raise_all
from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.config import Config
    from ivp.data import Package
    from ivp.data.overnemen import Overname

Tables = Annotated[
    list[str] | None,
    typer.Argument(metavar="TABEL", help="Nummers uit params/bronnen.yml; leeg: alle tabellen."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Toon alleen wat er zou veranderen.")]


@app.command()
def fetch(
    tables: Tables = None,
    again: Annotated[
        bool, typer.Option("--again", help="Vraag alles, ook als de tabel niet is veranderd.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Haal openbare tabellen op bij het CBS en de politie, als nieuwe opnamen.

    Het boek verandert hier niet van: dat doet `ivp update`. Wie onderbreekt, kan later verder gaan.
    """
    from ivp.config import load, sources
    from ivp.data.fetch import Ophalen

    project = Project.find()
    known = sources.read(project.params)
    wanted = list(dict.fromkeys(tables or known.tabellen))
    for name in wanted:
        known.tabel(name)
    fetching = Ophalen(project, known, _areas(load(project)))
    errors: list[IvpFout] = []
    for name in wanted:
        with collect(errors):
            with _progress_bar(name, quiet) as progress:
                found = fetching.tabel(name, progress, again)
            if not quiet:
                rows = f"{found.snapshot.herkomst.rijen:,}".replace(",", ".")
                typer.echo(f"{name}: {found.status}, {rows} rijen, {found.snapshot.bestand}")
    raise_all(errors)


def _areas(config: Config) -> list[str]:
    """The areas of the book: the municipality, its predecessors, and those it is compared with."""
    beside = config.lokaal.vergelijking
    own = [config.gemeente.code, *(v.code for v in config.gemeente.voorgangers)]
    others = [*(g.code for g in beside.gemeenten), beside.eenheid.code, beside.land.code]
    return list(dict.fromkeys([*own, *others]))


@contextmanager
def _progress_bar(name: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the terminal; elsewhere nothing until the table is there."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("vragen,"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command()
def take(
    files: Annotated[
        list[Path], typer.Argument(metavar="BESTAND", help="Leveringen: CSV of Excel.")
    ],
    source: Annotated[
        str | None,
        typer.Option(
            metavar="BRON", help="Voor welke bron, zoals halt; anders zegt de inhoud het."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Zeg alleen wat het is en wat er zou veranderen.")
    ] = False,
) -> None:
    """Neem leveringen over in het boek: zeg wat elk bestand is, en toon wat het verandert.

    Van een bestand waaraan iets mankeert, wordt gezegd wat en waar. Dan wordt er niets overgenomen.
    """
    from ivp.data import Package, overnemen

    project = Project.find()
    package = Package.load(project)
    errors: list[IvpFout] = []
    taken: list[Overname] = []
    for path in files:
        with collect(errors):
            made = _delivery(package, path, source, dry_run)
            if made:
                taken.append(made)
                _show(made)
    raise_all(errors)
    if dry_run:
        return
    overnemen.schrijf(project, taken, {})
    for one in taken:
        if not one.dataset.resource.ivp.werkelijk:
            typer.echo(
                "Dit zijn geen voorbeeldcijfers meer: vul in data/datapackage.json bij "
                f"'{one.dataset.name}' in wie leverde (producent), de bron en de licentie."
            )
    typer.echo("Overgenomen. Controleer nu: ivp check")


def _delivery(package: Package, path: Path, source: str | None, dry_run: bool) -> Overname | None:
    """What taking over ``path`` would change; ``None`` for what can be told but not taken over."""
    from ivp.data import overnemen
    from ivp.data.herken import herken as recognise
    from ivp.data.readers.formaten import LEVERINGEN
    from ivp.data.registreer import vandaag
    from ivp.errors import BronFout

    name = package.project.relative(path)
    found = recognise(path, name, {d.name: d.columns for d in package.datasets})
    typer.echo(str(found))
    if found.fout and not (source and path.is_file()):
        raise found.fout
    form = LEVERINGEN.get(found.tabel or "")
    source = source or (form.dataset if form else None)
    if source is None:
        if dry_run:
            return None
        raise BronFout(
            f"Dit bestand is geen levering in een sjabloon, maar {found.wat}",
            waar=name,
            waarom="alleen van een beschreven formaat is te controleren of de levering klopt",
            doe="lees in docs/bronnen.md hoe dit bestand in het boek komt",
        )
    day = {"opgehaald": vandaag().isoformat()}
    return overnemen.levering(package, source, path.read_bytes(), name, day)


@app.command()
def update(
    tables: Tables = None,
    snapshot: Annotated[
        str | None,
        typer.Option(
            metavar="NAAM", help="Naam van een opname, in plaats van de nieuwste (een tabel)."
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Laat het boek een nieuwere opname gebruiken, en toon wat dat verandert (verlies eerst)."""
    from ivp.config import load, sources
    from ivp.data import Package, bijwerken, opnamen, snapshots

    project = Project.find()
    known, package = sources.read(project.params), Package.load(project)
    wanted = tables or [t for t in known.tabellen if snapshots.nieuwste(project, t)]
    if snapshot and len(wanted) != 1:
        raise typer.BadParameter("noem bij --snapshot precies een tabel")
    if not wanted:
        typer.echo("Er zijn nog geen opnamen. Haal eerst tabellen op: ivp fetch")
        return
    areas = _areas(load(project))
    changes = [
        bijwerken.bereken(package, known, areas, table, snapshot) for table in dict.fromkeys(wanted)
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
            _show(made)
    moved = [one for one in changes if one.anders]
    if moved and not dry_run:
        bijwerken.schrijf(package, known, moved)
        typer.echo(f"Vastgelegd in data/{opnamen.BESTANDSNAAM}. Controleer nu: ivp check")


def _show(made: Overname) -> None:
    before = "" if made.dataset.resource.ivp.werkelijk else " (vervangt voorbeeldcijfers)"
    typer.echo(f"  {made.dataset.name}{before}")
    for line in made.verschil.regels():
        typer.echo(f"    {line}")


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


@app.command()
def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAAM", help="halt, zvh, brandweer, rud, meldingen, bestuurlijk, bijeenkomsten"
        ),
    ],
    folder: Annotated[Path, typer.Option(metavar="MAP", help="Waar het sjabloon komt.")] = Path(),
) -> None:
    """Schrijf het Excelsjabloon voor een levering, met een voorbeeld en uitleg per kolom."""
    from ivp.data.readers import sjablonen

    typer.echo(f"Geschreven: {sjablonen.schrijf(name, folder)}")

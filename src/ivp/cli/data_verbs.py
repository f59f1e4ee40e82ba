"""From sources to ``data/``: fetch, take, update, freshness, template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli.app import Quiet, app
from ivp.errors import BronFout, IvpFout, collect, raise_all
from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.config import Config
    from ivp.data import Package
    from ivp.data.takeover import Takeover

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
    from ivp.data.fetch import Fetcher

    project = Project.find()
    known = sources.read(project.params)
    wanted = list(dict.fromkeys(tables or known.tabellen))
    for name in wanted:
        known.tabel(name)
    fetching = Fetcher(project, known, _areas(load(project)))
    errors: list[IvpFout] = []
    for name in wanted:
        with collect(errors):
            with _progress_bar(name, quiet) as progress:
                found = fetching.table(name, progress, again)
            if not quiet:
                rows = f"{found.snapshot.origin.rijen:,}".replace(",", ".")
                typer.echo(f"{name}: {found.status}, {rows} rijen, {found.snapshot.place}")
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
    from rich.progress import Progress

    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    with Progress(console=console, transient=True, disable=hidden) as bar:
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
    dry_run: DryRun = False,
) -> None:
    """Neem leveringen over in het boek: zeg wat elk bestand is, en toon wat het verandert.

    Van een bestand waaraan iets mankeert, wordt gezegd wat en waar. Dan wordt er niets overgenomen.
    """
    from ivp.data import Package, takeover

    project = Project.find()
    package = Package.load(project)
    errors: list[IvpFout] = []
    taken: dict[str, Takeover] = {}
    for path in files:
        with collect(errors):
            made = _delivery(package, path, source, dry_run)
            if made and made.dataset.name in taken:
                raise BronFout(
                    f"Er is nog een bestand voor bron '{made.dataset.name}'",
                    waar=project.relative(path),
                    waarom="het is niet te zeggen welke van de twee geldt",
                    doe="noem er een",
                )
            if made:
                taken[made.dataset.name] = made
                _show(made)
    raise_all(errors)
    if dry_run:
        return
    takeover.write(project, list(taken.values()))
    for one in taken.values():
        if one.replaces_example:
            typer.echo(
                "Dit zijn geen voorbeeldcijfers meer: vul in data/datapackage.json bij "
                f"'{one.dataset.name}' in wie leverde (producent), de bron en de licentie."
            )
    typer.echo("Overgenomen. Controleer nu: ivp check")


def _delivery(package: Package, path: Path, source: str | None, dry_run: bool) -> Takeover | None:
    """What taking over ``path`` would change; ``None`` for what can be told but not taken over."""
    from ivp.data import takeover
    from ivp.data.package import now
    from ivp.data.recognise import recognise

    name = package.project.relative(path)
    found = recognise(path, name, package.datasets)
    typer.echo(str(found))
    if found.error and not (source and path.is_file()):
        raise found.error
    source = source or found.dataset
    if source is None:
        if dry_run:
            return None
        raise BronFout(
            f"Dit bestand is geen levering in een sjabloon, maar {found.what}",
            waar=name,
            waarom="alleen van een beschreven formaat is te controleren of de levering klopt",
            doe="zeg met --source voor welke bron het is; docs/bronnen.md noemt ze",
        )
    day = {"opgehaald": now().date().isoformat()}
    return takeover.delivery(package, source, path.read_bytes(), name, day)


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
    from ivp.data import Package, pins, snapshots
    from ivp.data import update as moving

    project = Project.find()
    known, package = sources.read(project.params), Package.load(project)
    wanted = tables or [t for t in known.tabellen if snapshots.newest(project, t)]
    if snapshot and len(wanted) != 1:
        raise typer.BadParameter("noem bij --snapshot precies een tabel")
    if not wanted:
        typer.echo("Er zijn nog geen opnamen. Haal eerst tabellen op: ivp fetch")
        return
    areas = _areas(load(project))
    each = dict.fromkeys(wanted)
    changes = [moving.prepare(package, known, areas, table, snapshot) for table in each]
    for one in changes:
        if not one.different:
            typer.echo(f"{one.new.table}: het boek gebruikt al {one.new.name}")
            continue
        typer.echo(f"{one.new.table}: {one.old or 'nog niet vastgelegd'} → {one.new.name}")
        if one.table is not None:
            for line in one.table.lines():
                typer.echo(f"  {line}")
        for made in one.datasets:
            _show(made)
    moved = [one for one in changes if one.different]
    if moved and not dry_run:
        moving.write(package, known, moved)
        typer.echo(f"Vastgelegd in data/{pins.FILE}. Controleer nu: ivp check")


def _show(made: Takeover) -> None:
    before = " (vervangt voorbeeldcijfers)" if made.replaces_example else ""
    typer.echo(f"  {made.dataset.name}{before}")
    for line in made.lines():
        typer.echo(f"    {line}")


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


@app.command()
def template(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAAM", help="halt, zvh, brandweer, rud, meldingen, bestuurlijk, bijeenkomsten"
        ),
    ] = None,
    folder: Annotated[Path, typer.Option(metavar="MAP", help="Waar het sjabloon komt.")] = Path(),
) -> None:
    """Schrijf het Excelsjabloon voor een levering, met een voorbeeld en uitleg per kolom.

    Zonder naam: schrijf alle sjablonen in data/sjablonen opnieuw (CSV en uitleg).
    """
    from ivp.data.readers.deliveries import write_template, write_templates

    written = [write_template(name, folder)] if name else write_templates(Project.find())
    for path in written:
        typer.echo(f"Geschreven: {path}")

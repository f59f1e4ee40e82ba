"""Many books at once: fleet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli.app import Quiet, app
from ivp.errors import ParamsFout, RenderFout
from ivp.paths import Project
from ivp.run.progress import Progress

if TYPE_CHECKING:
    from ivp.fleet.one import Outcome


@app.command()
def fleet(
    municipality: Annotated[
        list[str] | None, typer.Option(metavar="NAAM", help="Naam of code; vaker te geven.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="NAAM", help="Alle gemeenten van een regio.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Alle gemeenten van het land.")] = False,
    source: Annotated[
        Path, typer.Option(metavar="MAP", help="Map met de landelijke tabellen.")
    ] = Path("data/landelijk"),
    out: Annotated[Path, typer.Option(metavar="MAP", help="Map voor de boeken.")] = Path("_vloot"),
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADRES", help="Adres van een Dask-cluster, tcp://…")
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(metavar="AANTAL", help="Hoeveel boeken tegelijk, op deze computer."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Maak een boek voor elke gekozen gemeente, uit landelijke tabellen en een sjabloon."""
    from ivp.fleet import many, national, overview

    if sum([bool(municipality), region is not None, everyone]) != 1:
        raise ParamsFout(
            "Kies welke boeken u wilt: --municipality, --region of --all",
            waarom="zonder keuze is niet bekend wat er gemaakt moet worden",
            doe="geef een van de drie",
        )
    project, progress = Project.find(), Progress(quiet=quiet)
    with progress.step("Landelijke tabellen lezen") as step:
        found = national.read(project.root / source)
        chosen = found.choose(municipality or [], region, everyone)
        step.detail = f"{len(found.tables)} tabellen, {len(chosen)} gemeenten"
    wanted = list(many.jobs(project, found, chosen, project.root / out))
    todo = [job for job in wanted if not many.complete(job)]
    outcomes: list[Outcome] = []

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        progress.say(f"Boeken maken: {len(outcomes)} van {len(todo)}")

    with progress.step("Boeken maken") as step:
        many.build(todo, done, scheduler, processes)
        failed = {one.code: one.cause for one in outcomes if one.cause}
        step.detail = f"{len(todo) - len(failed)} gemaakt, {len(wanted) - len(todo)} waren er al"
    page = overview.write_page(project.root / out, chosen, failed)
    progress.note(f"Klaar: open {project.relative(page)} in uw browser.")
    if failed:
        causes = Counter(failed.values()).most_common()
        lines = "\n".join(
            f"  {number}× {cause} ({', '.join(c for c, why in failed.items() if why == cause)})"
            for cause, number in causes
        )
        raise RenderFout(
            f"{len(failed)} van {len(wanted)} boeken zijn niet gemaakt:\n{lines}",
            waarom="voor deze gemeenten is er geen boek, of alleen een ouder boek",
            doe="herstel de oorzaak en geef de opdracht opnieuw; wat klaar is, blijft klaar",
        )

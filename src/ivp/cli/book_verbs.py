"""From settings to book: check, status, run, render, book, and Quarto's two hooks.

Also what says something of the text (readability) and of the settings (schema).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ivp.cli import quarto
from ivp.cli.app import Profile, Quiet, WhichRenderer, app
from ivp.errors import IvpFout, RenderFout, collect, raise_all
from ivp.paths import Project
from ivp.run.progress import Progress

if TYPE_CHECKING:
    from ivp.contracts import Verdict
    from ivp.run.prepare import Prepared


@app.command()
def check() -> None:
    """Controleer instellingen, hoofdstukken en gegevens, zonder iets te maken."""
    from ivp.editions import adoption
    from ivp.run import pipeline

    progress = Progress()
    project = Project.find()
    errors: list[IvpFout] = []
    verdicts: list[Verdict] = []
    for stage in (
        lambda: pipeline.check(project, progress),
        lambda: verdicts.extend(pipeline.contracts(project, progress)),
        lambda: adoption.check(project, adoption.broken(verdicts)),
    ):
        with collect(errors):
            stage()
    raise_all(errors)
    typer.echo("Alles klopt.")


@app.command("status")
def show_status() -> None:
    """Toon welke hoofdstukken opnieuw gemaakt moeten worden, en waarom."""
    from ivp.run import pipeline

    prepared = pipeline.prepare(Project.find(), Progress(quiet=True))
    numbers = {veld.id: veld.nummer for veld in prepared.config.velden}
    for chapter in prepared.chapters:
        number = numbers.get(str(chapter.parameters.get("veld")))
        name = f"veld {number} ({chapter.id})" if number else chapter.id
        typer.echo(f"{name}: {_sentence(chapter.causes)}")


def _sentence(causes: Sequence[str], most: int = 4) -> str:
    if not causes:
        return "is bij"
    rest = len(causes) - most
    return "; ".join(causes[:most]) + (f"; en nog {rest} wijzigingen" if rest > 0 else "")


@app.command()
def run(
    chapters: Annotated[
        list[str] | None,
        typer.Argument(metavar="HOOFDSTUK", help="Namen zoals `ivp status` ze toont; leeg: alle."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Ook wat niet gewijzigd is.")] = False,
    quiet: Quiet = False,
) -> None:
    """Voer de notitieboeken uit waarvan iets is gewijzigd."""
    from ivp.book import lock
    from ivp.run import pipeline

    project = Project.find()
    progress = Progress(quiet=quiet)
    with lock(project):
        prepared = pipeline.run(project, progress, chapters, everything)
        if not chapters:
            _changes(project, prepared, progress, None)


@app.command()
def render(renderer: WhichRenderer = "auto", profile: Profile = None, quiet: Quiet = False) -> None:
    """Maak de pagina's en de PDF uit de hoofdstukken en de uitgevoerde notitieboeken."""
    from ivp.book import lock
    from ivp.editions import adoption
    from ivp.run import pipeline

    project, progress = Project.find(), Progress(quiet=quiet)
    with lock(project):
        adoption.check(project)
        _changes(project, pipeline.prepare(project, progress), progress, profile)
        _render(project, quarto.find(renderer), progress, profile)


@app.command()
def book(renderer: WhichRenderer = "auto", profile: Profile = None, quiet: Quiet = False) -> None:
    """Maak het hele boek: controleer, reken, en maak HTML en PDF in _book/."""
    from ivp.run import unchanged, workers

    project = Project.find()
    program = quarto.find(renderer)
    options = (str(program), str(profile))
    before = unchanged.inputs(project, *options)
    if unchanged.holds(project, before):
        if not quiet:
            typer.echo("Er is niets gewijzigd: het boek in _book/ is bij.", err=True)
        return
    progress = Progress(quiet=quiet)
    if not unchanged.only_text(project, before):
        workers.warm_up(project.root)  # beside the imports that follow
    from ivp import audit
    from ivp import book as b
    from ivp.editions import adoption
    from ivp.run import pipeline

    # From the first step on: two at once would mix in _executed/ what each of them computed.
    with b.lock(project):
        adoption.check(project)  # before the work; the seal does it again, with the contracts
        # Quarto's pre-render step does this as well; here it shows its progress.
        prepared = pipeline.run(project, progress)
        if workers.running():  # while what changed is found out here
            workers.submit(audit.search_ahead, project, project.root, "_executed/downloads")
        _changes(project, prepared, progress, profile)
        _render(project, program, progress, profile)
        unchanged.remember(project, before, *options)
    progress.note(f"Klaar: open {project.relative(project.book / 'index.html')} in uw browser.")


def _changes(project: Project, prepared: Prepared, progress: Progress, profile: str | None) -> None:
    """What this edition says, and how that differs from the one before: input of the pages."""
    from ivp.editions import change_report

    with progress.step("Vergelijken met de vorige editie") as step:
        found = change_report.make(project, prepared, profile)
        step.detail = f"met editie {found.before.nummer}" if found else "er is geen eerdere"


def _render(project: Project, program: str | None, progress: Progress, profile: str | None) -> None:
    from ivp import book as b
    from ivp.editions import seal
    from ivp.editions.manifest import EMBEDDED

    def build(folder: Path) -> None:
        by = "Quarto" if program else "ingebouwde renderer"
        with progress.step(f"Pagina's en PDF maken ({by})") as step:
            if program:
                quarto.render(project, program, folder.name, profile)
            else:
                made = b.render(
                    project,
                    folder,
                    profile=profile,
                    progress=progress.say,
                    meanwhile=partial(_meanwhile, project, folder),
                )
                step.detail = f"{len(made.pages)} pagina's en een PDF"
        _seal(project, folder, seal.quarto(program) if program else EMBEDDED, progress, profile)

    b.publish(project, build)


def _meanwhile(project: Project, folder: Path) -> None:
    """While the PDF is set: what comes after it, as far as it does not wait for it."""
    import ivp.editions.crate  # noqa: F401
    from ivp import audit
    from ivp import book as b
    from ivp.store import Store

    b.findings(folder, Store.of(project))
    audit.search_ahead(project, folder)


def _seal(
    project: Project, folder: Path, renderer: str, progress: Progress, profile: str | None
) -> None:
    from ivp import book as b
    from ivp.audit import audit
    from ivp.editions import seal

    with progress.step("Editie vastleggen") as step:
        edition = seal.seal(project, folder, renderer=renderer, profile=profile)
        step.detail = f"{edition.id}, {len(edition.uitvoer)} bestanden"
    # After sealing: what the edition says is published too.
    errors: list[IvpFout] = []
    with collect(errors), progress.step("Koppelingen, labels en downloads nakijken"):
        b.check(project, folder)
    with collect(errors), progress.step("Zoeken naar verborgen cijfers in alles wat verschijnt"):
        audit(project, folder)
    raise_all(errors)
    seal.write_durations(folder, progress.seconds)


@app.command(hidden=True)
def prepare() -> None:
    """Wat `quarto render` vooraf doet: controleren en de gewijzigde notitieboeken uitvoeren."""
    run(quiet=os.environ.get("QUARTO_PROJECT_SCRIPT_QUIET") == "1")


@app.command(hidden=True)
def finish() -> None:
    """Wat `quarto render` achteraf doet: opschonen, en zien of het boek klopt en niets verraadt."""
    from ivp import book as b
    from ivp.editions import seal

    project = Project.find()
    folder = project.root / os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_book")
    b.postprocess(folder, project)
    # `ivp book` seals the edition itself, with the time that each step took, and checks it then.
    if not b.busy(project):
        program = quarto.find("auto")
        name = seal.quarto(program) if program else "quarto"
        _seal(project, folder, name, Progress(quiet=True), None)


@app.command()
def readability(
    chapter: Annotated[
        str,
        typer.Argument(metavar="HOOFDSTUK", help="Deel van de naam van een hoofdstuk; leeg: alle."),
    ] = "",
    sentences: Annotated[
        int, typer.Option(metavar="AANTAL", help="Hoeveel lange zinnen per hoofdstuk.")
    ] = 3,
) -> None:
    """Toon hoe leesbaar elk hoofdstuk is, met lange zinnen en woorden zonder uitleg."""
    from ivp import dutch
    from ivp.book import reading_ease

    project = Project.find()
    if not project.book.is_dir():
        raise RenderFout(
            "Er is nog geen boek",
            waarom="de leesbaarheid gaat over de tekst zoals de lezer die krijgt",
            doe="maak het boek eerst: make book",
        )
    for one in reading_ease.reports(project.book):
        if chapter not in one.page:
            continue
        verdict = "goed leesbaar" if one.score >= reading_ease.B1 else "lastig voor B1"
        typer.echo(
            f"\n{one.title} ({one.page})\n"
            f"  Leesgemak {dutch.number(one.score)} van 100: {verdict}; {dutch.number(one.words)} "
            f"woorden, {dutch.number(one.per_sentence, 1)} per zin; "
            f"{dutch.count(len(one.long_sentences), 'lange zin', 'lange zinnen')}"
        )
        for sentence in one.long_sentences[:sentences]:
            typer.echo(f"  Lang: {sentence}")
        if one.unexplained:
            typer.echo(f"  Zonder uitleg: {', '.join(one.unexplained[:10])}")
    typer.echo(f"\nLeesgemak volgens Flesch-Douma; {reading_ease.B1} of meer past ongeveer bij B1.")


@app.command()
def schema() -> None:
    """Schrijf de JSON-schema's van params/, waarmee een tekstverwerker kan aanvullen."""
    from ivp.config.schema import export

    project = Project.find()
    export(project.params / "schema")
    typer.echo("De schema's staan in params/schema/.")

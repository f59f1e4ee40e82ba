"""From params and data to executed notebooks: everything that comes before rendering."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivp.config import Config, Run, load
from ivp.errors import Fouten, ParamsFout, did_you_mean
from ivp.paths import Project
from ivp.run import files, opendata, parameters, stale, uitgave, variables
from ivp.run.progress import Progress
from ivp.show.onderschrift import Uitgave


@dataclass(frozen=True)
class Plan:
    """One notebook with all that it is made from, and why it has to run (nothing: it need not)."""

    run: Run
    source: Path
    parameters: dict[str, Any]
    invoer: Path
    key: stale.Key
    causes: list[str]


@dataclass(frozen=True)
class Prepared:
    """The params and one plan per notebook, in book order."""

    config: Config
    plans: list[Plan]
    uitgave: Uitgave


def check(project: Project, progress: Progress) -> Config:
    """Check params, and that params, chapters, notebooks and ``_quarto.yml`` agree.

    Raises ``ParamsFout`` or ``Fouten`` with everything that is wrong.
    """
    from ivp.config import consistency

    with progress.step("Instellingen controleren") as step:
        config = load(project)
        errors = consistency.check(project, config)
        if errors:
            raise errors[0] if len(errors) == 1 else Fouten(errors)
        step.detail = f"{config.gemeente.naam}, {len(config.runs)} hoofdstukken met cijfers"
    return config


def contracts(project: Project, progress: Progress) -> list[dict[str, Any]]:
    """Check all data sets against their contracts; raises when one that blocks is broken."""
    from ivp import contracts as c
    from ivp.sources import Package

    with progress.step("Gegevens controleren") as step:
        verdicts = c.check(Package.load(project), cache=project.cache / "contracten")
        c.raise_if_broken(verdicts)
        warned = sum(verdict.status != "ok" for verdict in verdicts)
        step.detail = f"{len(verdicts)} controles, {warned} met een opmerking"
    return [verdict.model_dump(mode="json") for verdict in verdicts]


def prepare(project: Project, progress: Progress) -> Prepared:
    """Check everything, compute the indicators, write each chapter's input, see what is stale."""
    config = check(project, progress)
    verdicts = contracts(project, progress)
    from ivp.indicators import build
    from ivp.indicators.chapter_input import build_input
    from ivp.sources import Package

    with progress.step("Indicatoren berekenen") as step:
        package = Package.load(project)
        table = build(config, package)
        step.detail = f"{table['indicator'].nunique()} indicatoren"
    variables.write(project, config)
    plans = []
    with progress.step("Zien wat opnieuw moet") as step:
        for run in config.runs:
            invoer = build_input(run, config, package, table, verdicts)
            path = project.cache / "invoer" / f"{run.id}.json"
            files.write(path, invoer.to_json())
            plans.append(_plan(project, run, path, json.loads(invoer.to_json())))
        due = sum(bool(plan.causes) for plan in plans)
        step.detail = f"{due} van {len(plans)} notitieboeken"
    return Prepared(config, plans, uitgave.van(project, config, package, verdicts))


def _plan(project: Project, run: Run, path: Path, invoer: dict[str, Any]) -> Plan:
    source = project.root / run.notitieboek
    types = parameters.declared(source, run.notitieboek)
    given = parameters.check(run.notitieboek, run.id, run.parameters, types)
    if "commit" in types:
        given = {**given, "commit": commit(project)}
    if "statische_figuren" in types:
        given = {**given, "statische_figuren": _browser_name()}
    key = stale.key(source, given, invoer, Path(__file__).parents[1])
    before = _stamp(project, run.id)
    return Plan(run, source, given, path, key, stale.causes(key, before))


def _browser_name() -> str:
    from ivp.run import static

    path = static.browser()
    return Path(path).stem if path else "geen browser: tabellen in plaats van figuren in de PDF"


def commit(project: Project) -> str:
    """The commit that the book is made from, and whether the work tree differs from it."""
    git = shutil.which("git")
    if git is None or not (project.root / ".git").exists():
        return "onbekend"

    def ask(*words: str) -> str:
        done = subprocess.run(
            [git, *words], cwd=project.root, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    head = ask("rev-parse", "HEAD") or "onbekend"
    return f"{head} met niet-vastgelegde wijzigingen" if ask("status", "--porcelain") else head


def _stamp_path(project: Project, run_id: str) -> Path:
    return project.cache / "stempels" / f"{run_id}.json"


def _stamp(project: Project, run_id: str) -> dict[str, str] | None:
    """The parts of the key at the last run, when its outcome is still there, else ``None``."""
    path = _stamp_path(project, run_id)
    try:
        stamp = json.loads(path.read_bytes())
        raw = _raw_path(project, run_id).read_bytes()
        parts: dict[str, str] = stamp["sleutel"]
    except (OSError, ValueError, KeyError):
        return None
    return parts if stamp.get("uitkomst") == files.sha256(raw) else None


def _raw_path(project: Project, run_id: str) -> Path:
    return project.cache / "uitgevoerd" / f"{run_id}.ipynb"


def run(
    project: Project, progress: Progress, only: list[str] | None = None, force: bool = False
) -> Prepared:
    """Run the stale notebooks (or ``only`` these; all of them with ``force``) and finish them."""
    prepared = prepare(project, progress)
    plans = _select(prepared.plans, only)
    due = [plan for plan in plans if force or plan.causes]
    if due:
        _execute(project, due, progress)
    _finish(project, plans, prepared.uitgave, progress, plans == prepared.plans)
    _remove_leftovers(project, prepared.plans)
    return prepared


def _select(plans: list[Plan], only: list[str] | None) -> list[Plan]:
    if not only:
        return plans
    known = {plan.run.id: plan for plan in plans}
    for name in only:
        if name not in known:
            raise ParamsFout(
                f"Hoofdstuk '{name}' bestaat niet." + did_you_mean(name, known),
                waarom="er is geen notitieboek dat zo heet",
                doe="kies een van de namen die `ivp status` noemt",
            )
    return [known[name] for name in dict.fromkeys(only)]


def _execute(project: Project, due: list[Plan], progress: Progress) -> None:
    from ivp.run.execute import Job, execute

    jobs = [
        Job(
            plan.run.id,
            plan.source,
            _raw_path(project, plan.run.id),
            {**plan.parameters, "invoer": str(plan.invoer)},
        )
        for plan in due
    ]
    for plan in due:
        _stamp_path(project, plan.run.id).unlink(missing_ok=True)
    keys = {plan.run.id: plan.key for plan in due}
    ready: list[str] = []

    def done(run_id: str) -> None:
        ready.append(run_id)
        raw = _raw_path(project, run_id).read_bytes()
        stamp = {"sleutel": keys[run_id].parts, "uitkomst": files.sha256(raw)}
        files.write(_stamp_path(project, run_id), json.dumps(stamp, sort_keys=True).encode())
        progress.say(f"Notitieboeken uitvoeren: {len(ready)} van {len(jobs)} klaar ({run_id})")

    with progress.step("Notitieboeken uitvoeren") as step:
        execute(project, jobs, done, progress.note)
        step.detail = f"{len(jobs)} uitgevoerd"


def _finish(
    project: Project, plans: list[Plan], uitgave: Uitgave, progress: Progress, complete: bool
) -> None:
    """Draw the figures and write ``_executed/``: notebooks, downloads, images, plotly itself.

    ``complete``: these are all plans, so that the open data can be made from them.
    """
    from ivp.run import static
    from ivp.run.finish import figures, finish

    raw = {plan.run.id: json.loads(_raw_path(project, plan.run.id).read_bytes()) for plan in plans}
    wanted = [figure for notebook in raw.values() for figure in figures(notebook, uitgave.merk)]
    with progress.step("Figuren tekenen") as step:
        drawn = static.images(wanted, project.cache / "figuren")
        step.detail = f"{len(drawn)} figuren"
    missing = len({figure.key for figure in wanted}) - len(drawn)
    if missing:
        progress.note(
            f"Let op: {missing} figuren zijn niet getekend, omdat er geen (werkende) Chrome, "
            "Chromium of Edge is. In de PDF staat in plaats daarvan de tabel met dezelfde cijfers."
        )
    downloads = []
    for plan in plans:
        pagina = f"{plan.run.tekst.removesuffix('.qmd')}.html"
        result = finish(raw[plan.run.id], plan.run.id, pagina, plan.parameters, drawn, uitgave)
        text = json.dumps(result.notebook, ensure_ascii=False, indent=1, sort_keys=True)
        files.write(project.executed / f"{plan.run.id}.ipynb", text.encode())
        for one in result.downloads:
            files.write(project.executed / "downloads" / f"{one.bestand}.csv", one.csv)
            files.write(project.executed / "downloads" / f"{one.bestand}.xlsx", one.xlsx)
        downloads += result.downloads
        for name, content in result.images.items():
            files.write(project.executed / "figuren" / name, content)
    if complete:
        for name, content in opendata.bestanden(downloads, uitgave).items():
            files.write(project.executed / "downloads" / name, content)
    _copy_plotly(project)


def _copy_plotly(project: Project) -> None:
    """The one plotly bundle of the book, from the installed package."""
    import plotly

    bundle = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    files.write(project.executed / "assets" / "plotly.min.js", bundle.read_bytes())


def _remove_leftovers(project: Project, plans: list[Plan]) -> None:
    """Remove what earlier runs made for chapters that no longer exist."""
    ids = {plan.run.id for plan in plans}
    for path in project.executed.glob("*.ipynb"):
        if path.stem not in ids:
            path.unlink()
    for folder in ("downloads", "figuren"):
        for path in (project.executed / folder).glob("*"):
            if path.name in (opendata.PAKKET, opendata.DCAT, opendata.ZIP):
                continue
            if not any(path.name.startswith(f"{run_id}-") for run_id in ids):
                path.unlink()

"""From params and data to plans: each notebook with its input, its key, and why it has to run."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.code import Code
from ivp.config import Config, Run, brand, load
from ivp.contracts import VERDICTS, Verdict
from ivp.errors import raise_all
from ivp.paths import Project
from ivp.run import stale
from ivp.run.ahead import Ahead
from ivp.run.gewijzigd import gewijzigd
from ivp.run.oordeel import judge, summary, verdicts
from ivp.run.plan import Inputs, Plan
from ivp.run.plan import plan as make_plan
from ivp.run.progress import Progress
from ivp.store import Store, digest, sha256, write
from ivp.versies import versies

if TYPE_CHECKING:
    import pandas as pd

    from ivp.data import Package
    from ivp.show.onderschrift import Uitgave

_VERDICTS = "contracten"
"""The part of a chapter's input that waits for the contracts."""
_OUTCOME = "uitkomst"
"""Where in the store the outcome of all contracts is kept, under the key of the input."""


@dataclass(frozen=True)
class Prepared:
    """The params and one plan per notebook, in book order.

    ``uitgave`` gives what stands under every figure of this edition; ``looks`` the checksum of
    that by run, as far as its own data sets go, and of the code that adds it.
    """

    config: Config
    plans: list[Plan]
    looks: Mapping[str, str]
    uitgave: Callable[[], Uitgave]


@dataclass
class Preparing:
    """What is known before the contracts have been checked: ``early`` are the plans of notebooks
    that do not show the outcome; ``finish`` waits for it and raises when a contract is broken."""

    config: Config
    early: list[Plan]
    finish: Callable[[], Prepared]


def check(project: Project, progress: Progress) -> Config:
    """Check params, and that params, chapters, notebooks and ``_quarto.yml`` agree.

    Raises ``ParamsFout`` or ``Fouten`` with everything that is wrong.
    """
    from ivp.config import consistency

    with progress.step("Instellingen controleren") as step:
        config = load(project)
        raise_all(consistency.check(project, config))
        step.detail = f"{config.gemeente.naam}, {len(config.runs)} hoofdstukken met cijfers"
    return config


def contracts(project: Project, progress: Progress) -> list[Verdict]:
    """Check all data sets against their contracts; raises when one that blocks is broken."""
    with progress.step("Gegevens controleren") as step:
        found = judge(project.root)
        step.detail = summary(found)
    return found


def outcome(project: Project, config: Config) -> list[Verdict]:
    """The verdicts, broken ones too; as they were kept when the book was made."""
    store = Store.of(project)
    known = store.get(_OUTCOME, _key(project, config, Code(store=store)))
    return verdicts(project) if known is None else VERDICTS.validate_json(known)


def _outcome(store: Store, key: str, make: Callable[[], list[Verdict]]) -> list[Verdict]:
    raw = store.remember(_OUTCOME, key, lambda: VERDICTS.dump_json(make()))
    return VERDICTS.validate_json(raw)


def prepare(project: Project, progress: Progress) -> Prepared:
    """Check everything, compute the indicators, write each chapter's input, see what is stale."""
    return begin(project, progress).finish()


def begin(project: Project, progress: Progress, ahead: Ahead | None = None) -> Preparing:
    """As ``prepare``, but without waiting for the contracts, which are checked beside the rest.

    ``ahead`` is started, if it was not yet, as soon as it is known that figures changed.
    """
    config = check(project, progress)
    store = Store.of(project)
    code = Code(store=store)
    key = _key(project, config, code)
    known = store.get("invoer", key)
    write(project.root / "_variables.yml", _variables(project, config, store, code))
    plan = partial(make_plan, project, store, code)

    def prepared(inputs: Inputs, outcome: Callable[[], list[Verdict]]) -> Prepared:
        with progress.step("Zien wat opnieuw moet") as step:
            plans = [plan(run, inputs) for run in config.runs]
            due = sum(bool(plan.causes) for plan in plans)
            step.detail = f"{due} van {len(plans)} notitieboeken"
        uitgave = cache(lambda: _uitgave(project, config, outcome()))
        finishing = code.digest("ivp.run.uitgave", "ivp.run.finish", "ivp.run.static")
        edition = digest([key, *_look(project), finishing])

        def looks() -> dict[str, str]:
            shown = {plan.run.id: uitgave().met(plan.key.leveringen) for plan in plans}
            return {name: digest([asdict(one), finishing]) for name, one in shown.items()}

        return Prepared(config, plans, store.remember_data("uitgaven", edition, looks), uitgave)

    if known is not None:
        _claims(project, config, store, key, partial(_table, project, config, store, code))
        kept = partial(_outcome, store, key, partial(judge, project.root))
        return Preparing(config, [], lambda: prepared(Inputs(**json.loads(known)), kept))
    if ahead is not None:
        ahead.start()
    step = progress.begin("Gegevens controleren")
    checking = (ahead or Ahead(project)).contracts()

    def checked(done: Future[list[Verdict]]) -> None:
        ok = not done.cancelled() and done.exception() is None
        step.detail = summary(done.result()) if ok else ""
        progress.end(step, ok=ok)

    checking.add_done_callback(checked)
    try:
        inputs, later, table = _make(project, config, progress, store, code)
        _claims(project, config, store, key, lambda: table)
        early = [plan(run, inputs) for run in config.runs if run.id in inputs.texts]
    except Exception as error:
        # Data that break their contract explain what went wrong further on.
        raise checking.exception() or error from error

    def finish() -> Prepared:
        outcome = checking.result()
        later(outcome)
        _outcome(store, key, lambda: outcome)
        store.put("invoer", key, json.dumps(vars(inputs), ensure_ascii=False).encode())
        return prepared(inputs, lambda: outcome)

    return Preparing(config, early, finish)


def _table(project: Project, config: Config, store: Store, code: Code) -> pd.DataFrame:
    from ivp.data import Package
    from ivp.indicators.indicator_table import build_table
    from ivp.indicators.rows import kept

    return build_table(config, Package.load(project), kept(store, code))


def _claims(
    project: Project, config: Config, store: Store, key: str, table: Callable[[], pd.DataFrame]
) -> None:
    """Hold the claims in the chapters against the figures; raises what they say otherwise."""
    from ivp.indicators import directions

    pages = [project.root / "index.qmd", *sorted((project.root / "chapters").rglob("*.qmd"))]
    texts = {
        project.relative(path): path.read_text(encoding="utf-8", errors="replace")
        for path in pages
        if path.is_file()
    }
    spans = directions.claims(texts)
    if not spans:
        return

    def check() -> bytes:
        raise_all(directions.check_claims(spans, config, table()))
        return b"ok"

    store.remember("beweringen", digest([key, [list(span) for span in spans]]), check)


def _look(project: Project) -> list[str]:
    """What of the edition is not in params: colours, letter, and the address on the web."""
    files = (project.root / brand.BESTAND, project.root / "_quarto.yml")
    return [sha256(path.read_bytes()) if path.is_file() else "" for path in files]


def _uitgave(project: Project, config: Config, outcome: list[Verdict]) -> Uitgave:
    from ivp.data import Package
    from ivp.run import uitgave

    return uitgave.van(project, config, Package.load(project), outcome)


def _variables(project: Project, config: Config, store: Store, code: Code) -> bytes:
    days = gewijzigd(project, config)

    def make() -> bytes:
        from ivp.run import variables

        return variables.content(project, config, days)

    changed = {name: day.isoformat() for name, day in days.items()}
    look = asdict(brand.read(project))
    key = digest([config.parts(), look, changed, code.digest("ivp.run.variables")])
    return store.remember("variabelen", key, make)


def _key(project: Project, config: Config, code: Code) -> str:
    """All that the chapter inputs and the outcome of the contracts follow from."""
    files = {
        project.relative(path): sha256(path.read_bytes())
        for folder in (project.data, project.expectations)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _in_snapshot(path)
    }
    catalogue = project.params / "bronnen.yml"
    files["bronnen"] = sha256(catalogue.read_bytes()) if catalogue.is_file() else ""
    modules = code.reached(["ivp.indicators.chapter_input", "ivp.contracts"])
    return digest([files, config.parts(), modules, versies()])


def _in_snapshot(path: Path) -> bool:
    """Whether a file is sealed by the sidecar of its snapshot, so that the sidecar says enough."""
    return "snapshots" in path.parts and path.name != "herkomst.json"


def _make(
    project: Project, config: Config, progress: Progress, store: Store, code: Code
) -> tuple[Inputs, Callable[[list[Verdict]], None], pd.DataFrame]:
    """The inputs that do not wait for the contracts, what makes the others, and the indicators."""
    from ivp.data import Package
    from ivp.indicators.chapter_input import build_input
    from ivp.indicators.indicator_table import build_table
    from ivp.indicators.rows import kept

    with progress.step("Indicatoren berekenen") as step:
        package = Package.load(project)
        remember = kept(store, code)
        table = build_table(config, package, remember)
        step.detail = f"{table['indicator'].nunique()} indicatoren"
    _keep_sources(package, store)
    inputs = Inputs({one.name: one.resource.sha256 for one in package.datasets})

    def add(run: Run, outcome: list[Verdict]) -> None:
        text = build_input(run, config, package, table, outcome, remember).to_json().decode()
        inputs.add(run.id, text)

    waiting = [run for run in config.runs if _VERDICTS in run.leest.onderdelen]
    for run in config.runs:
        if run not in waiting:
            add(run, [])

    def later(outcome: list[Verdict]) -> None:
        for run in waiting:
            add(run, outcome)

    return inputs, later, table


def _keep_sources(package: Package, store: Store) -> None:
    for dataset in package.datasets:
        stale.keep_source(dataset.raw(), store)

"""From params and data to chapters: each with its input, its key, and why its notebook must run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ivp.code import Code
from ivp.config import Chapter, Config, load
from ivp.contracts import VERDICTS, Verdict
from ivp.errors import raise_all
from ivp.paths import Project
from ivp.program_versions import program_versions
from ivp.run import parameters, staleness, workers
from ivp.run.browser import browser
from ivp.run.git_history import commit
from ivp.run.progress import Progress
from ivp.store import Store, digest, sha256, write

if TYPE_CHECKING:
    import pandas as pd

    from ivp.indicators.rows import Remember
    from ivp.show.figure_notes import Imprint

_VERDICTS = "contracten"
"""The part of a chapter's input that waits for the contracts."""


@dataclass(frozen=True)
class Prepared:
    """The params, the chapters in book order, and what stands under every figure of this edition.

    ``looks``: by chapter the checksum of the last, as far as its own data sets go, and of the code
    that adds it.
    """

    config: Config
    chapters: list[Chapter]
    edition: Imprint
    looks: dict[str, str]


def check(project: Project, progress: Progress) -> Config:
    """Check params, and that params, chapters, notebooks and ``_quarto.yml`` agree.

    Raises ``ParamsFout`` or ``Fouten`` with everything that is wrong.
    """
    from ivp.config import consistency

    with progress.step("Instellingen controleren") as step:
        config = load(project)
        raise_all(consistency.check(project, config))
        step.detail = f"{config.gemeente.naam}, {len(config.chapters)} hoofdstukken met cijfers"
    return config


def contracts(project: Project, progress: Progress) -> list[Verdict]:
    """Check all data sets against their contracts; raises when one that blocks is broken."""
    with progress.step("Gegevens controleren") as step:
        found = judge(project.root)
        step.detail = _summary(found)
    return found


def verdicts(project: Project) -> list[Verdict]:
    """The outcome of all contracts, as everything in this edition has it.

    Whether a source is up to date is judged on the date of the edition, not on today's.
    """
    from ivp.config import sources
    from ivp.contracts.check_datasets import check
    from ivp.data import Package, pins

    package, catalogue = Package.load(project), sources.read(project.params)
    pins.check(package, catalogue)
    return check(
        package,
        store=Store.of(project),
        bronnen=catalogue,
        peildatum=load(project).boek.editie.datum,
    )


def judge(root: Path) -> list[Verdict]:
    """The outcome of all contracts; raises when one that blocks is broken."""
    from ivp.contracts.check_datasets import raise_if_broken

    found = verdicts(Project(root))
    raise_if_broken(found)
    return found


def outcome(project: Project, config: Config) -> list[Verdict]:
    """The verdicts, broken ones too; as they were kept when the book was made."""
    known = Store.of(project).get("verdicts", _Preparation(project, config).key)
    return verdicts(project) if known is None else VERDICTS.validate_json(known)


def _summary(found: list[Verdict]) -> str:
    warned = sum(verdict.status != "ok" for verdict in found)
    return f"{len(found)} controles, {warned} met een opmerking"


def prepare(
    project: Project,
    progress: Progress,
    start: Callable[[list[Chapter]], None] = lambda _: None,
) -> Prepared:
    """Check everything, compute the indicators, write each chapter's input, see what is stale.

    The contracts are checked beside the rest. ``start`` is given the chapters that do not show
    their outcome, as soon as those can run; it is not called when no input has changed.
    """
    from ivp.data import Package
    from ivp.run import edition_facts

    config = check(project, progress)
    own = _Preparation(project, config)
    write(project.root / "_variables.yml", edition_facts.variables(project, config))
    known = own.store.get("inputs", own.key)
    if known is None:
        inputs, outcome = own.make(progress, start)
    else:
        inputs = json.loads(known)
        own.check_claims(own.table)
        outcome = own.outcome()
    with progress.step("Zien wat opnieuw moet") as step:
        chapters = own.chapters(inputs)
        due = sum(bool(chapter.causes) for chapter in chapters)
        step.detail = f"{due} van {len(chapters)} notitieboeken"
    edition = edition_facts.edition(project, config, Package.load(project), outcome)
    finishing = own.code.digest("ivp.run.edition_facts", "ivp.run.finish", "ivp.run.drawing")
    looks = {
        chapter.id: digest([asdict(edition.limited_to(chapter.deliveries)), finishing])
        for chapter in chapters
    }
    return Prepared(config, chapters, edition, looks)


class _Preparation:
    """The chapter inputs of a project, made or taken from the store."""

    def __init__(self, project: Project, config: Config) -> None:
        self._project, self._config = project, config
        self.store = Store.of(project)
        self.code = Code(store=self.store)
        self._chapters: dict[str, Chapter] = {}

    @cached_property
    def key(self) -> str:
        """All that the chapter inputs and the outcome of the contracts follow from."""
        project = self._project
        files = {
            project.relative(path): sha256(path.read_bytes())
            for folder in (project.data, project.expectations)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not _in_snapshot(path)
        }
        catalogue = project.params / "bronnen.yml"
        files["bronnen"] = sha256(catalogue.read_bytes()) if catalogue.is_file() else ""
        modules = self.code.reached(["ivp.indicators.chapter_input", "ivp.contracts"])
        return digest([files, self._config.parts(), modules, program_versions()])

    def outcome(self) -> list[Verdict]:
        """The outcome of the contracts as it was kept; raises when one that blocks is broken."""
        root = self._project.root
        kept = self.store.remember("verdicts", self.key, lambda: VERDICTS.dump_json(judge(root)))
        return VERDICTS.validate_json(kept)

    def table(self) -> pd.DataFrame:
        """The indicators."""
        from ivp.data import Package
        from ivp.indicators.indicator_table import build_table

        return build_table(self._config, Package.load(self._project), self._remember())

    def _remember(self) -> Remember:
        from ivp.indicators.rows import kept

        return kept(self.store, self.code)

    def make(
        self, progress: Progress, start: Callable[[list[Chapter]], None]
    ) -> tuple[dict[str, Any], list[Verdict]]:
        """The inputs and the outcome of the contracts; both are kept.

        Raises when a contract is broken: before anything else, for that explains what went wrong
        further on.
        """
        judging = workers.submit(judge, self._project.root)
        checked = progress.begin("Gegevens controleren")

        def told(done: Future[list[Verdict]]) -> None:
            ok = done.exception() is None
            checked.detail = _summary(done.result()) if ok else ""
            progress.end(checked, ok=ok)

        judging.add_done_callback(told)
        try:
            inputs, later = self._inputs(progress)
            start(self.chapters(inputs))
        except Exception as error:
            raise judging.exception() or error from error
        found = judging.result()
        later(found)
        self.store.put("verdicts", self.key, VERDICTS.dump_json(found))
        self.store.put("inputs", self.key, json.dumps(inputs, ensure_ascii=False).encode())
        return inputs, found

    def _inputs(self, progress: Progress) -> tuple[dict[str, Any], Callable[[list[Verdict]], None]]:
        """The inputs that do not wait for the contracts, and what adds the others."""
        from ivp.data import Package
        from ivp.indicators.chapter_input import build_input
        from ivp.indicators.indicator_table import build_table

        package, remember = Package.load(self._project), self._remember()
        with progress.step("Indicatoren berekenen") as step:
            table = build_table(self._config, package, remember)
            step.detail = f"{table['indicator'].nunique()} indicatoren"
        for dataset in package.datasets:
            staleness.keep_source(dataset.raw(), self.store)
        made: dict[str, Any] = {}
        deliveries = {one.name: one.resource.sha256 for one in package.datasets}
        waiting = [one for one in self._config.chapters if _VERDICTS in one.reads.onderdelen]

        def add(chapters: Iterable[Chapter], outcome: list[Verdict]) -> None:
            for one in chapters:
                content = build_input(one, self._config, package, table, outcome, remember)
                text = content.to_json().decode()
                made[one.id] = {"text": text, "parts": staleness.input_parts(json.loads(text))}

        add((one for one in self._config.chapters if one not in waiting), [])
        self.check_claims(lambda: table)
        return {"deliveries": deliveries, "chapters": made}, lambda found: add(waiting, found)

    def chapters(self, inputs: dict[str, Any]) -> list[Chapter]:
        """Every chapter that ``inputs`` are there for, and why its notebook has to run."""
        for one in self._config.chapters:
            if one.id in inputs["chapters"] and one.id not in self._chapters:
                made = inputs["chapters"][one.id]
                chapter = replace(one, parameters=self._parameters(one))
                chapter = staleness.with_key(
                    self._project, chapter, **made, code=self.code, deliveries=inputs["deliveries"]
                )
                self._chapters[one.id] = self._judged(chapter)
        return [self._chapters[one.id] for one in self._config.chapters if one.id in self._chapters]

    def _judged(self, chapter: Chapter) -> Chapter:
        if self.store.has("notebooks", digest(chapter.key)):
            return chapter
        before = staleness.last_stamp(self._project, chapter)
        said = staleness.causes(chapter, before, self.store)
        return replace(chapter, causes=tuple(said or ["de uitkomst is niet bewaard"]))

    def _parameters(self, chapter: Chapter) -> dict[str, Any]:
        """Those of params, and those that the runner fills when the notebook has them."""
        types = parameters.declared(self._project.root / chapter.notebook, chapter.notebook)
        given = parameters.check(chapter.notebook, chapter.id, chapter.parameters, types)
        if "commit" in types:
            given = {**given, "commit": commit(self._project)}
        if "statische_figuren" in types:
            path = browser()
            none = "geen browser: tabellen in plaats van figuren in de PDF"
            given = {**given, "statische_figuren": Path(path).stem if path else none}
        return given

    def check_claims(self, table: Callable[[], pd.DataFrame]) -> None:
        """Hold the claims in the chapters against the figures; raises what they say otherwise."""
        from ivp.indicators import directions

        root = self._project.root
        pages = [root / "index.qmd", *sorted((root / "chapters").rglob("*.qmd"))]
        texts = {
            self._project.relative(path): path.read_text(encoding="utf-8", errors="replace")
            for path in pages
            if path.is_file()
        }
        spans = directions.claims(texts)

        def check() -> bytes:
            raise_all(directions.check_claims(spans, self._config, table()))
            return b"ok"

        if spans:
            claims = digest([self.key, [list(span) for span in spans]])
            self.store.remember("verdicts", claims, check)


def _in_snapshot(path: Path) -> bool:
    """Whether a file is sealed by the sidecar of its snapshot, so that the sidecar says enough."""
    return "snapshots" in path.parts and path.name != "herkomst.json"

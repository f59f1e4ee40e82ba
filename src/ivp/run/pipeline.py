"""From params and data to executed notebooks: everything that comes before rendering.

What does not wait for each other is done side by side: the contracts in a process of their own, the
indicators here, the process that notebooks are forked from and the browser in the background. A
notebook runs as soon as its input is there, its figures are drawn as soon as it is done. Only when
the contracts hold does anything reach ``_executed/``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, as_completed
from typing import TYPE_CHECKING, Any

from ivp.config import Chapter
from ivp.config.consistency import GEMAAKT
from ivp.errors import ParamsFout, did_you_mean
from ivp.paths import Project
from ivp.run import open_data, staleness
from ivp.run.browser import browser
from ivp.run.prepare import Prepared, check, contracts, prepare
from ivp.run.progress import Progress, Step
from ivp.store import Store, digest, write

if TYPE_CHECKING:
    from ivp.run.drawing import Drawer
    from ivp.run.execute import Notebooks
    from ivp.run.finish import Figure, Finished

__all__ = ["Prepared", "check", "contracts", "longest_first", "prepare", "run"]


def run(
    project: Project,
    progress: Progress,
    only: list[str] | None = None,
    force: bool = False,
    drawer: Drawer | None = None,
) -> Prepared:
    """Run the stale notebooks (or ``only`` these; all of them with ``force``) and finish them.

    ``drawer`` is a browser that is open already, and stays open.
    """
    with _Workshop(project, progress, force, drawer) as workshop:
        prepared = prepare(
            project,
            progress,
            lambda early: workshop.start(one for one in early if not only or one.id in only),
        )
        chapters = _select(prepared.chapters, only)
        workshop.start(chapters)
        made = {one.id: workshop.finish(one, prepared) for one in workshop.ready(chapters)}
    files = {name: raw for one in made.values() for name, raw in one.files.items()}
    if len(chapters) == len(prepared.chapters):
        downloads = [download for one in chapters for download in made[one.id].open_data]
        contents = {name.removeprefix("downloads/"): raw for name, raw in files.items()}
        for name, raw in open_data.open_data(downloads, contents, prepared.edition).items():
            files[f"downloads/{name}"] = raw
            write(project.executed / "downloads" / name, raw)
        _remove_leftovers(project, {*files, *GEMAAKT})
    _write_plotly(project, {kind for one in made.values() for kind in one.kinds})
    staleness.clear_old_inputs(project, prepared.chapters)
    Store.of(project).trim()
    return prepared


def _write_plotly(project: Project, kinds: set[str]) -> None:
    """The script that draws on screen what was drawn for paper."""
    from ivp.run.drawing import plotly_script

    write(project.executed / "assets/plotly.min.js", plotly_script(project, kinds).read_bytes())


def longest_first(project: Project, chapters: Iterable[Chapter]) -> list[Chapter]:
    """The order to start in: long notebooks take long, so no core is left idle at the end."""
    return sorted(
        chapters, key=lambda one: (project.root / one.notebook).stat().st_size, reverse=True
    )


def _select(chapters: list[Chapter], only: list[str] | None) -> list[Chapter]:
    if not only:
        return chapters
    known = {chapter.id: chapter for chapter in chapters}
    for name in only:
        if name not in known:
            raise ParamsFout(
                f"Hoofdstuk '{name}' bestaat niet." + did_you_mean(name, known),
                waarom="er is geen notitieboek dat zo heet",
                doe="kies een van de namen die `ivp status` noemt",
            )
    return [known[name] for name in dict.fromkeys(only)]


def _remove_leftovers(project: Project, written: set[str]) -> None:
    """Remove what earlier runs made for chapters, figures and tables that no longer exist."""
    for pattern in ("*.ipynb", "downloads/*", "figuren/*"):
        for path in project.executed.glob(pattern):
            if path.relative_to(project.executed).as_posix() not in written:
                path.unlink()


class _Workshop:
    """Notebooks that run and a browser, started when there is work, and closed at the end."""

    def __init__(
        self, project: Project, progress: Progress, force: bool, drawer: Drawer | None
    ) -> None:
        self.project, self.progress, self.force = project, progress, force
        self.store = Store.of(project)
        self._running: dict[str, Future[bytes]] = {}
        self._notebooks: Notebooks | None = None
        self._drawer, self._own_drawer = drawer, drawer is None
        self._step: Step | None = None
        self._done = 0
        self._undrawn: set[str] = set()

    def __enter__(self) -> _Workshop:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._step is not None:
            self._step.detail = f"{self._done} uitgevoerd"
            self.progress.end(self._step, ok=kind is None)
        if self._notebooks is not None:
            self._notebooks.close(hard=kind is not None)
        if self._drawer is not None and self._own_drawer:
            # Nobody waits for a browser to close, but the end of this program.
            threading.Thread(target=self._drawer.close).start()
        if self._undrawn and kind is None:
            self.progress.note(
                f"Let op: {len(self._undrawn)} figuren zijn niet getekend, omdat er geen (werkende)"
                " Chrome, Chromium of Edge is. In de PDF staat in plaats daarvan de tabel met "
                "dezelfde cijfers."
            )

    def start(self, chapters: Iterable[Chapter]) -> None:
        """Run the notebooks that have to, and draw the figures of each after that."""
        for chapter in longest_first(self.project, chapters):
            if chapter.id not in self._running and (self.force or chapter.causes):
                self._run(chapter)

    def _run(self, chapter: Chapter) -> Future[bytes]:
        if self._notebooks is None:
            from ivp.run.execute import Notebooks

            self._notebooks = Notebooks(self.project, self.progress.note)
            self._step = self.progress.begin("Notitieboeken uitvoeren en figuren tekenen")
            if browser():
                self._draws().open()

        def keep(raw: bytes) -> None:
            self.store.put("notebooks", digest(chapter.key), raw)
            self._done += 1
            self.progress.say(f"Notitieboeken uitvoeren: {self._done} klaar ({chapter.id})")
            self._draws().begin(self._figures(json.loads(raw)))

        self._running[chapter.id] = self._notebooks.run(chapter, keep)
        return self._running[chapter.id]

    def ready(self, chapters: list[Chapter]) -> Iterator[Chapter]:
        """``chapters``, each as soon as it can be finished; the one that failed before any that was
        not run for that reason."""
        running = {self._running[c.id]: c for c in chapters if c.id in self._running}
        yield from (chapter for chapter in chapters if chapter.id not in self._running)
        for future in as_completed(running):
            if not future.cancelled():
                yield running[future]

    def finish(self, chapter: Chapter, prepared: Prepared) -> Finished:
        """Write what the book needs of ``chapter`` to ``_executed/``."""
        from ivp.run.finish import Finished

        look = [digest(chapter.key), chapter.text, prepared.looks[chapter.id], browser() is None]
        fresh = self._running.get(chapter.id)
        known = None if fresh else self.store.get("notebooks", digest(look))
        if known is None:
            made = self._make(chapter, prepared, fresh)
            if not made.undrawn or browser() is None:  # a browser that failed may yet succeed
                self.store.put("notebooks", digest(look), made.to_json())
        else:
            made = Finished.from_json(known)
        self._undrawn.update(made.undrawn)
        for name, raw in made.files.items():
            write(self.project.executed / name, raw)
        staleness.keep_stamp(self.project, chapter)
        return made

    def _make(self, chapter: Chapter, prepared: Prepared, fresh: Future[bytes] | None) -> Finished:
        from ivp.run.finish import finish

        raw = fresh.result() if fresh else self.store.get("notebooks", digest(chapter.key))
        if raw is None:  # it seemed to be in the store, but is damaged or was removed just now
            try:
                raw = self._run(chapter).result()
            except CancelledError:  # for another that failed, which says so
                for other in self._running.values():
                    if not other.cancelled():
                        other.result()
                raise
        notebook = json.loads(raw)
        images = self._draws().images(self._figures(notebook))
        return finish(notebook, chapter, images, prepared.edition)

    def _figures(self, notebook: dict[str, Any]) -> list[Figure]:
        from ivp.config import brand
        from ivp.run.finish import figures

        return figures(notebook, brand.read(self.project))

    def _draws(self) -> Drawer:
        if self._drawer is None:
            from ivp.run.drawing import Drawer

            self._drawer = Drawer(self.project, self.store, self.progress.note)
        return self._drawer

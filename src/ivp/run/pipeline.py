"""From params and data to executed notebooks: everything that comes before rendering.

What does not wait for each other is done side by side: the contracts in a process of their own, the
indicators here, the process that kernels come from and the browser in the background. A notebook
runs as soon as its input is there, its figures are drawn as soon as it is done. Only when the
contracts hold does anything reach ``_executed/``.
"""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ivp.config.consistency import GEMAAKT
from ivp.errors import ParamsFout, did_you_mean
from ivp.paths import Project
from ivp.run import opendata, plotlyjs
from ivp.run.ahead import Ahead
from ivp.run.browser import browser
from ivp.run.plan import Plan, clear_old_inputs, stamp_path
from ivp.run.prepare import Prepared, begin, check, contracts, prepare
from ivp.run.progress import Progress, Step
from ivp.store import Store, digest, write

if TYPE_CHECKING:
    from ivp.run.static import Drawer

__all__ = ["Plan", "Prepared", "check", "contracts", "longest_first", "prepare", "run"]


def run(
    project: Project,
    progress: Progress,
    only: list[str] | None = None,
    force: bool = False,
    drawer: Drawer | None = None,
    ahead: Ahead | None = None,
) -> Prepared:
    """Run the stale notebooks (or ``only`` these; all of them with ``force``) and finish them.

    ``drawer`` is a browser that is open already, and stays open; ``ahead`` what was started before.
    """
    with _Workshop(project, progress, force, drawer) as workshop:
        preparing = begin(project, progress, ahead or Ahead(project, progress.note))
        try:
            early = _select(preparing.early, only) if preparing.early else []
        except ParamsFout:
            early = []  # a name that is not there may be one that waits for the contracts
        workshop.start(early)
        try:
            prepared = preparing.finish()
        except BaseException:
            workshop.abandon()
            raise
        plans = _select(prepared.plans, only)
        workshop.start(plans)
        made = {plan.run.id: workshop.finish(plan, prepared) for plan in workshop.ready(plans)}
    if len(plans) == len(prepared.plans):
        found = [one for plan in plans for one in made[plan.run.id]]
        for name, content in opendata.bestanden(found, prepared.uitgave()).items():
            write(project.executed / "downloads" / name, content)
        _remove_leftovers(project, prepared.plans, workshop.written)
    bundle = plotlyjs.script(project, workshop.kinds)
    write(project.executed / "assets" / "plotly.min.js", bundle.read_bytes())
    clear_old_inputs(project, prepared.plans)
    Store.of(project).trim()
    return prepared


def longest_first(plans: list[Plan]) -> list[Plan]:
    """The order to start in: long notebooks take long, so no core is left idle at the end."""
    return sorted(plans, key=lambda plan: plan.source.stat().st_size, reverse=True)


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


class _Workshop:
    """Kernels and a browser, started when there is work for them, and closed at the end."""

    def __init__(
        self, project: Project, progress: Progress, force: bool, drawer: Drawer | None
    ) -> None:
        self.project, self.progress, self.force = project, progress, force
        self.store = Store.of(project)
        self._started: dict[str, Future[None]] = {}
        self._raw: dict[str, bytes] = {}
        self._kernels: Any = None
        self._drawer = drawer
        self._own_drawer = drawer is None
        self._step: Step | None = None
        self._undrawn: set[str] = set()
        self.kinds: set[str] = set()
        self.written = {opendata.PAKKET, opendata.DCAT, opendata.ZIP}
        """The names of the downloads and images that belong to this book."""

    def __enter__(self) -> _Workshop:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._step is not None:
            self._step.detail = f"{len(self._raw)} uitgevoerd"
            self.progress.end(self._step, ok=kind is None)
        if self._kernels is not None:
            self._kernels.close(hard=kind is not None)
        if self._drawer is not None and self._own_drawer:
            # Nobody waits for a browser to close, but the end of this program.
            threading.Thread(target=self._drawer.close).start()
        if self._undrawn and kind is None:
            self.progress.note(
                f"Let op: {len(self._undrawn)} figuren zijn niet getekend, omdat er geen (werkende)"
                " Chrome, Chromium of Edge is. In de PDF staat in plaats daarvan de tabel met "
                "dezelfde cijfers."
            )

    def abandon(self) -> None:
        """Nothing that still runs is wanted any more."""
        if self._kernels is not None:
            self._kernels.close(hard=True)

    def start(self, plans: list[Plan]) -> None:
        """Run the notebooks of ``plans`` that have to, and draw the figures of each after that."""
        for plan in longest_first(plans):
            if plan.run.id not in self._started and (self.force or plan.causes):
                self._run(plan)

    def _run(self, plan: Plan) -> None:
        from ivp.run.execute import Job, Kernels

        if self._kernels is None:
            self._kernels = Kernels(self.project, self.progress.note)
            self._step = self.progress.begin("Notitieboeken uitvoeren en figuren tekenen")
            if browser():
                self._draws().open()
        name = f"{plan.run.id}-{os.getpid()}.ipynb"
        target = self.project.cache / "uitgevoerd" / name
        given = {**plan.parameters, "invoer": str(plan.invoer)}
        job = Job(plan.run.id, plan.source, target, given, plan.invoer)
        self._started[plan.run.id] = self._kernels.submit(job, lambda _: self._done(plan, target))

    def _done(self, plan: Plan, target: Path) -> None:
        """As soon as the notebook is done, while others run: draw what it shows."""
        raw = target.read_bytes()
        target.unlink()
        self.store.put("notitieboeken", plan.key.digest, raw)
        self._raw[plan.run.id] = raw
        self.progress.say(f"Notitieboeken uitvoeren: {len(self._raw)} klaar ({plan.run.id})")
        self._images(json.loads(raw))

    def ready(self, plans: list[Plan]) -> Iterator[Plan]:
        """``plans``, each as soon as it can be finished; the one that failed before any that was
        not run for that reason."""
        running = {self._started[p.run.id]: p for p in plans if p.run.id in self._started}
        yield from (plan for plan in plans if plan.run.id not in self._started)
        for future in as_completed(running):
            if not future.cancelled():
                yield running[future]

    def finish(self, plan: Plan, prepared: Prepared) -> list[opendata.Download]:
        """Write what the book needs of ``plan`` to ``_executed/``; waits until it is there.

        Returns the downloads among it.
        """
        if plan.run.id in self._started:
            self._started[plan.run.id].result()
        look = prepared.looks[plan.run.id]
        finished = digest([plan.key.digest, plan.run.tekst, look, browser() is None])
        known = None if plan.run.id in self._started else self.store.get("klaar", finished)
        if known is None:
            found = self._make(plan, prepared)
            if not found["undrawn"] or browser() is None:  # a browser that failed may yet succeed
                kept = json.dumps(found, ensure_ascii=False)
                self.store.put("klaar", finished, kept.encode())
        else:
            found = json.loads(known)
        self._undrawn.update(found["undrawn"])
        self.kinds.update(found["kinds"])
        executed = self.project.executed
        write(executed / f"{plan.run.id}.ipynb", found["notebook"].encode())
        downloads = {name: base64.b64decode(raw) for name, raw in found["downloads"].items()}
        for name, content in downloads.items():
            write(executed / "downloads" / name, content)
        for name, content in found["images"].items():
            write(executed / "figuren" / name, content.encode())
        self.written |= {*downloads, *found["images"]}
        parts = json.dumps(plan.key.stamp, sort_keys=True, ensure_ascii=False)
        write(stamp_path(self.project, plan.run.id), parts.encode())
        return [opendata.Download.van(one, downloads) for one in found["open_data"]]

    def _make(self, plan: Plan, prepared: Prepared) -> dict[str, Any]:
        """Notebook, downloads and images as plain data, and the figures that are not drawn."""
        from ivp.run.finish import finish

        raw = self._raw.get(plan.run.id) or self.store.get("notitieboeken", plan.key.digest)
        if raw is None:  # it seemed to be in the store, but is damaged or was removed just now
            self._run(plan)
            try:
                self._started[plan.run.id].result()
            except CancelledError:  # for another that failed, which says so
                for other in self._started.values():
                    if not other.cancelled():
                        other.result()
                raise
            raw = self._raw[plan.run.id]
        notebook = json.loads(raw)
        images, wanted = self._images(notebook)
        page = f"{plan.run.tekst.removesuffix('.qmd')}.html"
        known = prepared.uitgave().met(plan.key.leveringen)
        made = finish(notebook, plan.run.id, page, plan.parameters, images, known)
        return {
            "notebook": json.dumps(made.notebook, ensure_ascii=False, indent=1, sort_keys=True),
            "downloads": {k: base64.b64encode(v).decode() for k, v in made.downloads.items()},
            "open_data": [one.beschrijving() for one in made.open_data],
            "images": {k: v.decode() for k, v in made.images.items()},
            "undrawn": sorted(wanted - set(images)),
            "kinds": sorted({kind for figure in made.figures for kind in figure.kinds}),
        }

    def _images(self, notebook: dict[str, Any]) -> tuple[dict[str, bytes], set[str]]:
        """The figures of a notebook as drawn, by key, and the keys of all."""
        from ivp.config import brand
        from ivp.run.finish import figures

        wanted = figures(notebook, brand.read(self.project))
        return self._draws().images(wanted), {figure.key for figure in wanted}

    def _draws(self) -> Drawer:
        if self._drawer is None:
            from ivp.run.static import Drawer

            self._drawer = Drawer(self.project, self.store, self.progress.note)
        return self._drawer


def _remove_leftovers(project: Project, plans: list[Plan], written: set[str]) -> None:
    """Remove what earlier runs made for chapters, figures and tables that no longer exist."""
    ids = {plan.run.id for plan in plans}
    for path in project.executed.glob("*.ipynb"):
        if path.stem not in ids and path.name not in GEMAAKT:
            path.unlink()
    for folder in ("downloads", "figuren"):
        for path in (project.executed / folder).glob("*"):
            if path.name not in written:
                path.unlink()

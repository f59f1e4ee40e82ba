"""The book from a clean copy: everything, nothing changed, one source revised, one sentence.

The plain way beside it is what one would write without this project's runner: check and compute in
one process, a loop of stock papermill calls, all figures drawn by kaleido in one browser, then
Pandoc and Typst once. It makes no downloads (it renders those of a book made before), seals and
searches nothing, and keeps nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import Line, best, seconds, times

ROOT = Path(__file__).resolve().parents[1]
PLAIN = """
import asyncio
import json
from pathlib import Path
import kaleido
import papermill
from ivp import book
from ivp.config import brand
from ivp.paths import Project
from ivp.run import browser, pipeline, workers
from ivp.run.finish import figures
from ivp.run.progress import Progress
from ivp.show.style import WIDTH
project = Project(Path.cwd())
chapters = pipeline.prepare(project, Progress(quiet=True)).chapters
workers.warm_up(project.root)  # for the environment that it sets
drawn = []
for chapter in chapters:
    target = project.cache / f"gewoon-{chapter.id}.ipynb"
    papermill.execute_notebook(
        str(project.root / chapter.notebook), str(target),
        parameters={**chapter.parameters, "invoer": str(chapter.input)},
        kernel_name="python3", progress_bar=False, cwd=str(project.notebooks),
    )
    for figure in figures(json.loads(target.read_text("utf-8")), brand.read(project)):
        size = {"format": "svg", "width": WIDTH, "height": figure.height}
        path = project.cache / f"gewoon-{len(drawn)}.svg"
        drawn.append({"fig": figure.data, "path": path, "opts": size})
async def draw():
    page = kaleido.PageGenerator(mathjax=False)  # which would be waited for
    async with kaleido.Kaleido(page_generator=page) as drawer:
        await drawer.write_fig_from_object(drawn, cancel_on_error=True)
if browser.browser():
    asyncio.run(draw())
book.render(project, project.root / "uit")
"""


def copy(target: Path) -> Path:
    """What a clone holds: the files that git tracks, with a commit of their own."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


def run(root: Path, *words: str, **more: str) -> None:
    """A command in ``root`` with the copy's own package; raises when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "IVP_PROJECT": "", **more}
    environment.pop("IVP_OPSLAG", None)
    done = subprocess.run(
        [sys.executable, *words], cwd=root, env=environment, check=False, capture_output=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())


def revise(root: Path, name: str, row: str) -> None:
    """Another value in the last row of a source that begins with ``row``, registered as is done."""
    package = root / "data" / "datapackage.json"
    content = json.loads(package.read_text("utf-8"))
    [resource] = [one for one in content["resources"] if one["name"] == name]
    path = root / "data" / resource["path"]
    lines = path.read_text("utf-8").splitlines()
    place = max(number for number, line in enumerate(lines) if line.startswith(row))
    head, _, last = lines[place].rpartition(",")
    lines[place] = f"{head},{int(last) + 1}"
    raw = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(raw)
    resource["bytes"] = len(raw)
    resource["hash"] = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    package.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def first_page(root: Path, page: str, words: str) -> float:
    """Seconds from the command until the new HTML of ``page`` stands there, complete."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ivp", "book", "--renderer", "ingebouwd", "--quiet"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "IVP_PROJECT": ""},
    )
    took = 0.0
    while process.poll() is None:
        if not took:
            for found in root.glob(f"_book*/{page}"):
                try:
                    took = time.perf_counter() - started if words in found.read_text() else took
                except OSError:
                    continue
        time.sleep(0.01)
    if process.returncode:
        raise RuntimeError("ivp book failed")
    return took or time.perf_counter() - started


def measure(rounds: int) -> list[Line]:
    """The lines of this table; ``ivp`` is started anew each time, as a user does."""
    book = ("-m", "ivp", "book", "--renderer", "ingebouwd", "--quiet")
    with tempfile.TemporaryDirectory(prefix="ivp-bench-") as folder:
        root = copy(Path(folder) / "boek")
        count = [0]

        def remove(*names: str) -> None:
            for name in names:
                shutil.rmtree(root / name, ignore_errors=True)

        def clean() -> None:
            remove(".cache", "_book", "_executed", "uit")

        def sentence() -> None:
            count[0] += 1
            path = root / "chapters" / "begrippen.qmd"
            path.write_text(f"{path.read_text('utf-8')}\nEen zin, nummer {count[0]}.\n", "utf-8")

        def timed(before: Callable[[], None]) -> float:
            return best(rounds, lambda: run(root, *book), before).wall

        run(root, *book)
        # _executed stays: the plain loop renders from it.
        plain = best(
            rounds,
            lambda: run(root, "-c", PLAIN, IVP_WERKERS="1"),
            lambda: remove(".cache", "_book", "uit"),
        ).wall
        full = timed(clean)
        nothing = timed(lambda: None)
        source = timed(lambda: revise(root, "verkeersongevallen", "letsel"))
        changed = timed(sentence)
        pages = []
        for _ in range(rounds):
            sentence()
            pages.append(
                first_page(root, "chapters/begrippen.html", f"Een zin, nummer {count[0]}.")
            )
        starting = best(rounds, lambda: run(root, "-m", "ivp", "--help")).wall
    html = min(pages)
    share = source / full
    return [
        Line(
            "full book, caches empty",
            seconds(full),
            f"plain loop {seconds(plain)}: {times(plain, full)}",
            "≤ 8 s and ≥ 5×",
            full <= 8 and plain / full >= 5,
        ),
        Line("nothing changed", seconds(nothing), times(full, nothing), "≤ 0.5 s", nothing <= 0.5),
        Line("one source revised", seconds(source), f"{share:.0%} of full", "≤ 30%", share <= 0.3),
        Line("one sentence, HTML page", seconds(html), "", "≤ 1.5 s", html <= 1.5),
        Line("one sentence, with the PDF", seconds(changed), "", "≤ 3 s", changed <= 3),
        Line("`ivp --help`", seconds(starting), "", "< 0.2 s", starting < 0.2),
    ]

"""The reference for analysts in ``_reference/``: what a notebook can call, and all charts.

``make reference`` builds it from the docstrings (pdoc), with a gallery of the kit's charts beside
the code that makes them (tools/gallery.py). The pages load nothing from elsewhere.
"""

from __future__ import annotations

import argparse
import html
import inspect
import pkgutil
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdoc
import pdoc.render
from pdoc.render_helpers import to_html

from ivp import show
from ivp.show import Picture, figures
from tools import gallery

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ivp.show", "ivp.indicators", "ivp.stats", "ivp.plan", "ivp.config.model")
"""The kit (``ivp.show.open_chapter`` has what a notebook opens), what is behind it, and params."""
PLOTLY = "assets/vendor/plotly-basic.min.js"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Gallery of charts</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto }}
body {{ padding: 0 1rem }}
section {{ margin: 3rem 0 }} pre {{ background: #f6f6f6; padding: 1rem; overflow-x: auto }}
.figure {{ max-width: 44rem }} .alt {{ color: #555 }}
{styles}
</style><script src="plotly.min.js"></script></head><body>
<h1>Gallery of charts</h1>
<p>Each kind of chart of <a href="ivp/show/figures.html"><code>ivp.show.figures</code></a>, from
invented numbers, with the code that makes it (<code>tools/gallery.py</code>). In a notebook
<code>rows</code> come from <code>h.rows(…)</code>. <a href="index.html">All modules</a>.</p>
<details><summary>The invented rows that the examples draw</summary>{invented}</details>
{sections}
</body></html>
"""
_SECTION = """<section id="{name}"><h2><a href="ivp/show/figures.html#{name}">{name}</a></h2>
{about}<div class="figure" id="figure-{name}"></div>
<script>Plotly.newPlot("figure-{name}", {data}, {{displayModeBar: false}})</script>
<p class="alt">{alt}</p>{code}</section>"""


def examples() -> Iterator[tuple[str, Callable[[], Picture]]]:
    """Each chart of the kit by its name, with the example that draws it.

    Raises ``AttributeError`` for a chart without an example in tools/gallery.py.
    """
    for name in figures.__all__:
        kind = inspect.signature(getattr(figures, name)).return_annotation
        if kind in (Picture, Picture.__name__):
            yield name, getattr(gallery, name)


def modules() -> list[str]:
    """The rooms; and the kit's modules by name, as pdoc takes only what ``__all__`` names."""
    return [*ROOMS, *(one.name for one in pkgutil.walk_packages(show.__path__, "ivp.show."))]


def build(folder: Path) -> None:
    """Write the reference into ``folder``, which is emptied first; ``index.html`` opens it."""
    shutil.rmtree(folder, ignore_errors=True)
    pdoc.render.configure(
        docformat="markdown", show_source=False, template_directory=ROOT / "tools/reference_pages"
    )
    with warnings.catch_warnings():
        # types that only mypy imports are shown as they are written
        warnings.filterwarnings("ignore", "Error parsing type annotation")
        pdoc.pdoc(*modules(), output_directory=folder)
    shutil.copyfile(ROOT / PLOTLY, folder / "plotly.min.js")
    sections = "\n".join(_section(name, example) for name, example in examples())
    styles = pdoc.render.env.get_template("syntax-highlighting.css").render()
    made_up = (gallery.definition, gallery.counted, gallery.region, gallery.wijken)
    invented = "".join(_code(function) for function in made_up)
    page = _PAGE.format(sections=sections, styles=styles, invented=invented)
    (folder / "gallery.html").write_text(page, encoding="utf-8")


def _section(name: str, example: Callable[[], Picture]) -> str:
    picture = example()
    about = inspect.getdoc(getattr(figures, name)) or ""
    return _SECTION.format(
        name=name,
        about=to_html(about),
        data=picture.figure.to_json(engine="json").replace("</", "<\\/"),
        alt=html.escape(picture.alt),
        code=_code(example),
    )


def _code(function: Callable[..., Any]) -> str:
    return str(to_html(f"```python\n{inspect.getsource(function)}```"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "_reference")
    build(parser.parse_args().folder)

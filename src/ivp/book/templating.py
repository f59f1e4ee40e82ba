"""The templates of the pages, of the PDF and of the style sheet: ``templates/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from ivp.config import colours

FOLDER = Path(__file__).with_name("templates")


@cache
def template(name: str) -> jinja2.Template:
    """The template in file ``name``; what is filled in HTML is escaped.

    Once: compiling a template takes as long as filling it in for some pages.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=name.endswith(".html.j2"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=not name.endswith(".html.j2"),
    )
    environment.filters |= {
        "blend": colours.meng,
        "contrasting": colours.met_contrast,
        "typst": typst_literal,
    }
    return environment.get_template(name)


def typst_literal(text: str) -> str:
    """``text`` as a Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'

"""One page from which every book can be found: search, tile map, list. It loads nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

from ivp.fleet.national import Gemeente
from ivp.store import write

_TEMPLATE = Path(__file__).with_name("overzicht.html.j2")


def write_page(folder: Path, gemeenten: Sequence[Gemeente], failures: Mapping[str, str]) -> Path:
    """Write ``index.html`` to ``folder``: those with a book link to it, those in ``failures``
    (code → cause) say why there is none."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    with_book = {
        g.code for g in gemeenten if (folder / g.code.lower() / "_book/index.html").is_file()
    }
    regions: dict[str, list[Gemeente]] = {}
    for gemeente in sorted(gemeenten, key=lambda g: (g.regio_naam, g.naam)):
        regions.setdefault(gemeente.regio_naam, []).append(gemeente)
    text = template.render(
        regions=regions,
        tiles=sorted(gemeenten, key=lambda g: (g.rij, g.kolom)),
        with_book=with_book,
        failures=failures,
    )
    path = folder / "index.html"
    write(path, text.encode())
    return path

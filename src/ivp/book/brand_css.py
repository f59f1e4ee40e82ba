"""``site_libs/ivp/merk.css``: the look of ``_brand.yml`` as custom properties, for both renderers.

Names are those of the NL Design System (its Utrecht components) where it has one; ours start with
``--ivp``. The dark values hold only where the page says that it has them
(``html.ivp-licht-donker``): Quarto's pages are always light.
"""

from __future__ import annotations

import json
from pathlib import Path

from ivp.book.templating import template
from ivp.config import colours
from ivp.config.brand import Merk
from ivp.paths import Project
from ivp.show import style
from ivp.store import write as write_file

CSS = "site_libs/ivp/merk.css"


def write(folder: Path, project: Project, merk: Merk) -> None:
    """Write the style sheet, and copy the letter and the logo that it needs."""
    dark = json.dumps(_dark_colours(merk), separators=(",", ":"))
    css = template("merk.css.j2").render(merk=merk, dark_colours=dark)
    write_file(folder / CSS, css.encode())
    for name in [face.pad for face in merk.snedes] + ([merk.logo.pad] if merk.logo else []):
        write_file(folder / name, (project.root / name).read_bytes())


def _dark_colours(merk: Merk) -> dict[str, str]:
    """Per colour of a figure on paper, the colour that it has on a dark page."""
    light, dark = style.brand_colours(merk), style.brand_colours(merk.donker)
    return {colours.normaal(light[name]): dark[name] for name in light if name != style.WHITE} | {
        colours.normaal(merk.background): merk.dark
    }

"""``site_libs/ivp/merk.css``: the look of ``_brand.yml`` as custom properties, for both renderers.

Names are those of the NL Design System (its Utrecht components) where it has one; ours start with
``--ivp``. The dark values hold only where the page says that it has them
(``html.ivp-licht-donker``): Quarto's pages are always light.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote

from ivp.config import colours
from ivp.config.brand import Merk
from ivp.paths import Project
from ivp.show import style

CSS = "site_libs/ivp/merk.css"
_SYSTEM = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif'


def write(folder: Path, project: Project, merk: Merk) -> None:
    """Write the style sheet, and copy the letter and the logo that it needs."""
    files = [face.pad for face in merk.snedes] + ([merk.logo.pad] if merk.logo else [])
    for name in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / name, target)
    target = folder / CSS
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(css(merk), "utf-8")


def css(merk: Merk) -> str:
    """The style sheet: letter, light properties, dark properties, and the colours of figures."""
    faces = "".join(
        f'@font-face {{ font-family: "{merk.letter}"; font-weight: {face.gewicht}; '
        f'font-style: {face.stijl}; font-display: swap; src: url("../../{quote(face.pad)}"); }}\n'
        for face in merk.snedes
    )
    both = {
        "utrecht-document-font-family": f'"{merk.letter}", {_SYSTEM}',
        "utrecht-document-line-height": "1.6",
        "utrecht-heading-font-weight": "600",
        "utrecht-focus-outline-style": "solid",
        "utrecht-focus-outline-width": "3px",
        "ivp-donker": f"'{json.dumps(dark_colours(merk), separators=(',', ':'))}'",
    }
    dark = _lines(_properties(merk.donker), "    ")
    return (
        f"/* Gemaakt uit _brand.yml; wijzig dat bestand. */\n{faces}"
        f":root {{\n{_lines({**both, **_properties(merk)}, '  ')}}}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root.ivp-licht-donker {{\n    color-scheme: dark;\n{dark}  }}\n}}\n"
    )


def dark_colours(merk: Merk) -> dict[str, str]:
    """Per colour of a figure on paper, the colour that it has on a dark page."""
    light, dark = style.brand_colours(merk), style.brand_colours(merk.donker)
    return {colours.normaal(light[name]): dark[name] for name in light if name != style.WHITE} | {
        colours.normaal(merk.background): merk.dark
    }


def _properties(merk: Merk) -> dict[str, str]:
    paper, text = merk.background, merk.foreground
    return {
        "utrecht-document-color": text,
        "utrecht-document-background-color": paper,
        "utrecht-link-color": merk.primary,
        "utrecht-focus-outline-color": merk.primary,
        "ivp-zacht": merk.secondary,
        "ivp-lijn": colours.meng(paper, text, 0.24),
        "ivp-rand": colours.met_contrast(colours.meng(paper, text, 0.4), paper, 3.2),
        "ivp-paneel": merk.light,
        "ivp-goed": merk.success,
        "ivp-fout": merk.danger,
        "ivp-let-op": merk.warning,
        "ivp-let-op-vlak": colours.meng(paper, merk.warning, 0.12),
        "ivp-let-op-tekst": colours.met_contrast(
            merk.warning, colours.meng(paper, merk.warning, 0.12), 7.0
        ),
    }


def _lines(properties: dict[str, str], indent: str) -> str:
    return "".join(f"{indent}--{name}: {value};\n" for name, value in properties.items())

"""Turn an executed notebook into what the book embeds (docs/architecture.md, Executed notebooks).

Only what went through ``ivp.show`` reaches the book: anything else that a labelled cell prints is
an error, and cells without a label lose their output.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass
from typing import Any

from ivp.config.brand import Merk
from ivp.errors import NotitieboekFout
from ivp.run.opendata import Download
from ivp.show import onderschrift, style
from ivp.show.display import MIME
from ivp.show.download import Gegevens, als_csv, als_xlsx
from ivp.show.onderschrift import Uitgave
from ivp.show.tables import md
from ivp.store import sha256

_OPTION = re.compile(r"^#\|\s*([\w-]+):\s*(.*)$")
_PARAMETER = re.compile(r"\{(\w+)\}")
_KINDS = {"figuur": "fig-", "tabel": "tbl-"}


@dataclass(frozen=True)
class Figure:
    """A figure as displayed, ready to be drawn: plotly's JSON with stable ids."""

    key: str
    data: dict[str, Any]

    @property
    def kinds(self) -> set[str]:
        """The types of plotly's traces in it."""
        return {str(trace.get("type", "scatter")) for trace in self.data.get("data", [])}

    @property
    def hoogte(self) -> int:
        """In CSS pixels; the width of the static image is ``ivp.show.style.WIDTH``."""
        return int(self.data.get("layout", {}).get("height", 360))


@dataclass(frozen=True)
class Finished:
    """The executed notebook for the book, and the downloads that it refers to."""

    notebook: dict[str, Any]
    downloads: dict[str, bytes]
    open_data: list[Download]
    images: dict[str, bytes]
    figures: list[Figure]


def figures(notebook: dict[str, Any], merk: Merk) -> list[Figure]:
    """The figures that an executed notebook displays, in the colours of ``merk``.

    The key follows from the content.
    """
    found = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(MIME)
            if content and content["soort"] == "figuur":
                found.append(_figure(content, merk))
    return found


def _figure(content: dict[str, Any], merk: Merk) -> Figure:
    data = style.in_brand(content["figuur"], style.brand_colours(merk))
    for number, trace in enumerate(data.get("data", [])):
        trace["uid"] = f"t{number}"
    return Figure(sha256(json.dumps(data, sort_keys=True)), data)


def finish(
    notebook: dict[str, Any],
    run_id: str,
    pagina: str,
    parameters: dict[str, Any],
    images: dict[str, bytes],
    uitgave: Uitgave,
) -> Finished:
    """Make ``notebook`` (nbformat 4 as a dict) ready to embed in ``pagina`` of ``uitgave``.

    ``images`` maps a figure's key to its SVG; figures without one get their table in the PDF.
    Raises ``NotitieboekFout`` for a labelled cell that shows nothing, more than one thing, or
    something that did not go through ``ivp.show``, and for a label that is used twice.
    """
    downloads: dict[str, bytes] = {}
    open_data: list[Download] = []
    used_images: dict[str, bytes] = {}
    shown: list[Figure] = []
    cells: list[dict[str, Any]] = []
    seen: set[str] = set()
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        options, code = _split("".join(cell["source"]))
        label = _PARAMETER.sub(
            lambda match: str(parameters.get(match.group(1), match.group(0))),
            options.pop("label", ""),
        )
        if not label:
            continue
        if label in seen:
            raise _error(run_id, label, "Dit label komt twee keer voor")
        seen.add(label)
        content = _content(cell, run_id, label)
        expected = _KINDS.get(content["soort"])
        if expected and not label.startswith(expected):
            raise _error(
                run_id, label, f"Het label van een {content['soort']} begint met {expected}"
            )
        name = f"{run_id}-{label}"
        options = {"label": label, **options, "echo": "false"}
        below = ""
        if "gegevens" in content:
            below = onderschrift.blok(content, uitgave, pagina, label, name)
            open_data.append(_download(content, uitgave, pagina, label, name))
            downloads |= open_data[-1].bestanden()
        if content["soort"] == "figuur":
            figure = _figure(content, uitgave.merk)
            shown.append(figure)
            image = images.get(figure.key)
            if image:
                used_images[f"{name}.svg"] = image
            options |= {
                "fig-cap": _quote(md(content["bijschrift"])),
                "fig-alt": _quote(content["alt"]),
            }
            data: dict[str, Any] = {
                "text/html": _lines(_figure_html(content, figure, label, name, image, below))
            }
            if image:
                data["image/svg+xml"] = _lines(image.decode())
            else:
                data["text/markdown"] = _lines(content["markdown"])
        elif content["soort"] == "onderdeel":
            data = {
                "text/html": _lines(part_html(content)),
                "text/markdown": _lines(content["markdown"]),
            }
        elif content["soort"] == "bestanden":
            for file in content["bestanden"]:
                downloads[f"{run_id}-{file['naam']}"] = base64.b64decode(file["inhoud"])
            data = {"text/markdown": _lines(_screen_only(_file_links(content, run_id)))}
        else:
            markdown = content["markdown"]
            if content["soort"] == "tabel":
                options["tbl-cap"] = _quote(md(content["bijschrift"]))
                markdown += _screen_only(below)
            data = {"text/markdown": _lines(markdown)}
        header = "".join(f"#| {key}: {value}\n" for key, value in options.items())
        cells.append(
            {
                "cell_type": "code",
                "id": sha256(name)[:8],
                "metadata": {},
                "execution_count": None,
                "source": _lines(header + code),
                "outputs": [{"output_type": "display_data", "metadata": {}, "data": data}],
            }
        )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    result = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return Finished(result, downloads, open_data, used_images, shown)


def _download(
    content: dict[str, Any], uitgave: Uitgave, pagina: str, label: str, name: str
) -> Download:
    rows = Gegevens.model_validate(content["gegevens"])
    about = onderschrift.toelichting(content, uitgave, pagina, label)
    return Download(
        bestand=name,
        pagina=pagina,
        label=label,
        titel=content["titel"],
        voorbeeld=content["voorbeeld"],
        bronnen=tuple(content["bronnen"]),
        gegevens=rows,
        csv=als_csv(rows),
        xlsx=als_xlsx(rows, about),
    )


def _split(source: str) -> tuple[dict[str, str], str]:
    """The ``#|`` options at the top of a cell, and the code below them."""
    options: dict[str, str] = {}
    lines = source.splitlines(keepends=True)
    while lines and (match := _OPTION.match(lines[0])):
        options[match.group(1)] = match.group(2).strip()
        lines.pop(0)
    return options, "".join(lines)


def _content(cell: dict[str, Any], run_id: str, label: str) -> dict[str, Any]:
    shown: list[dict[str, Any]] = []
    for output in cell.get("outputs", []):
        content = output.get("data", {}).get(MIME)
        if content is None:
            text = "".join(output.get("text", [])) or ", ".join(output.get("data", {}))
            raise _error(run_id, label, f"Deze cel toont iets buiten ivp.show om: {text[:200]}")
        shown.append(content)
    if len(shown) != 1:
        raise _error(run_id, label, f"Deze cel hoort één ding te tonen, maar toont er {len(shown)}")
    return shown[0]


def _error(run_id: str, label: str, what: str) -> NotitieboekFout:
    return NotitieboekFout(
        what,
        waar=f"hoofdstuk {run_id}, cel {label}",
        waarom="alleen wat via ivp.show wordt getoond, komt gecontroleerd in het boek",
        doe="laat de analist de cel herstellen",
    )


def _figure_html(
    content: dict[str, Any],
    figure: Figure,
    label: str,
    name: str,
    image: bytes | None,
    below: str,
) -> str:
    """The figure for the screen: static image (if any), data for plotly, table, and ``below``."""
    data = _json(figure.data)
    alt = html.escape(content["alt"])
    static = (
        f'<img class="ivp-statisch" src="/_executed/figuren/{name}.svg" alt="{alt}" '
        f'loading="lazy" width="{style.WIDTH}" height="{figure.hoogte}">'
        if image
        else ""
    )
    mark = _mark(content)
    region = html.escape(f"Cijfers bij: {content['titel']}").replace("{{", "{ {")
    return (
        f'<div class="ivp-figuur" data-figuur="{label}">{mark}'
        f'<div class="ivp-plot" data-alt="{alt}">{static}</div>'
        f'<script type="application/json">{data}</script>'
        f'<details class="ivp-tabel"><summary>Toon als tabel</summary>'
        f'<div class="tabelvak" role="region" tabindex="0" aria-label="{region}">'
        f"{content['html']}</div></details>{below}</div>"
    )


def _json(data: Any) -> str:
    """``data`` for inside a script element."""
    # "<" would end the script element or start a shortcode; in JSON it may be written as an escape.
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("{{", "{ {")


def part_html(content: dict[str, Any]) -> str:
    """What a script of the book takes over, complete without it."""
    return (
        f'<div class="ivp-{content["naam"]}">{content["html"]}'
        f'<script type="application/json">{_json(content["inhoud"])}</script></div>'
    )


def _file_links(content: dict[str, Any], run_id: str) -> str:
    folder = f"{onderschrift.DOWNLOADS}/{run_id}-"
    links = [
        f'<li><a href="{html.escape(folder + file["naam"])}" download>'
        f"{html.escape(file['tekst'])}</a></li>"
        for file in content["bestanden"]
    ]
    return f'<ul class="ivp-bestanden">{"".join(links)}</ul>'.replace("{{", "{&#123;")


def _mark(content: dict[str, Any]) -> str:
    text = "Voorbeeldcijfers: deze cijfers zijn niet echt"
    return f'<p class="voorbeeldcijfers">{text}</p>' if content["voorbeeld"] else ""


def _screen_only(block: str) -> str:
    """Markdown for ``block``, a line of HTML that has no meaning on paper."""
    raw = f"```{{=html}}\n{block}\n```"
    return f'\n\n::: {{.content-visible when-format="html"}}\n\n{raw}\n\n:::\n'


def _quote(text: str) -> str:
    """``text`` as a YAML double-quoted scalar: one line, printable, no shortcode."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return json.dumps(" ".join(plain.split()).replace("{{", "{ {"), ensure_ascii=False)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)

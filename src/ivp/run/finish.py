"""Turn an executed notebook into what the book embeds (docs/architecture.md, Executed notebooks).

Only what went through ``ivp.show`` reaches the book: anything else that a labelled cell prints is
an error, and cells without a label lose their output.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass, field
from typing import Any

from ivp.config import Chapter
from ivp.config.brand import Merk
from ivp.errors import NotitieboekFout
from ivp.run.open_data import Download
from ivp.show import style
from ivp.show.display import MIME, Shown
from ivp.show.downloads import as_csv, as_xlsx
from ivp.show.figure_notes import DOWNLOADS, Imprint, block, notes_in_words
from ivp.show.tables import md
from ivp.store import sha256

_OPTION = re.compile(r"^#\|\s*([\w-]+):\s*(.*)$")
_PARAMETER = re.compile(r"\{(\w+)\}")
_KINDS = {"figure": ("figuur", "fig-"), "table": ("tabel", "tbl-")}
"""What a figure and a table are called, and how their label begins."""


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
    def height(self) -> int:
        """In CSS pixels; the width of the static image is ``ivp.show.style.WIDTH``."""
        return int(self.data.get("layout", {}).get("height", 360))


@dataclass
class Finished:
    """What the book gets of a chapter: ``files`` by their path in ``_executed/``, and about them.

    ``undrawn``: the figures without an image; ``kinds``: the types of plotly's traces in all.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    open_data: list[Download] = field(default_factory=list)
    undrawn: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        """All of it, for ``from_json``."""
        coded = {name: base64.b64encode(raw).decode() for name, raw in self.files.items()}
        about = [one.model_dump(mode="json") for one in self.open_data]
        plain = {"undrawn": self.undrawn, "kinds": self.kinds, "open_data": about, "files": coded}
        return json.dumps(plain, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Finished:
        """What ``to_json`` wrote."""
        plain = json.loads(raw)
        files = {name: base64.b64decode(coded) for name, coded in plain["files"].items()}
        about = [Download.model_validate(one) for one in plain["open_data"]]
        return cls(files, about, plain["undrawn"], plain["kinds"])


def figures(notebook: dict[str, Any], merk: Merk) -> list[Figure]:
    """The figures that an executed notebook displays, in the colours of ``merk``.

    The key follows from the content.
    """
    found = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(MIME)
            if content and content["kind"] == "figure":
                found.append(_figure(content["data"], merk))
    return found


def _figure(drawn: dict[str, Any], merk: Merk) -> Figure:
    data = style.in_brand(drawn, style.brand_colours(merk))
    for number, trace in enumerate(data.get("data", [])):
        trace["uid"] = f"t{number}"
    return Figure(sha256(json.dumps(data, sort_keys=True)), data)


def finish(
    notebook: dict[str, Any], chapter: Chapter, images: dict[str, bytes], edition: Imprint
) -> Finished:
    """Make the executed ``notebook`` (nbformat 4 as a dict) of ``chapter`` ready to embed.

    ``images`` maps a figure's key to its SVG; figures without one get their table in the PDF.
    Raises ``NotitieboekFout`` for a labelled cell that shows nothing, more than one thing, or
    something that did not go through ``ivp.show``, and for a label that is used twice.
    """
    made = Finished()
    cells: list[dict[str, Any]] = []
    seen: set[str] = set()
    for cell in notebook["cells"]:
        options, code = _split("".join(cell["source"]))
        label = _PARAMETER.sub(
            lambda match: str(chapter.parameters.get(match.group(1), match.group(0))),
            options.pop("label", ""),
        )
        if cell["cell_type"] != "code" or not label:
            continue
        if label in seen:
            raise _error(chapter.id, label, "Dit label komt twee keer voor")
        seen.add(label)
        content = _content(cell, chapter.id, label)
        shown, more = _shown(content, chapter, label, images, edition, made)
        options = {"label": label, **options, "echo": "false", **more}
        header = "".join(f"#| {key}: {value}\n" for key, value in options.items())
        data = {mime: _lines(text) for mime, text in shown.items()}
        cells.append(
            {
                "cell_type": "code",
                "id": sha256(f"{chapter.id}-{label}")[:8],
                "metadata": {},
                "execution_count": None,
                "source": _lines(header + code),
                "outputs": [{"output_type": "display_data", "metadata": {}, "data": data}],
            }
        )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    result = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
    made.files[f"{chapter.id}.ipynb"] = text.encode()
    made.kinds = sorted(set(made.kinds))
    return made


def _shown(
    content: Shown,
    chapter: Chapter,
    label: str,
    images: dict[str, bytes],
    edition: Imprint,
    made: Finished,
) -> tuple[dict[str, str], dict[str, str]]:
    """What a cell shows in the book, by MIME type, and the options of the cell that follow from it.

    Its downloads and image are added to ``made``.
    """
    name = f"{chapter.id}-{label}"
    page = f"{chapter.text.removesuffix('.qmd')}.html"
    below = ""
    if notes := content.notes:
        below = block(notes, edition, page, label, name)
        about = notes_in_words(notes, edition, page, label)
        made.files[f"downloads/{name}.csv"] = as_csv(notes.rows)
        made.files[f"downloads/{name}.xlsx"] = as_xlsx(notes.rows, about)
        made.open_data.append(Download(name=name, page=page, label=label, notes=notes))
    match content.kind:
        case "figure":
            figure = _figure(content.data, edition.brand)
            made.kinds += figure.kinds
            image = images.get(figure.key)
            screen = _figure_html(content, figure, label, name, image, below)
            if image:
                made.files[f"figuren/{name}.svg"] = image
                shown = {"text/html": screen, "image/svg+xml": image.decode()}
            else:
                made.undrawn.append(figure.key)
                shown = {"text/html": screen, "text/markdown": content.markdown}
            caption = _quote(md(content.caption))
            return shown, {"fig-cap": caption, "fig-alt": _quote(content.alt)}
        case "table":
            markdown = content.markdown + _screen_only(below)
            return {"text/markdown": markdown}, {"tbl-cap": _quote(md(content.caption))}
        case "part":
            return {"text/html": part_html(content), "text/markdown": content.markdown}, {}
        case "files":
            for file in content.files:
                path = f"downloads/{chapter.id}-{file.name}"
                made.files[path] = base64.b64decode(file.content)
            return {"text/markdown": _screen_only(_file_links(content, chapter.id))}, {}
        case "text":
            return {"text/markdown": content.markdown}, {}


def _split(source: str) -> tuple[dict[str, str], str]:
    """The ``#|`` options at the top of a cell, and the code below them."""
    options: dict[str, str] = {}
    lines = source.splitlines(keepends=True)
    while lines and (match := _OPTION.match(lines[0])):
        options[match.group(1)] = match.group(2).strip()
        lines.pop(0)
    return options, "".join(lines)


def _content(cell: dict[str, Any], chapter_id: str, label: str) -> Shown:
    shown: list[Shown] = []
    for output in cell.get("outputs", []):
        content = output.get("data", {}).get(MIME)
        if content is None:
            text = "".join(output.get("text", [])) or ", ".join(output.get("data", {}))
            raise _error(chapter_id, label, f"Deze cel toont iets buiten ivp.show om: {text[:200]}")
        shown.append(Shown.model_validate(content))
    if len(shown) != 1:
        what = f"Deze cel hoort één ding te tonen, maar toont er {len(shown)}"
        raise _error(chapter_id, label, what)
    word, start = _KINDS.get(shown[0].kind, ("", ""))
    if not label.startswith(start):
        raise _error(chapter_id, label, f"Het label van een {word} begint met {start}")
    return shown[0]


def _error(chapter_id: str, label: str, what: str) -> NotitieboekFout:
    return NotitieboekFout(
        what,
        waar=f"hoofdstuk {chapter_id}, cel {label}",
        waarom="alleen wat via ivp.show wordt getoond, komt gecontroleerd in het boek",
        doe="laat de analist de cel herstellen",
    )


def _figure_html(
    content: Shown,
    figure: Figure,
    label: str,
    name: str,
    image: bytes | None,
    below: str,
) -> str:
    """The figure for the screen: static image (if any), data for plotly, table, and ``below``."""
    data = _json(figure.data)
    alt = html.escape(content.alt)
    static = (
        f'<img class="ivp-statisch" src="/_executed/figuren/{name}.svg" alt="{alt}" '
        f'loading="lazy" width="{style.WIDTH}" height="{figure.height}">'
        if image
        else ""
    )
    notes = content.notes
    mark, title = (_mark(notes.example), notes.title) if notes else ("", "")
    region = html.escape(f"Cijfers bij: {title}").replace("{{", "{ {")
    return (
        f'<div class="ivp-figuur" data-figuur="{label}">{mark}'
        f'<div class="ivp-plot" data-alt="{alt}">{static}</div>'
        f'<script type="application/json">{data}</script>'
        f'<details class="ivp-tabel"><summary>Toon als tabel</summary>'
        f'<div class="tabelvak" role="region" tabindex="0" aria-label="{region}">'
        f"{content.html}</div></details>{below}</div>"
    )


def _json(data: Any) -> str:
    """``data`` for inside a script element."""
    # "<" would end the script element or start a shortcode; in JSON it may be written as an escape.
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("{{", "{ {")


def part_html(content: Shown) -> str:
    """What a script of the book takes over, complete without it."""
    return (
        f'<div class="ivp-{content.name}">{content.html}'
        f'<script type="application/json">{_json(content.data)}</script></div>'
    )


def _file_links(content: Shown, chapter_id: str) -> str:
    folder = f"{DOWNLOADS}/{chapter_id}-"
    links = [
        f'<li><a href="{html.escape(folder + file.name)}" download>'
        f"{html.escape(file.words)}</a></li>"
        for file in content.files
    ]
    return f'<ul class="ivp-bestanden">{"".join(links)}</ul>'.replace("{{", "{&#123;")


def _mark(example: bool) -> str:
    text = "Voorbeeldcijfers: deze cijfers zijn niet echt"
    return f'<p class="voorbeeldcijfers">{text}</p>' if example else ""


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

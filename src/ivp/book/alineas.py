"""For reviewers of a concept: a number and a link at every paragraph, and a way to react to it.

They are there when ``params/boek.yml`` has ``editie.reacties``. A reaction needs no server: it is a
mail or an issue with the place already filled in. Number and link are drawn by the style sheet, so
that neither search nor a comparison reads them as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_TAG = re.compile(r"<(/?)(main|figure|details|table|nav|aside|p)\b([^>]*)>", re.I)
_KLASSE = "ivp-alinea"


def nummer(page: str, name: str, editie: Mapping[str, Any]) -> str:
    """``page`` (HTML of page ``name``) with its paragraphs numbered; twice changes nothing.

    ``editie`` as in ``_variables.yml``: ``nummer``, and ``reacties``, a ``mailto:`` or ``https:``
    address or nothing. Paragraphs in figures, tables and details are left alone.
    """
    if f'class="{_KLASSE}"' in page:
        return page
    inside, shut, number, opened = False, 0, 0, False
    parts, last = [], 0
    for tag in _TAG.finditer(page):
        closing, kind, attributes = bool(tag[1]), tag[2].lower(), tag[3]
        if kind == "main":
            inside = not closing
        elif kind != "p":
            shut = max(0, shut - 1) if closing else shut + 1
        elif inside and not shut and not closing and not re.search(r"\b(?:id|class)=", attributes):
            number += 1
            opened = True
            parts += [page[last : tag.start()], f'<p id="al-{number}"{attributes}>']
            last = tag.end()
        elif closing and opened:
            opened = False
            parts += [page[last : tag.start()], _links(name, number, editie)]
            last = tag.start()
    return "".join([*parts, page[last:]])


def _links(name: str, number: int, editie: Mapping[str, Any]) -> str:
    links = f'<a class="{_KLASSE}" href="#al-{number}" aria-label="Alinea {number}"></a>'
    address = str(editie.get("reacties") or "")
    if address.startswith(("mailto:", "https://")):
        place = f"{name}#al-{number}"
        edition = str(editie.get("nummer", ""))
        subject = quote(f"Reactie op {place} (editie {edition})")
        body = quote(f"Plaats: {place}\nEditie: {edition}\n\nReactie:\n")
        title = "subject" if address.startswith("mailto:") else "title"
        url = html.escape(f"{address}?{title}={subject}&body={body}")
        links += f'<a class="ivp-reageer" href="{url}" aria-label="Reageer op alinea {number}"></a>'
    return links

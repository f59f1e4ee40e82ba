"""Does everything in the finished book lead somewhere?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)


def check_links(folder: Path) -> list[str]:
    """Internal links, anchors, images, scripts and styles that lead nowhere, as Dutch sentences.

    Links to other sites are not followed. An empty list means that all is well.
    """
    pages = {file.resolve(): _parse(file) for file in sorted(folder.rglob("*.html"))}
    anchors = {file: _anchors(root) for file, root in pages.items()}
    problems = []
    for file, root in pages.items():
        name = file.relative_to(folder.resolve()).as_posix()
        for address in sorted(_addresses(root)):
            path, fragment = unquote(urlsplit(address).path), unquote(urlsplit(address).fragment)
            target = (file.parent / path).resolve() if path else file
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                problems.append(f"{name}: {address} bestaat niet")
            elif fragment and target in anchors and fragment not in anchors[target]:
                problems.append(f"{name}: {address} wijst naar een plek die niet bestaat")
    return problems


def _parse(file: Path) -> Any:
    return lxml_html.document_fromstring(file.read_text("utf-8"))


def _anchors(root: Any) -> set[str]:
    return {str(value) for value in root.xpath("//@id | //a/@name")}


def _addresses(root: Any) -> set[str]:
    found = root.xpath("//@href | //@src | //object/@data")
    return {
        str(value).strip()
        for value in found
        if str(value).strip() not in ("", "#") and not _ELSEWHERE.match(str(value).strip())
    }

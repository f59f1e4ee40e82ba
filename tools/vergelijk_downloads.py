"""Download every CSV and XLSX of the finished book and compare it with what its figure shows.

``python tools/vergelijk_downloads.py [folder of the book]`` serves the book on this machine, opens
every page as a reader would, fetches the files under each figure and table, and compares: the CSV
with the figure's own data and with its table on the page, and the XLSX with the CSV. Ends with 1
when something differs, and says where.
"""

from __future__ import annotations

import csv
import functools
import http.server
import io
import json
import math
import re
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import openpyxl
from bs4 import BeautifulSoup

NUMBER = re.compile(r"[-−]?\d[\d.]*(?:,\d+)?")
LAST = "Bron en status"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def main(folder: Path) -> int:
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    counts = {"figuur": 0, "tabel": 0}
    problems: list[str] = []
    for page in sorted(folder.rglob("*.html")):
        url = urljoin(base, page.relative_to(folder).as_posix())
        soup = BeautifulSoup(fetch(url), "lxml")
        for block in soup.select(".ivp-gegevens"):
            links = [urljoin(url, a["href"]) for a in block.select(".ivp-download a")]
            head, *rows = csv.reader(io.StringIO(fetch(links[0]).decode("utf-8-sig")))
            figure = block.find_parent(class_="ivp-figuur")
            counts["figuur" if figure else "tabel"] += 1
            found = [*workbook(fetch(links[1]), head, rows)]
            if figure:
                found += [*against_figure(figure, head, rows)]
                found += [*against_table(figure.select_one(".ivp-tabel table"), head, rows)]
            else:
                float_ = block.find_parent("figure")
                found += [*against_table(float_.find("table"), head, rows)]
            problems += [f"{links[0].removeprefix(base)}: {problem}" for problem in found]
    server.shutdown()
    for problem in problems:
        print(problem)
    print(f"{counts['figuur']} figuren en {counts['tabel']} tabellen vergeleken met hun downloads; "
          f"{len(problems)} verschillen.")  # fmt: skip
    return 1 if problems or not counts["figuur"] else 0


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def workbook(raw: bytes, head: list[str], rows: list[list[str]]) -> Iterator[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["Cijfers"]
    cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    if len(cells) != len(rows) + 1 or [str(name) for name in cells[0]] != head:
        yield "de XLSX heeft andere rijen of kolommen dan de CSV"
        return
    for number, (row, texts) in enumerate(zip(cells[1:], rows, strict=True), 2):
        for value, text in zip(row, texts, strict=True):
            same = same_number(value, text) if isinstance(value, int | float) else None
            if not (same if same is not None else (value or "") == text):
                yield f"rij {number}: {value!r} in de XLSX, {text!r} in de CSV"


def same_number(value: float, text: str) -> bool:
    number = plain(text)
    return number is not None and math.isclose(value, number, rel_tol=1e-12)


def plain(text: str) -> float | None:
    """A number as a CSV writes it."""
    try:
        return float(text)
    except ValueError:
        return None


def dutch(text: str) -> tuple[float, int] | None:
    """A number as the page shows it, with its decimals; ``None`` for words."""
    bare = text.strip().removesuffix("%").replace("−", "-").removeprefix("+")
    if not re.fullmatch(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?", bare):
        return None
    places = len(bare.partition(",")[2])
    return float(bare.replace(".", "").replace(",", ".")), places


def rounds_to(number: float, shown: tuple[float, int]) -> bool:
    return abs(number - shown[0]) <= 0.5 * 10 ** -shown[1] + 1e-9


def against_table(table: Any, head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Cell by cell, when the table has the columns of the download (which may say more)."""
    shown = [[c.get_text(" ", strip=True) for c in r.find_all(["th", "td"])] for r in table("tr")]
    names = [name for name in head if name != LAST]
    if shown[0] != names or len(shown) != len(rows) + 1:
        if table.find_parent(class_="ivp-tabel"):
            yield f"de tabel toont andere kolommen of rijen: {shown[0]} en {names}"
        return
    for number, (cells, texts) in enumerate(zip(shown[1:], rows, strict=True), 2):
        for name, cell, text in zip(names, cells, texts, strict=False):
            value, seen = plain(text), dutch(cell)
            if value is not None and seen is not None:
                same = rounds_to(value, seen)
            else:
                same = squeezed(cell) == squeezed(text or "onbekend") or shortened(cell, text)
            if not same:
                yield f"rij {number}, {name}: {cell!r} op de pagina, {text!r} in de CSV"


def squeezed(text: str) -> str:
    return "".join(text.removeprefix("'").replace("’", "'").split())


def shortened(cell: str, text: str) -> bool:
    """The page shows the beginning of a long checksum; the download has all of it."""
    return bool(re.fullmatch(r"[0-9a-f]{12}", cell)) and text.startswith(cell)


def against_figure(figure: Any, head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Every number of the download is drawn or written in the figure, column by column."""
    data = json.loads(figure.find("script", type="application/json").string)
    exact, written = set(), []
    for trace in data["data"]:
        for number in drawn(trace):
            exact.add(f"{number:.9g}")
    for text in texts(data):
        written += [seen for m in NUMBER.findall(text) if (seen := dutch(m.rstrip(".")))]
    whole = 0
    for name, column in zip(head, zip(*rows, strict=True), strict=True):
        values = {
            i: value for i, text in enumerate(column, 2) if (value := plain(text)) is not None
        }
        missing = [
            i
            for i, value in values.items()
            if f"{value:.9g}" not in exact and not any(rounds_to(value, seen) for seen in written)
        ]
        whole += bool(values) and not missing
        if len(missing) * 2 > len(values):
            continue  # a column that goes with the figure and is not drawn, such as a denominator
        for i in missing:
            yield f"rij {i}, {name}: {column[i - 2]} staat niet in de figuur"
    if not whole and any(plain(text) is not None for row in rows for text in row):
        yield "geen enkele kolom met getallen staat in de figuur"


def drawn(trace: dict[str, Any]) -> Iterator[float]:
    """The numbers of a trace: its coordinates, and the ends of its bars and error bars."""
    axes = {axis: list(numbers(trace.get(axis))) for axis in ("x", "y")}
    for values in axes.values():
        yield from values
    for base, length in zip(numbers(trace.get("base")), axes["x"], strict=False):
        yield base + length
    for axis in ("x", "y"):
        error = trace.get(f"error_{axis}") or {}
        for sign, name in ((1, "array"), (-1, "arrayminus")):
            for centre, size in zip(axes[axis], numbers(error.get(name)), strict=False):
                yield centre + sign * size


def numbers(values: Any) -> Iterator[float]:
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield value


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield re.sub(r"<[^>]*>", " ", node)
    for value in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    ):
        yield from texts(value)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "_book")))

"""What documents say is in the code is there: modules, files and folders that they name."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/bronnen.md",
    "docs/handleiding.md",
    "docs/methode.md",
    "tests/notebooks/README.md",
)
MADE = (
    "_",
    "wijzigingen.md",
    "screenshots/",
    ".",
    "data/",
    "downloads/",
    "x.",
    "notebooks/x",
    "chapters/x",
)
"""What is made while the project is used, and names that stand for any name."""
EXAMPLES = {"params/gemeenten/hoorn.yml", "params/plannen/hoorn.yml", "project/", "project/data/"}


NAMES = re.compile(
    r"`(ivp(?:\.\w+)+|[\w./-]+\.(?:py|md|yml|j2|js|css|lua|typ|lock|qmd)|(?:\w+/)+)`"
)
"""Modules, files with a suffix, and folders."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(root: Path, document: str) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    files = [name for name in listed if name and (root / name).is_file()]
    folders = {f"/{folder}/" for name in files for folder in Path(name).parents}
    places = {f"/{name}" for name in files} | folders
    text = (root / document).read_text("utf-8")

    def there(name: str) -> bool:
        if name.startswith(MADE) or name in EXAMPLES:
            return True
        if not name.startswith("ivp."):
            return any(place.endswith("/" + name) for place in places)
        parts = name.split(".")
        for end in range(len(parts), 1, -1):
            module = root.joinpath("src", *parts[:end])
            source = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
            if source.is_file():
                return end == len(parts) or parts[end] in source.read_text("utf-8")
        return False

    assert [name for name in NAMES.findall(text) if not there(name)] == []


def test_the_functions_that_a_figure_is_followed_through_are_there(root: Path) -> None:
    """``module.name``, in the part of the architecture that follows one cell to its page."""
    sources: dict[str, str] = {}
    for path in (root / "src/ivp").rglob("*.py"):
        name = path.parent.name if path.stem == "__init__" else path.stem
        sources[name] = sources.get(name, "") + path.read_text("utf-8")
    text = (root / "docs/architecture.md").read_text("utf-8")
    text = text.partition("## One cell")[2].partition("\n## ")[0]
    suffixes = {"py", "md", "yml", "json", "js", "qmd", "csv", "html"}
    found = [
        (module, name)
        for module, name in re.findall(r"`(?:\w+\.)*(\w+)\.(\w+)[`(]", text)
        if module in sources and name not in suffixes
    ]
    assert len(found) > 12
    assert [one for one in found if not re.search(rf"\b{one[1]}\b", sources[one[0]])] == []

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

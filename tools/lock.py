"""Derive ``requirements.lock`` and ``environment.yml`` from ``pyproject.toml``: ``make lock``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The extras stay in the lock: pip before 23.3 takes another version for `coverage[toml]` than
# for the locked `coverage`, as soon as there is a newer one.
LOCK = (
    "pip", "compile", "pyproject.toml", "--group", "dev", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-strip-extras", "--no-header", "--no-emit-index-url", "--quiet",
    "-o", "requirements.lock",
)  # fmt: skip
# What an analyst needs from the developers' group.
FROM_DEV = ("nbval", "pytest")
# conda-forge has these under another name …
CONDA_NAMES = {"typst": "typst-py", "quarto-cli": "quarto"}
# … and these not at all (the wheel with Pandoc in it), or not for certain.
PIP_ONLY = ("feedgen", "pymcdm", "pypandoc_binary", "rocrate", "textstat")


def wanted(project: dict[str, Any]) -> dict[str, str]:
    """Package name → version range, of everything that belongs in ``environment.yml``."""
    extras = project["project"]["optional-dependencies"].values()
    dev = dict(map(split, project["dependency-groups"]["dev"]))
    lines = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return {**dict(map(split, lines)), **{name: dev[name] for name in FROM_DEV}}


def split(requirement: str) -> tuple[str, str]:
    """``("pandas", ">=3.1,<4")`` of ``"pandas>=3.1,<4"``."""
    match = re.fullmatch(r"([A-Za-z0-9_.-]+?)\s*([<>=!~].*)?", requirement)
    if match is None:
        raise ValueError(requirement)
    return match[1], match[2] or ""


def environment(project: dict[str, Any]) -> str:
    """The text of ``environment.yml``."""
    packages = wanted(project)
    conda = {CONDA_NAMES.get(n, n): spec for n, spec in packages.items() if n not in PIP_ONLY}
    conda |= {"python": project["project"]["requires-python"], "pip": "", "make": ""}
    lines = [
        "# Gemaakt door `make lock` uit pyproject.toml; wijzig het daar.",
        "# conda env create -f environment.yml; conda activate ivp; quarto render",
        "name: ivp",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        *(f'  - "{name}{conda[name]}"' for name in sorted(conda)),
        "  - pip:",
        *(f'      - "{name}{packages[name]}"' for name in PIP_ONLY),
    ]
    return "\n".join(lines) + "\n"


def uv(folder: Path) -> str:
    """uv, from the path or else installed in ``folder``."""
    found = shutil.which("uv")
    if found:
        return found
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
    return str(python.with_name("uv.exe" if sys.platform == "win32" else "uv"))


def main() -> None:
    """Write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (ROOT / "environment.yml").write_text(environment(project), encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([uv(Path(folder)), *LOCK], check=True, cwd=ROOT)
    print("requirements.lock en environment.yml zijn bijgewerkt.")


if __name__ == "__main__":
    main()

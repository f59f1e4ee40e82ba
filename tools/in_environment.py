"""Run Python with the project's own environment, from whatever Python this was started with.

``python3 tools/in_environment.py -m ivp check``. Quarto starts its scripts with the Python that it
finds (``QUARTO_PYTHON``, conda, ``python3``, on Windows ``py``); that is seldom the one with our
packages. Standard library only, and old Pythons must be able to read it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """The variables for the project's Python: ``src`` importable, nothing of another Python."""
    away = {"PYTHONHOME", "__PYVENV_LAUNCHER__"}
    kept = {key: value for key, value in os.environ.items() if key not in away}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


def python() -> str | None:
    """The Python to use: ``.venv``, else the active conda environment, else this one, else none."""
    windows = os.name == "nt"
    own = ROOT / ".venv" / ("Scripts/python.exe" if windows else "bin/python")
    if own.is_file() and (own.parent.parent / ".stand").is_file():
        return str(own)
    conda = os.environ.get("CONDA_PREFIX")
    candidates = [own]
    if conda:
        candidates.append(Path(conda) / ("python.exe" if windows else "bin/python"))
    candidates.append(Path(sys.executable))
    for candidate in candidates:
        if candidate.is_file() and _complete(candidate):
            return str(candidate)
    return None


def _complete(candidate: Path) -> bool:
    try:
        code = (
            "import sys; from importlib.util import find_spec as f; sys.exit(sys.version_info"
            " < (3, 11) or not all(map(f, ('great_expectations', 'papermill', 'pydantic'))))"
        )
        done = subprocess.run([str(candidate), "-c", code], capture_output=True, env=environment())
    except OSError:
        return False
    return done.returncode == 0


def run(*arguments: str) -> int:
    """Run the project's Python with these arguments from the project root; its exit code."""
    found = python()
    if found is None:
        sys.stderr.write(
            "Er is geen omgeving voor dit boek: geef eerst de opdracht `make environment`, of "
            "`conda env create -f environment.yml` en daarna `conda activate ivp`.\n"
        )
        return 1
    try:
        return subprocess.call([found, *arguments], cwd=str(ROOT), env=environment())
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))

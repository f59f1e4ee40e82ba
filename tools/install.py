"""Make ``.venv`` from ``requirements.lock``; standard library only.

The environment is made once and renewed when the lock, ``pyproject.toml``, the Python or the place
of the project changes. The stamp is written last, so an interrupted installation is taken up
again. Console scripts are never used: their first line breaks on a space in the path.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = Path(".cache", "omgeving.log")
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")

# What pip or venv says, and what that means; the first that fits counts.
CAUSES = (
    ("ensurepip", "Python heeft hier geen onderdeel 'venv'",
     "installeer het (op Debian en Ubuntu: het pakket python3-venv) en probeer het opnieuw"),
    ("No space left", "De schijf is vol", "maak ruimte (de omgeving is ongeveer 1 GB)"),
    ("HASHES", "Een pakket is anders dan requirements.lock zegt",
     "probeer het opnieuw; blijft het zo, laat dan de beheerder van de pakketbron kijken"),
    ("ermission denied", "Er mag in deze map niet worden geschreven",
     "zet het project in een map van uzelf"),
    ("CERTIFICATE_VERIFY_FAILED", "De pakketbron heeft een certificaat dat Python niet vertrouwt",
     "vraag uw beheerder om de instelling 'cert' van pip"),
    ("Failed to establish", "De pakketbron is niet te bereiken",
     "controleer de verbinding, of vraag uw beheerder om de instelling 'index-url' van pip"),
    ("ConnectionError", "De pakketbron is niet te bereiken",
     "controleer de verbinding, of vraag uw beheerder om de instelling 'index-url' van pip"),
    ("No matching distribution", "De pakketbron heeft niet alles wat nodig is",
     "controleer of de instelling 'index-url' van pip naar een volledige pakketbron wijst"),
)  # fmt: skip


class Mislukt(Exception):
    """A step that failed: what is wrong and what to do, in Dutch."""


def python_of(folder: Path) -> Path:
    """The interpreter of the environment in ``folder``."""
    if os.name == "nt":
        return folder / "Scripts" / "python.exe"
    return folder / "bin" / "python"


def stamp(python: Path) -> str:
    """What the environment depends on: the lock, pyproject, the interpreter, the place."""
    digest = hashlib.sha256()
    for part in (
        (ROOT / "requirements.lock").read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        version(python).encode(),
        os.fsencode(ROOT),
    ):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def version(python: Path) -> str:
    """The version of ``python``; empty when it does not run, has no pip or is too old."""
    code = "import pip, sys; print(sys.version); sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, env=clean())
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def clean() -> dict[str, str]:
    """The environment without what would send Python elsewhere (set by QGIS, ArcGIS, conda)."""
    away = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PIP_USER", "PIP_TARGET"}
    return {key: value for key, value in os.environ.items() if key not in away}


def run(title: str, *command: str | Path) -> None:
    """Run one step, with one line on the screen; what it prints goes to the log.

    Raises ``Mislukt`` with the cause in Dutch.
    """
    print(f"{title} …", end=" ", flush=True)
    start = time.monotonic()
    log = ROOT / LOG
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as file:
        mark = file.tell()
        code = subprocess.run(
            command, stdout=file, stderr=subprocess.STDOUT, cwd=ROOT, env=clean()
        ).returncode
    if code:
        print("mislukt")
        said = log.read_bytes()[mark:].decode("utf-8", "replace")
        for sign, what, fix in CAUSES:
            if sign in said:
                raise Mislukt(f"{what}.\n  Wat u kunt doen: {fix}\n  Verslag: {LOG.as_posix()}")
        last = "\n  ".join(said.strip().splitlines()[-3:])
        raise Mislukt(f"Deze stap is niet gelukt:\n  {last}\n  Verslag: {LOG.as_posix()}")
    print(f"klaar ({time.monotonic() - start:.0f} s)", flush=True)


def make(folder: Path, extras: Sequence[str]) -> None:
    """Bring the environment in ``folder`` up to date; raises ``Mislukt``."""
    python, mark = python_of(folder), folder / ".stand"
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--no-input", "install")
    if not mark.is_file() or mark.read_text() != stamp(python):
        (ROOT / LOG).unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        if not version(python):
            run("1/3 Omgeving aanmaken in .venv", sys.executable, "-m", "venv", "--clear", folder)
        run("2/3 Pakketten installeren, een paar minuten",
            *pip, "--require-hashes", "-r", "requirements.lock")  # fmt: skip
        run("3/3 Het boek zelf installeren",
            *pip, "--no-deps", "--no-build-isolation", "--editable", ".")  # fmt: skip
        browser()
        mark.write_text(stamp(python))
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for extra in extras:
        if extra not in known:
            raise Mislukt(f"Er is geen extra '{extra}'. Kies uit: {', '.join(known)}")
        run(f"Extra '{extra}' installeren", *pip, *known[extra])


def browser() -> None:
    """Install what draws the figures of the PDF, where we may; without it they become tables."""
    if os.environ.get("IVP_ZONDER_BROWSER") or any(map(shutil.which, BROWSERS)):
        return
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
    install = (*apt, "install", "-y", "--no-install-recommends")
    try:
        run("Lijst van programma's ophalen", *apt, "update")
        try:
            run("Chromium installeren, voor de figuren in de PDF", *install, BROWSERS[0])
        except Mislukt:  # older Debians have this one only
            run("Chromium installeren, met vensters", *install, BROWSERS[1])
    except Mislukt:
        print("Er is geen browser: in de PDF komen tabellen in plaats van figuren.")


def main(extras: Sequence[str]) -> int:
    """Make the environment, with these extras of ``pyproject.toml``; the exit code."""
    try:
        make(ROOT / ".venv", extras)
    except (Mislukt, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nAfgebroken; de volgende keer gaat het installeren verder.", file=sys.stderr)
        return 130
    return 0

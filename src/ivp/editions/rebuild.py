"""Make an edition again, from git and the data in it, and see whether it is the same book."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ivp.editions.manifest import EMBEDDED, Edition, inputs, more
from ivp.errors import IvpFout
from ivp.paths import Project

_WHY = "alleen met dezelfde invoer is na te gaan of hetzelfde boek ontstaat"


def rebuild(project: Project, edition: Edition, out: Path) -> list[str]:
    """Make ``edition`` again into the new folder ``out``; what differs, as Dutch lines.

    The commit of the edition is checked out beside the project, so the project stays as it is.
    Raises ``IvpFout`` when the edition was not made from a commit, when git does not have that
    commit, or when a file in it is not the edition's.
    """
    if out.exists():
        raise _fout(f"{out} bestaat al", "noem bij --out een map die er nog niet is")
    if len(edition.commit) != 40:
        raise _fout(
            f"Deze editie is niet van een vastgelegde versie gemaakt ({edition.commit})",
            "vraag de maker om de bestanden, of vergelijk haar met ivp diff",
        )
    with tempfile.TemporaryDirectory(prefix="ivp-opnieuw-") as name:
        root = Path(name) / "boek"
        _clone(project, edition.commit, root)
        given = inputs(Project(root))
        wrong = [name for name, one in edition.invoer.items() if given.get(name) != one]
        if wrong:
            raise _fout(
                f"In git staan deze bestanden niet zoals de editie ze gebruikte: {more(wrong)}",
                "zet de bestanden terug; hun controlegetal staat in edition.json",
            )
        command = [sys.executable, "-m", "ivp", "book", "--renderer"]
        command.append(EMBEDDED if edition.renderer == EMBEDDED else "quarto")
        if edition.profielen:
            command += ["--profile", ",".join(edition.profielen)]
        # Lock and store of the project that we stand in are not those of the copy.
        own = {
            k: v
            for k, v in os.environ.items()
            if k == "IVP_WERKERS" or not k.startswith(("IVP_", "QUARTO_"))
        }
        environment = {**own, "PYTHONPATH": str(root / "src"), "IVP_PROJECT": str(root)}
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise _fout(
                f"Het boek is niet opnieuw te maken:\n{done.stderr[-1500:].strip()}",
                "zet de programma's terug die edition.json noemt (requirements.lock van toen)",
            )
        shutil.copytree(root / "_book", out)
    wrong = list(_differences(edition, Edition.read(out)))
    # Such as figures that could not be drawn: it explains what differs.
    said = [line for line in done.stderr.splitlines() if line.startswith("Let op")]
    return [*said, *wrong] if wrong else []


def _clone(project: Project, commit: str, root: Path) -> None:
    git = shutil.which("git")
    for words in (
        ["clone", "--quiet", "--no-checkout", str(project.root), str(root)],
        ["-C", str(root), "checkout", "--quiet", commit],
    ):
        done = git and subprocess.run([git, *words], capture_output=True, text=True, check=False)
        if not done or done.returncode:
            raise _fout(
                f"Versie {commit} staat niet in de git van dit project",
                "haal de hele geschiedenis op (git fetch --unshallow) en probeer het opnieuw",
            )


def _differences(one: Edition, two: Edition) -> Iterator[str]:
    for path in sorted({*one.uitvoer, *two.uitvoer}):
        was, now = one.uitvoer.get(path), two.uitvoer.get(path)
        if was != now:
            what = "niet gemaakt" if now is None else "nieuw" if was is None else "anders"
            yield f"{what}: {path}"
    for path in sorted(one.uitgevoerd):
        if one.uitgevoerd[path] != two.uitgevoerd.get(path):
            yield f"anders: {path}"
    for name in sorted({*one.versies, *two.versies}):
        was, now = one.versies.get(name, "geen"), two.versies.get(name, "geen")
        if was != now:
            yield f"programma {name}: toen {was}, nu {now}"


def _fout(wat: str, doe: str) -> IvpFout:
    return IvpFout(wat, waarom=_WHY, doe=doe)

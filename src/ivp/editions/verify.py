"""Is a published book complete and untouched, and does the same book come of its inputs again?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ivp.dutch import first_few
from ivp.editions.manifest import DURATIONS, EMBEDDED, NAME, Edition, inputs
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.store import file_sha256

_SAME_INPUT = "alleen met dezelfde invoer is na te gaan of hetzelfde boek ontstaat"


@dataclass(frozen=True)
class Verification:
    """The manifest of a book, and the files that are not as it says (relative to the book)."""

    edition: Edition
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the book is what was made."""
        return not (self.missing or self.changed or self.extra)

    def error(self) -> IvpFout:
        """What is wrong, as an error for people."""
        lists = [
            f"{words}: {first_few(names)}"
            for words, names in (
                ("ontbreekt", self.missing),
                ("veranderd", self.changed),
                ("hoort er niet bij", self.extra),
            )
            if names
        ]
        return IvpFout(
            f"Dit boek is niet meer zoals het is gemaakt; {'; '.join(lists)}",
            waarom="wie het leest kan er niet van uitgaan dat de cijfers kloppen met de bronnen",
            doe="haal de editie opnieuw op, of maak haar opnieuw met `ivp rebuild`",
        )


def verify(folder: Path) -> Verification:
    """Compare the book in ``folder`` with its manifest; raises ``IvpFout`` for a bad manifest."""
    edition = Edition.read(folder)
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() or path.is_symlink()
    } - {NAME, DURATIONS}
    wanted = set(edition.uitvoer)
    changed = [
        name
        for name in sorted(there & wanted)
        if (folder / name).is_symlink() or file_sha256(folder / name) != edition.uitvoer[name]
    ]
    return Verification(
        edition, tuple(sorted(wanted - there)), tuple(changed), tuple(sorted(there - wanted))
    )


def rebuild(project: Project, edition: Edition, out: Path) -> list[str]:
    """Make ``edition`` again into the new folder ``out``; what differs, as Dutch lines.

    The commit of the edition is checked out beside the project, so the project stays as it is.
    Raises ``IvpFout`` when the edition was not made from a commit, when git does not have that
    commit, or when a file in it is not the edition's.
    """
    if out.exists():
        raise _not_again(f"{out} bestaat al", "noem bij --out een map die er nog niet is")
    if len(edition.commit) != 40:
        raise _not_again(
            f"Deze editie is niet van een vastgelegde versie gemaakt ({edition.commit})",
            "vraag de maker om de bestanden, of vergelijk haar met ivp diff",
        )
    with tempfile.TemporaryDirectory(prefix="ivp-opnieuw-") as name:
        root = Path(name) / "boek"
        _clone(project, edition.commit, root)
        given = inputs(Project(root))
        wrong = [name for name, one in edition.invoer.items() if given.get(name) != one]
        if wrong:
            raise _not_again(
                "In git staan deze bestanden niet zoals de editie ze gebruikte: "
                + first_few(wrong),
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
            raise _not_again(
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
            raise _not_again(
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


def _not_again(wat: str, doe: str) -> IvpFout:
    return IvpFout(wat, waarom=_SAME_INPUT, doe=doe)

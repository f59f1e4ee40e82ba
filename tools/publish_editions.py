"""What CI does with a finished book, as `make` targets: previous, diff, site.

``previous`` keeps the book as the edition to compare with. ``diff`` writes wijzigingen.md: what
differs from that edition, or else from the newest one on the branch gh-pages. ``site`` adds the
book to the branch gh-pages (work tree in _site/), as /edities/<id>/ and as /nieuwste/.
"""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

BRANCH, NEWEST, EDITIONS = "gh-pages", "nieuwste", "edities"
FIRST = "# Wat is er veranderd\n\nDit is de eerste editie: er is nog niets om mee te vergelijken.\n"
INDEX = (
    '<!DOCTYPE html>\n<html lang="nl"><head><meta charset="utf-8"><title>Naar het boek</title>'
    f'<meta http-equiv="refresh" content="0; url={NEWEST}/"></head>'
    f'<body><p><a href="{NEWEST}/">Naar de nieuwste editie</a></p></body></html>\n'
)


def git(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *words], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def published() -> bool:
    """Whether there is a branch with editions; one that only the server has is taken over."""

    def known() -> bool:
        return git("rev-parse", "--verify", "--quiet", f"refs/heads/{BRANCH}").returncode == 0

    if not known() and git("branch", BRANCH, f"origin/{BRANCH}").returncode:
        git("fetch", "origin", f"{BRANCH}:{BRANCH}")
    return known()


def keep() -> None:
    shutil.rmtree("_vorig", ignore_errors=True)
    shutil.copytree("_book", "_vorig")


def changes() -> int:
    if not Path("_vorig").is_dir():
        published()
        packed = git("archive", "--format=zip", f"{BRANCH}:{NEWEST}")
        if packed.returncode:
            Path("wijzigingen.md").write_text(FIRST, "utf-8")
            return 0
        with zipfile.ZipFile(io.BytesIO(packed.stdout)) as archive:
            archive.extractall("_vorig")  # not tar: its safe filter came after Python 3.11.0
    command = ["-m", "ivp", "diff", "_vorig", "_book", "--format", "markdown"]
    return subprocess.call([sys.executable, *command, "--out", "wijzigingen.md"])


def site() -> int:
    edition = json.loads(Path("_book/edition.json").read_bytes())["id"]
    if not re.fullmatch(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*", edition):
        print(f"Fout: '{edition}' kan geen adres zijn.", file=sys.stderr)
        return 1
    git("worktree", "remove", "--force", "_site")
    if not published():
        tree = git("mktree").stdout.decode().strip()  # nothing in it
        who = ("-c", "user.name=ivp", "-c", "user.email=ivp@localhost")
        first = git(*who, "commit-tree", tree, "-m", "Begin").stdout.decode().strip()
        git("branch", BRANCH, first)
    made = git("worktree", "add", "_site", BRANCH)
    if made.returncode:
        print(made.stderr.decode(), file=sys.stderr)
        return 1
    for target in (Path("_site", EDITIONS, edition), Path("_site", NEWEST)):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree("_book", target)
    Path("_site/index.html").write_text(INDEX, "utf-8")
    # GitHub leaves out what begins with an underscore unless this file is there.
    Path("_site/.nojekyll").touch()
    return 0


if __name__ == "__main__":
    sys.exit({"previous": keep, "diff": changes, "site": site}[sys.argv[1]]())

"""What a user sees when something is wrong: one clear message, and the last book untouched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.finished_book.conftest import Boek, copy, ivp


@pytest.fixture
def project(boek: Boek, tmp_path: Path) -> Path:
    """A copy with the finished book and its caches in place."""
    import shutil

    target = copy(tmp_path / "kopie met spatie")
    for name in ("_book", "_executed", ".cache"):
        shutil.copytree(boek.root / name, target / name)
    return target


def fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def register(project: Path, name: str) -> None:
    """What a steward does after replacing a file: take its size and checksum over."""
    package = project / "data" / "datapackage.json"
    content = json.loads(package.read_text())
    [resource] = [r for r in content["resources"] if r["name"] == name]
    raw = (project / "data" / resource["path"]).read_bytes()
    resource["bytes"] = len(raw)
    resource["hash"] = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    package.write_text(json.dumps(content))


def refused(project: Path, *said: str) -> None:
    """``ivp check`` and ``ivp book`` both end non-zero with the message, and leave the book."""
    before = fingerprint(project / "_book")
    for verb in ("check", "book"):
        done = ivp(project, verb)
        assert done.returncode == 1, done.stdout + done.stderr
        message = " ".join((done.stdout + done.stderr).split())
        for part in ("Waarom dit telt:", "Wat u kunt doen:", *said):
            assert part in message, message
        assert "Traceback" not in message
    assert fingerprint(project / "_book") == before


def test_changed_file_is_named(project: Path) -> None:
    path = project / "data" / "politie" / "misdrijven.csv"
    path.write_text(path.read_text().replace("1263", "1264"))
    refused(project, "data/politie/misdrijven.csv")


def test_broken_contract_names_file_column_and_row(project: Path) -> None:
    path = project / "data" / "politie" / "misdrijven.csv"
    lines = path.read_text().splitlines(keepends=True)
    row = next(i for i, line in enumerate(lines) if line.startswith("GM0420"))
    lines[row] = ",".join([*lines[row].split(",")[:3], "-5\n"])
    path.write_text("".join(lines))
    register(project, "politie-misdrijven")
    refused(project, "data/politie/misdrijven.csv", "aantal", str(row + 1))


def test_mistyped_key_gets_the_nearest(project: Path) -> None:
    path = project / "params" / "boek.yml"
    path.write_text(path.read_text().replace("status: concept", "statsu: concept"))
    refused(project, "params/boek.yml, regel", "'statsu'", "Bedoelt u 'status'?")


def test_veld_without_chapter_is_found(project: Path) -> None:
    path = project / "params" / "velden.yml"
    extra = (
        "  - id: digitaal\n    nummer: 6\n    naam: Digitale veiligheid\n"
        "    omschrijving: Cybercrime en online fraude\n    themas:\n      - id: online\n"
        "        naam: Online criminaliteit\n        omschrijving: Fraude en hacken\n"
        "        indicatoren: [cybercrime, fraude]\n"
    )
    path.write_text(path.read_text() + extra)
    refused(project, "chapters/veld-digitaal.qmd", "_quarto.yml")


def test_sixth_veld_is_params_a_chapter_and_a_line(project: Path) -> None:
    test_veld = (
        "  - id: digitaal\n    nummer: 6\n    naam: Digitale veiligheid\n"
        "    omschrijving: Cybercrime en online fraude\n    themas:\n      - id: online\n"
        "        naam: Online criminaliteit\n        omschrijving: Fraude en hacken\n"
        "        indicatoren: [cybercrime, fraude]\n"
    )
    velden = project / "params" / "velden.yml"
    velden.write_text(velden.read_text() + test_veld)
    source = (project / "chapters" / "veld-integriteit.qmd").read_text()
    text = source.replace("veld-integriteit", "veld-digitaal").replace("-integriteit", "-digitaal")
    (project / "chapters" / "veld-digitaal.qmd").write_text(text)
    quarto = project / "_quarto.yml"
    lines = quarto.read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "chapters/veld-integriteit.qmd" in line)
    lines.insert(at + 1, lines[at].replace("integriteit", "digitaal"))
    quarto.write_text("".join(lines))
    done = ivp(project, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (project / "_book" / "chapters" / "veld-digitaal.html").read_text()
    assert "Online criminaliteit" in page
    assert "Digitale veiligheid" in page


def test_a_book_with_a_link_to_nowhere_does_not_appear(project: Path) -> None:
    before = fingerprint(project / "_book")
    chapter = project / "chapters" / "begrippen.qmd"
    link = '::: {.content-visible when-format="html"}\n<a href="weg.html">x</a>\n:::\n'
    chapter.write_text(f"{chapter.read_text('utf-8')}\n{link}", "utf-8")
    done = ivp(project, "book", "--renderer", "ingebouwd")
    assert done.returncode == 1
    message = " ".join(done.stderr.split())
    assert "chapters/begrippen.html: weg.html leidt nergens heen" in message
    assert "Wat u kunt doen:" in message
    assert fingerprint(project / "_book") == before


def test_unknown_renderer_and_missing_quarto_are_said_plainly(project: Path) -> None:
    done = ivp(project, "book", "--renderer", "quarto", PATH="")
    assert done.returncode == 1
    assert "Quarto is hier niet gevonden" in done.stderr


def test_status_is_quiet_when_nothing_changed_and_names_what_did(project: Path) -> None:
    done = ivp(project, "status")
    assert done.returncode == 0, done.stderr
    stale = [line for line in done.stdout.splitlines() if "is bij" not in line]
    assert stale == []
    path = project / "params" / "velden.yml"
    path.write_text(path.read_text().replace("naam: Jeugdoverlast", "naam: Overlast van jeugd"))
    lines = dict(line.split(": ", 1) for line in ivp(project, "status").stdout.splitlines())
    changed = {name for name, text in lines.items() if "onderdeel velden" in text}
    assert "veld 3 (veld-jeugd)" in changed
    assert lines["historie"] == "is bij"


def test_the_notebook_that_fails_is_named_not_those_that_were_stopped_for_it(project: Path) -> None:
    before = fingerprint(project / "_book")
    longest = max((project / "notebooks").glob("*.ipynb"), key=lambda path: path.stat().st_size)
    content = json.loads(longest.read_text("utf-8"))
    cell = next(
        cell
        for cell in content["cells"]
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", [])
    )
    cell["source"] = ["#| label: fig-stuk\n", "raise ValueError('zo gaat het mis')"]
    longest.write_text(json.dumps(content), "utf-8")
    done = ivp(project, "run", "--all")
    assert done.returncode == 1
    message = " ".join((done.stdout + done.stderr).split())
    assert f"notebooks/{longest.name} (hoofdstuk {longest.stem}), cel fig-stuk" in message
    assert "zo gaat het mis" in message
    assert fingerprint(project / "_book") == before

"""The last step of making a book: describe it, in the book itself."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import jinja2

from ivp import dutch
from ivp.book import brand_css, quarto_yml
from ivp.book.postprocess import CONCEPT_BANNER
from ivp.config import load
from ivp.contracts import Verdict
from ivp.data import Package
from ivp.editions import adoption, crate
from ivp.editions.manifest import (
    DURATIONS,
    NAME,
    ContractOutcome,
    Edition,
    EditionSource,
    checksums,
    inputs,
    versions,
)
from ivp.paths import Project
from ivp.run import prepare
from ivp.run.git_history import commit
from ivp.store import sha256

_PAGE = "editie.html"
_STYLES = ("site_libs/ivp/pagina.css", "assets/boek.css", brand_css.CSS)


def seal(project: Project, folder: Path, *, renderer: str, profile: str | None = None) -> Edition:
    """Describe the finished book in ``folder``: the page, the RO-Crate and ``edition.json``.

    ``renderer`` is what made the pages. Raises ``IvpFout`` when the book is called *vastgesteld*
    and may not be.
    """
    config = load(project)
    editie = config.boek.editie
    contracts = _contracts(prepare.outcome(project, config))
    adoption.check(project, {name: one.kapot for name, one in contracts.items()})
    given, programs, head = inputs(project), versions(project), commit(project)
    profiles = quarto_yml.load(project, profile).profiles
    mark = json.dumps([given, programs, list(profiles), renderer, head], sort_keys=True)
    kenmerk = sha256(mark)
    edition = Edition(
        id=f"{slug(editie.nummer)}-{kenmerk[:8]}",
        kenmerk=kenmerk,
        nummer=editie.nummer,
        datum=editie.datum.isoformat(),
        status=editie.status,
        titel=config.lokaal.plan.titel,
        gemeente=config.gemeente.naam,
        profielen=profiles,
        renderer=renderer,
        commit=head,
        invoer=given,
        bronnen={one.name: EditionSource.of(one) for one in Package.load(project).datasets},
        contracten=contracts,
        versies=programs,
        uitgevoerd=checksums(project.executed, project.root, "*.ipynb"),
        uitvoer={},
    )
    outputs = checksums(folder, folder)
    for name, write in ((_PAGE, _page), (crate.NAME, crate.write)):
        write(folder, edition, outputs)
        outputs = checksums(folder, folder, name, outputs)
    edition = edition.model_copy(update={"uitvoer": outputs})
    (folder / NAME).write_bytes(edition.to_json())
    write_durations(folder, {})  # the page names it; whoever took the time writes it again
    return edition


def write_durations(folder: Path, seconds: Mapping[str, float]) -> None:
    """Write how long each step took; beside the edition, because it differs every time."""
    rounded = {name: round(value, 3) for name, value in seconds.items()}
    text = json.dumps({"seconden_per_stap": rounded}, ensure_ascii=False, indent=1)
    (folder / DURATIONS).write_text(f"{text}\n", "utf-8")


def quarto(path: str) -> str:
    """The renderer's name and version when Quarto at ``path`` makes the pages."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return f"quarto {done.stdout.strip()}".strip()


def slug(number: str) -> str:
    """The number of an edition as part of an address: never ``..`` or a slash."""
    return "-".join(re.findall(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*", number)) or "editie"


def _contracts(outcome: list[Verdict]) -> dict[str, ContractOutcome]:
    broken = adoption.broken(outcome)
    names = [verdict.dataset for verdict in outcome]
    return {
        name: ContractOutcome(controles=names.count(name), kapot=tuple(broken.get(name, ())))
        for name in sorted(set(names))
    }


def _page(folder: Path, edition: Edition, outputs: Mapping[str, str]) -> None:
    """Write ``edition`` as a page for people, the last part of the colofon; ``outputs`` as above.

    Its own checksum and that of the RO-Crate, which comes after it, stand in ``edition.json``.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    text = environment.get_template("editie.html.j2").render(
        e=edition,
        banner=CONCEPT_BANNER if edition.status == "concept" else "",
        styles=[name for name in _STYLES if (folder / name).is_file()],
        editie=[
            ("Naam", edition.id),
            ("Nummer en datum", f"{edition.nummer}, {_day(edition.datum)}"),
            ("Status", edition.status),
            ("Profielen", ", ".join(edition.profielen)),
            ("Commit in git", edition.commit),
            ("Pagina’s gemaakt met", edition.renderer),
            ("Kenmerk van alle invoer", edition.kenmerk),
        ],
        bronnen=[
            (
                one.titel,
                f"{one.producent} {one.tabel}".strip(),
                _day(one.opgehaald),
                "echt" if one.werkelijk else "voorbeeld",
                one.sha256 or "niet openbaar: telt personen",
            )
            for one in edition.bronnen.values()
        ],
        contracten=[
            (edition.bronnen[name].titel, one.controles, "; ".join(one.kapot) or "geen")
            for name, one in edition.contracten.items()
            if name in edition.bronnen
        ],
        uitvoer=outputs,
    )
    (folder / _PAGE).write_text(text, "utf-8")


def _day(iso: str) -> str:
    return dutch.date(dt.date.fromisoformat(iso))

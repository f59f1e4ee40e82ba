"""What stands under every figure of this edition, from params, data package and contracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ivp.config import Config, brand, yamlfile
from ivp.contracts import Verdict
from ivp.data import Dataset, Package
from ivp.paths import Project
from ivp.show.onderschrift import Herkomst, Uitgave, afspraken

AFSPRAKEN = ("chapters/datakwaliteit.qmd", "/chapters/datakwaliteit.html#bron-{bron}")
"""The chapter that tells how each contract ended, and the place there of data set ``{bron}``."""


def van(project: Project, config: Config, package: Package, verdicts: Sequence[Verdict]) -> Uitgave:
    """The edition; a link is only there when its chapter is in this book."""
    chapter, address = AFSPRAKEN
    editie = config.boek.editie
    found: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.dataset].append(verdict)
    return Uitgave(
        titel=config.lokaal.plan.titel,
        auteur=f"Gemeente {config.gemeente.naam}",
        nummer=editie.nummer,
        datum=editie.datum,
        concept=editie.status == "concept",
        bronnen={one.name: _herkomst(one, found[one.name]) for one in package.datasets},
        adres=web_address(project),
        merk=brand.read(project),
        afspraken=address if chapter in {run.tekst for run in config.runs} else "",
    )


def _herkomst(dataset: Dataset, verdicts: Sequence[Verdict]) -> Herkomst:
    resource = dataset.resource
    met = sum(verdict.status == "ok" for verdict in verdicts)
    blocking = sum(verdict.blocks for verdict in verdicts)
    return Herkomst(
        titel=resource.title,
        producent=resource.ivp.producent,
        tabel=resource.ivp.tabel,
        opgehaald=resource.ivp.opgehaald,
        sha256=resource.public_sha256,
        licentie=resource.licenses[0].title,
        licentie_url=resource.licenses[0].path or "",
        url=resource.sources[0].path or "",
        afspraken=afspraken(met, len(verdicts), blocking),
    )


def web_address(project: Project) -> str:
    """``book.site-url`` of ``_quarto.yml`` with a slash at its end; empty when it has none."""
    data = yamlfile.read(project.root / "_quarto.yml", "_quarto.yml").data
    book = data.get("book") if isinstance(data, dict) else None
    found = book.get("site-url") if isinstance(book, dict) else None
    return f"{str(found).rstrip('/')}/" if found else ""

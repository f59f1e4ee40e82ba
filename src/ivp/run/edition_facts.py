"""What this edition says beside its chapters: under every figure, and in ``{{< var … >}}``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import yaml

from ivp import dutch
from ivp.config import Config, brand, yamlfile
from ivp.contracts import Verdict
from ivp.data import Dataset, Package
from ivp.paths import Project
from ivp.run.git_history import last_changed
from ivp.show.onderschrift import Herkomst, Uitgave, afspraken

_HEAD = "# Gemaakt uit params/ door `ivp`; wijzig hier niets, want het wordt overschreven.\n"
AFSPRAKEN = ("chapters/datakwaliteit.qmd", "/chapters/datakwaliteit.html#bron-{bron}")
"""The chapter that tells how each contract ended, and the place there of data set ``{bron}``."""


def edition(
    project: Project, config: Config, package: Package, verdicts: Sequence[Verdict]
) -> Uitgave:
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
        afspraken=address if chapter in {one.text for one in config.chapters} else "",
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


def variables(project: Project, config: Config) -> bytes:
    """``_variables.yml``: the words that a chapter may use as ``{{< var … >}}``, in both renderers.

    They follow from the params, and from the days on which chapters last changed; ``merk`` is for
    the PDF's template.
    """
    plan = config.lokaal.plan
    editie = config.boek.editie
    look = brand.read(project)
    variables = {
        "gemeente": {"naam": config.gemeente.naam, "code": config.gemeente.code},
        "plan": {
            "titel": plan.titel,
            "ondertitel": plan.ondertitel,
            "van": str(plan.van),
            "tot": str(plan.tot),
            "vorige_van": str(plan.vorige_van),
            "vorige_tot": str(plan.vorige_tot),
        },
        "editie": {
            "nummer": editie.nummer,
            "datum": dutch.date(editie.datum),
            "datum_iso": editie.datum.isoformat(),
            "status": editie.status,
            "reacties": editie.reacties,
        },
        "gewijzigd": {name: dutch.date(day) for name, day in last_changed(project, config).items()},
        "merk": {"letter": look.letter, **{role: getattr(look, role) for role in brand.ROLLEN}},
    }
    return (_HEAD + yaml.safe_dump(variables, allow_unicode=True, sort_keys=False)).encode()

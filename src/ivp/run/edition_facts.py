"""What this edition says beside its chapters: under every figure, and in ``{{< var … >}}``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import yaml

from ivp import dutch
from ivp.config import Config, brand, yamlfile
from ivp.contracts import Verdict
from ivp.data import Dataset, Package
from ivp.indicators.book_sources import Source, source_of
from ivp.paths import Project
from ivp.run.git_history import last_changed
from ivp.show.figure_notes import Imprint, contract_words

_HEAD = "# Gemaakt uit params/ door `ivp`; wijzig hier niets, want het wordt overschreven.\n"
AFSPRAKEN = ("chapters/datakwaliteit.qmd", "/chapters/datakwaliteit.html#bron-{bron}")
"""The chapter that tells how each contract ended, and the place there of data set ``{bron}``."""


def edition(
    project: Project, config: Config, package: Package, verdicts: Sequence[Verdict]
) -> Imprint:
    """The edition; a link is only there when its chapter is in this book."""
    chapter, address = AFSPRAKEN
    editie = config.boek.editie
    found: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.dataset].append(verdict)
    return Imprint(
        title=config.lokaal.plan.titel,
        author=f"Gemeente {config.gemeente.naam}",
        number=editie.nummer,
        date=editie.datum,
        concept=editie.status == "concept",
        sources={one.name: _source(one, found[one.name]) for one in package.datasets},
        address=web_address(project),
        brand=brand.read(project),
        contracts=address if chapter in {one.text for one in config.chapters} else "",
    )


def _source(dataset: Dataset, verdicts: Sequence[Verdict]) -> Source:
    """A data set with its delivery, and how its contract ended."""
    met = sum(verdict.status == "ok" for verdict in verdicts)
    blocking = sum(verdict.blocks for verdict in verdicts)
    delivered = {
        "opgehaald": dataset.resource.ivp.opgehaald,
        "sha256": dataset.resource.public_sha256,
        "afspraken": contract_words(met, len(verdicts), blocking),
    }
    return source_of(dataset).model_copy(update=delivered)


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

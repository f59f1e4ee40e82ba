"""The table of every source in ``docs/bronnen.md``: id, reader, suite, use, calendar, licence.

``python tools/source_table.py`` writes it between its marks; a test says when it is stale.
"""

from __future__ import annotations

from pathlib import Path

from ivp.config import Config, load, sources
from ivp.config.sources import Bronnen, Kalender
from ivp.data import Dataset, Package
from ivp.data.readers.deliveries import FORMATS
from ivp.paths import Project

BEGIN, END = "<!-- bronnentabel -->", "<!-- /bronnentabel -->"
_HEAD = (
    "| Bron | Lezer | Contract | Indicatoren | Kalender | Licentie |\n|---|---|---|---|---|---|\n"
)
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def table(config: Config, package: Package, catalogue: Bronnen) -> str:
    """The table in Markdown: first the data sets of the book, then tables it does not use yet."""
    lines = [_dataset(config, dataset, catalogue) for dataset in package.datasets]
    used = {definition.tabel for definition in catalogue.datasets.values()}
    for naam, table in catalogue.tabellen.items():
        if naam not in used:
            licence = catalogue.diensten[table.dienst].licentie.title
            lines.append(
                f"| {naam} ({table.titel}) | `statline` | nog niet in het boek |  | "
                f"{_calendar(table.kalender)} | {licence} |"
            )
    return _HEAD + "\n".join(lines) + "\n"


def _dataset(config: Config, dataset: Dataset, catalogue: Bronnen) -> str:
    name = dataset.name
    uses = [
        indicator + (" (noemer)" if definition.dataset != name else "")
        for indicator, definition in config.indicatoren.items()
        if definition.dataset == name or (definition.noemer and definition.noemer.dataset == name)
    ]
    cells = [
        f"`{name}`",
        _reader(name, catalogue),
        f"`expectations/{name}.json`",
        ", ".join(uses) or "geen",
        _calendar(catalogue.kalender(name)),
        dataset.resource.licenses[0].title,
    ]
    return f"| {' | '.join(cells)} |"


def _reader(name: str, catalogue: Bronnen) -> str:
    if name in catalogue.datasets:
        return f"`statline` ({catalogue.datasets[name].tabel}), `extract`"
    if any(levering.dataset == name for levering in FORMATS.values()):
        return "`deliveries`"
    return "`package_csv`"


def _calendar(kalender: Kalender | None) -> str:
    if kalender is None:
        return "geen afspraak"
    if len(kalender.maanden) == 12:
        when = f"elke maand op de {kalender.dag}e"
    else:
        when = ", ".join(f"{kalender.dag} {_MONTHS[maand - 1]}" for maand in kalender.maanden)
    return when + (f", om de {kalender.om_de} jaar" if kalender.om_de > 1 else "")


def filled_in(project: Project) -> str:
    """The text of ``docs/bronnen.md`` with the table as it should be."""
    text = (project.root / "docs" / "bronnen.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table(load(project), Package.load(project), sources.read(project.params))
    return f"{before}{BEGIN}\n{made}{END}{after}"


if __name__ == "__main__":
    here = Project.find(Path.cwd())
    (here.root / "docs" / "bronnen.md").write_text(filled_in(here), encoding="utf-8", newline="\n")

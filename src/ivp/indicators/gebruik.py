"""What the book does with each data set."""

from __future__ import annotations

from ivp.config import Config


def gebruik(config: Config, datasets: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    """Per data set, in the order given, what is made from it.

    ``cijfers``: titles of the indicators counted from it; ``noemer_bij``: titles of the indicators
    that are divided by it; ``hoofdstukken``: ids of the chapters that read it as it is.
    """
    used: dict[str, dict[str, list[str]]] = {
        name: {"cijfers": [], "noemer_bij": [], "hoofdstukken": []} for name in datasets
    }
    for indicator in config.indicatoren.values():
        used[indicator.dataset]["cijfers"].append(indicator.titel)
        if indicator.noemer:
            used[indicator.noemer.dataset]["noemer_bij"].append(indicator.titel)
    for chapter in config.boek.hoofdstukken:
        for name in chapter.leest.datasets:
            used[name]["hoofdstukken"].append(chapter.id)
    return used

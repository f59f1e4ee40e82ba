"""What the book is made of: how many sources are real, from which version, how it was drawn."""

from __future__ import annotations

from collections.abc import Sequence

from ivp.indicators.book_sources import Source
from ivp.show import count, md


def real_and_example(sources: Sequence[Source]) -> str:
    """How many sources there are, and how many of them are real."""
    real = sum(source.werkelijk for source in sources)
    text = f"Dit boek gebruikt {count(len(sources), 'bron', 'bronnen')}."
    if real == len(sources):
        return f"{text} Alle cijfers zijn echt."
    return (
        f"{text} Echt: {count(real, 'bron', 'bronnen')}. "
        f"Voorbeeld: {count(len(sources) - real, 'bron', 'bronnen')}. De cijfers in een "
        "voorbeeldbron zijn verzonnen, omdat de echte cijfers nog niet zijn overgenomen of "
        "geleverd."
    )


def made_from(commit: str) -> str:
    """From which commit the book was made; ``commit`` as the runner gives it."""
    head, _, changed = commit.partition(" ")
    if head in ("", "onbekend"):
        return (
            "Van welke versie van de bestanden dit boek is gemaakt, is niet bekend: het is "
            "gemaakt buiten git om."
        )
    text = f"Dit boek is gemaakt van versie `{head}` van de bestanden in git."
    if changed:
        text += (
            " Op dat moment waren er wijzigingen die nog niet in git stonden. Van deze versie is "
            "het boek daarom niet precies zo opnieuw te maken."
        )
    return text


def drawn_with(static_figures: str) -> str:
    """How the figures of the PDF were drawn; ``static_figures`` as the runner gives it."""
    if not static_figures:
        return "Hoe de figuren in de PDF zijn getekend, is niet vastgelegd."
    if static_figures.startswith("geen browser"):
        return (
            "Er was geen browser om figuren voor de PDF te tekenen. Daar staat in plaats van elke "
            "figuur de tabel met dezelfde cijfers."
        )
    return f"De figuren in de PDF zijn getekend met de browser {md(static_figures)}."

"""The command line: verbs in English, helped in Dutch. Each imports what it needs when it is used.

A verb lives in the module of its kind of work, imported here; ``app`` holds what they share.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Callable

import typer

from ivp.cli import book_verbs, data_verbs, edition_verbs, fleet_verbs  # noqa: F401
from ivp.cli.app import app
from ivp.errors import IvpFout

__all__ = ["app", "main"]


def _as_ours(error: Exception) -> IvpFout:
    """What is no error for users, said to them: a full disk, or a bug that can be reported."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return IvpFout(
            "De schijf is vol",
            waarom="het boek is niet af; het vorige boek in _book/ is niet veranderd",
            doe="maak ruimte en geef de opdracht opnieuw; de map .cache mag altijd weg",
        )
    return IvpFout(
        f"Dit had niet mogen gebeuren ({type(error).__name__}: {error})",
        waarom="dit is een fout in het programma; uw boek is niet veranderd",
        doe="herhaal de opdracht met --debug en meld de uitvoer",
    )


def main() -> None:
    """The entry point: errors are told in three parts, with ``--debug`` as Python has them."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may use a code page without the characters we need.
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    # We make many small objects and few cycles; looking for those costs an eighth of the time.
    gc.set_threshold(100_000, 20, 20)
    # At the end everything goes anyway; looking for cycles first takes a third of a second.
    atexit.register(gc.freeze)
    try:
        app()
    except KeyboardInterrupt:
        typer.echo("\nAfgebroken. Het vorige boek is niet veranderd.", err=True)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("IVP_DEBUG"):
            raise
        told = error if isinstance(error, IvpFout) else _as_ours(error)
        typer.echo(f"\nFout: {told}", err=True)
        sys.exit(1)

"""The command line: verbs in English, helped in Dutch. Each imports what it needs when it is used.

A verb lives in the module of its kind of work, imported here; ``app`` holds what they share.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from ivp.cli import book_verbs, data_verbs, edition_verbs, fleet_verbs  # noqa: F401
from ivp.cli.app import app
from ivp.errors import IvpFout

__all__ = ["app", "main"]


@contextmanager
def _plainly() -> Iterator[None]:
    """Errors for people: our own in three parts, anything else as a bug that can be reported."""
    try:
        yield
    except IvpFout as error:
        if os.environ.get("IVP_DEBUG"):
            raise
        typer.echo(f"\nFout: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("\nAfgebroken. Het vorige boek is niet veranderd.", err=True)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("IVP_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            typer.echo(f"\nFout: {_full()}", err=True)
            sys.exit(1)
        typer.echo(
            f"\nFout: Dit had niet mogen gebeuren ({type(error).__name__}: {error})\n"
            "  Waarom dit telt: dit is een fout in het programma; uw boek is niet veranderd\n"
            "  Wat u kunt doen: herhaal de opdracht met --debug en meld de uitvoer",
            err=True,
        )
        sys.exit(1)


def _full() -> IvpFout:
    return IvpFout(
        "De schijf is vol",
        waarom="het boek kon niet worden afgemaakt; het vorige boek in _book/ is niet veranderd",
        doe="maak ruimte en geef de opdracht opnieuw; de map .cache mag altijd weg",
    )


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may use a code page without the characters we need.
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    # We make many small objects and few cycles; looking for those costs an eighth of the time.
    gc.set_threshold(100_000, 20, 20)
    # At the end everything goes anyway; looking for cycles first takes a third of a second.
    atexit.register(gc.freeze)
    with _plainly():
        app()

"""The application that every module of this room adds its verbs to, and what they share."""

from __future__ import annotations

import os
from typing import Annotated, Literal

import typer

app = typer.Typer(
    help="Maak het Integraal Veiligheidsplan als boek: van gegevens tot HTML en PDF.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Toon alleen fouten.")]
Profile = Annotated[
    str | None, typer.Option("--profile", help="Profiel uit _quarto-<naam>.yml, zoals openbaar.")
]
Renderer = Literal["auto", "quarto", "ingebouwd"]
WhichRenderer = Annotated[
    Renderer,
    typer.Option(help="quarto, ingebouwd, of auto: Quarto als het er is, anders ingebouwd."),
]


@app.callback()
def _options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Toon bij een fout ook de technische details.")
    ] = False,
) -> None:
    if debug:
        os.environ["IVP_DEBUG"] = "1"

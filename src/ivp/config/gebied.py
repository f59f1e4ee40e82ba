"""Areas in ``params/gemeenten/<naam>.yml``: the municipality and what it is put beside."""

from __future__ import annotations

from pydantic import Field

from ivp.config.base import GebiedCode, Geheel, Id, Jaar, Kommagetal, Params, Tekst


class Gebied(Params):
    code: GebiedCode
    naam: Tekst


class Voorganger(Gebied):
    """A municipality that merged into this one; ``samengevoegd`` is the first year without it."""

    samengevoegd: Jaar


class Gemeente(Gebied):
    """``code_sinds``: first year of the code, when the merger gave the municipality a new one."""

    voorgangers: tuple[Voorganger, ...] = ()
    code_sinds: Jaar | None = None


class Vergelijkingsgemeente(Gebied):
    """``stedelijkheid``: the class of CBS, from 1 (very urban) to 5 (not urban)."""

    stedelijkheid: Geheel | None = Field(None, ge=1, le=5)


class Vergelijkbaar(Params):
    """Which of the municipalities are comparable: of like size, and of like urbanity if given."""

    naam: Tekst = "vergelijkbare gemeenten"
    inwoners_factor: Kommagetal = Field(
        2.5, gt=1, description="hooguit zoveel keer meer of minder inwoners"
    )
    stedelijkheid: tuple[Geheel, ...] = Field(
        (), description="alleen gemeenten van deze klassen; leeg: alle"
    )


class Vergelijking(Params):
    """The areas beside which the municipality is put."""

    naam: Tekst
    gemeenten: tuple[Vergelijkingsgemeente, ...]
    vergelijkbaar: Vergelijkbaar = Vergelijkbaar()
    eenheid: Gebied
    land: Gebied


class Deelgebied(Params):
    id: Id
    naam: Tekst

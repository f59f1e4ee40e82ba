"""``_brand.yml``: the municipality's colours, letter and logo, in the format that Quarto reads too.

The pages, the PDF and the figures all take their look from here. Whatever is not legible is refused
before anything is made: contrast is that of WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any

from ivp.config import colours, yamlfile
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import IvpFout, ParamsFout, collect, did_you_mean, raise_all
from ivp.paths import Project

BESTAND = "_brand.yml"
TEKST = 4.5
"""Contrast that text needs."""
_FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,60}")
_WHY = "wie slecht ziet, of het boek buiten op een telefoon leest, kan het dan niet lezen"


@dataclass(frozen=True)
class Lettersnede:
    """One file of the letter for the pages."""

    pad: str
    gewicht: int
    stijl: str


@dataclass(frozen=True)
class Logo:
    pad: str
    alt: str


@dataclass(frozen=True)
class Merk:
    """The colours by their role in ``_brand.yml`` (hexadecimal), the letter and the logo."""

    foreground: str = "#1b2733"
    background: str = "#ffffff"
    primary: str = "#00508f"
    secondary: str = "#4d5b66"
    tertiary: str = "#a34700"
    success: str = "#2b6e2f"
    info: str = "#7a2b8f"
    warning: str = "#8a4b00"
    danger: str = "#9c1c2e"
    light: str = "#f2f5f8"
    dark: str = "#14191f"
    letter: str = "Source Sans 3"
    snedes: tuple[Lettersnede, ...] = ()
    logo: Logo | None = None

    @property
    def grafiek(self) -> tuple[str, ...]:
        """The six colours of series in figures, in the order of ``ivp.show.style.PALETTE``."""
        return (self.primary, self.tertiary, self.success, self.info, self.danger, self.secondary)

    @property
    def vergelijking(self) -> str:
        """What the municipality is compared with, in figures: lighter than text."""
        lighter = colours.meng(self.secondary, "#ffffff", 0.2)
        return colours.met_contrast(lighter, self.background, 5.0)

    @property
    def tegel(self) -> str:
        """What areas on the map are filled with, half of it at most (``TEGEL``)."""
        return colours.leesbaar(self.primary, self.background, TEGEL, self.foreground, TEKST)

    @property
    def donker(self) -> Merk:
        """The same for dark pages: light text on ``dark``, every colour light enough on it."""
        paper, text = self.dark, colours.meng("#ffffff", self.dark, 0.08)
        panel = colours.meng(self.dark, "#ffffff", 0.05)
        lighter: dict[str, Any] = {
            role: colours.met_contrast(getattr(self, role), panel, 7.0)
            for role in (*_ON_PAPER, "danger")
            if role != "foreground"
        }
        return replace(self, foreground=text, background=paper, light=panel, **lighter)


TEGEL = 0.5
"""The most of its colour that an area on the map is filled with."""

ROLLEN = tuple(f.name for f in fields(Merk) if f.type == "str" and f.name != "letter")
_ON_PAPER = ("foreground", "primary", "secondary", "tertiary", "success", "info", "warning")
_PAIRS = [(role, "background") for role in (*_ON_PAPER, "danger")]
_PAIRS += [(role, "light") for role in ("foreground", "primary", "secondary")]


def read(project: Project) -> Merk:
    """The brand of the project; our own example look when it has no ``_brand.yml``.

    Raises ``ParamsFout`` (or ``Fouten``) that names the line: for a colour that is none, for too
    little contrast, and for a letter or logo that is not there.
    """
    if not (project.root / BESTAND).is_file():
        return Merk()
    file = yamlfile.read(project.root / BESTAND, BESTAND)
    errors: list[IvpFout] = []
    found: dict[str, Any] = {}
    given = _block(file.data, "color")
    for role in given:
        with collect(errors):
            if role in ROLLEN:
                found[role] = _colour(file, given, role)
            elif role not in ("palette", "link"):
                raise _unknown(file, ("color", role), role, ROLLEN)
    with collect(errors):
        found |= _letter(file)
    found["snedes"] = _faces(project, file, errors)
    with collect(errors):
        found["logo"] = _logo(project, file)
    made = Merk(**found)
    raise_all([*errors, *contrasten(made, file)])
    return made


def contrasten(merk: Merk, file: YamlFile) -> Iterator[ParamsFout]:
    """Every pair of colours that would not be legible, with the nearest shade that is."""
    for role, on in _PAIRS:
        colour, surface = getattr(merk, role), getattr(merk, on)
        found = colours.contrast(colour, surface)
        if found < TEKST:
            shade = colours.met_contrast(colour, surface, TEKST)
            yield ParamsFout(
                f"De kleur {role} ({colour}) op {on} ({surface}) heeft te weinig contrast: "
                f"{_number(found)}:1, en {_number(TEKST)}:1 is nodig",
                waar=file.where(("color", role)),
                waarom=_WHY,
                doe=f"kies een andere kleur; {shade} lijkt erop en heeft wel genoeg contrast",
            )
    if colours.contrast(merk.dark, "#ffffff") < 12:
        yield ParamsFout(
            f"De kleur dark ({merk.dark}) is niet donker genoeg voor de donkere pagina's",
            waar=file.where(("color", "dark")),
            waarom=_WHY,
            doe=f"kies een donkerder kleur, zoals {colours.met_contrast(merk.dark, '#ffffff', 12)}",
        )


def _number(value: float) -> str:
    return f"{int(value * 10) / 10:.1f}".replace(".", ",")


def _colour(file: YamlFile, given: dict[str, Any], role: str) -> str:
    """A colour by its hexadecimal notation, by name from the palette, or by another role."""
    palette = _block(given, "palette")
    value, seen = str(given[role]), {role}
    while not colours.is_hex(value):
        if value in seen or not (value in palette or (value in given and value in ROLLEN)):
            raise _unknown(file, ("color", role), value, palette)
        seen.add(value)
        value = str(palette[value] if value in palette else given[value])
    return colours.normaal(value)


def _unknown(file: YamlFile, loc: Loc, value: str, known: Iterable[str]) -> ParamsFout:
    return ParamsFout(
        f"Deze kleur is niet bekend: '{value}'.{did_you_mean(value, known)}",
        waar=file.where(loc),
        waarom="het boek weet dan niet welke kleur u bedoelt",
        doe='schrijf een kleur als "#00508f", of noem een naam uit palette',
    )


def _letter(file: YamlFile) -> dict[str, str]:
    """The family of the running text, when one is named."""
    base = _block(file.data, "typography").get("base")
    letter = base.get("family") if isinstance(base, dict) else base
    if letter and not _FAMILY.fullmatch(str(letter)):
        raise ParamsFout(
            f"Dit is geen naam van een letter: '{str(letter)[:60]}'",
            waar=file.where(("typography", "base")),
            waarom="het boek zou een andere letter krijgen dan u bedoelt",
            doe="gebruik letters, cijfers, spaties en streepjes, zoals Source Sans 3",
        )
    return {"letter": str(letter)} if letter else {}


def _faces(project: Project, file: YamlFile, errors: list[IvpFout]) -> tuple[Lettersnede, ...]:
    faces = []
    for i, font in enumerate(_block(file.data, "typography").get("fonts") or []):
        for j, one in enumerate(font.get("files") or [] if isinstance(font, dict) else []):
            given = one if isinstance(one, dict) else {"path": one}
            with collect(errors):
                here: Loc = ("typography", "fonts", i, "files", j)
                path = _existing(project, file, here, given.get("path"))
                weight = 700 if given.get("weight") == "bold" else given.get("weight")
                style = "italic" if given.get("style") == "italic" else "normal"
                faces.append(Lettersnede(path, weight if isinstance(weight, int) else 400, style))
    return tuple(faces)


def _logo(project: Project, file: YamlFile) -> Logo | None:
    logo = _block(file.data, "logo")
    chosen = logo.get("small") or logo.get("medium") or logo.get("large")
    if not chosen:
        return None
    image = _block(logo, "images").get(str(chosen), chosen)
    given = image if isinstance(image, dict) else {"path": image}
    path = _existing(project, file, ("logo",), given.get("path"))
    alt = str(given.get("alt", "")).strip()
    if not alt:
        raise ParamsFout(
            "Het logo heeft geen beschrijving (alt)",
            waar=file.where(("logo",)),
            waarom="een schermlezer kan anders niet zeggen van wie het boek is",
            doe='voeg alt toe bij het beeld, zoals alt: "Gemeente Medemblik"',
        )
    return Logo(path, alt)


def _existing(project: Project, file: YamlFile, loc: Loc, given: object) -> str:
    """``given`` as the path of a file in the project; raises ``ParamsFout`` when it is none."""
    path = PurePosixPath(str(given or ""))
    inside = not path.is_absolute() and ".." not in path.parts
    if given and inside and (project.root / path).is_file():
        return str(given)
    raise ParamsFout(
        f"Het bestand '{given or ''}' bestaat niet in het project",
        waar=file.where(loc),
        waarom="het boek zou er anders uitzien dan u hier vraagt",
        doe="herstel de naam, of zet het bestand in assets/",
    )


def _block(data: Any, key: str) -> dict[str, Any]:
    """The block under ``key``; empty when there is none."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}

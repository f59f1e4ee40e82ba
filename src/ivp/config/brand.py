"""``_brand.yml``: the municipality's colours, letter and logo, in the format that Quarto reads too.

The pages, the PDF and the figures all take their look from here. Whatever is not legible is refused
before anything is made: contrast is that of WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import Any

from ivp.config import colours, yamlfile
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import Fouten, ParamsFout, did_you_mean
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
        """The six colours of series in figures, in the order of ``ivp.show.stijl.PALET``."""
        return (
            self.primary,
            self.tertiary,
            self.success,
            self.info,
            self.danger,
            self.secondary,
        )

    @property
    def vergelijking(self) -> str:
        """What the municipality is compared with, in figures: lighter than text."""
        return colours.met_contrast(
            colours.meng(self.secondary, "#ffffff", 0.2), self.background, 5.0
        )

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
    data = file.data if isinstance(file.data, dict) else {}
    given = _mapping(data.get("color"))
    errors: list[ParamsFout] = []
    roles: dict[str, str] = {}
    for role in given:
        if role not in (*ROLLEN, "palette", "link"):
            errors.append(_unknown(file, ("color", role), str(role), ROLLEN))
    for role in ROLLEN:
        if role in given:
            try:
                roles[role] = _colour(file, given, role)
            except ParamsFout as error:
                errors.append(error)
    typography = _mapping(data.get("typography"))
    base = typography.get("base")
    letter = _mapping(base).get("family") if not isinstance(base, str) else base
    if letter and not _FAMILY.fullmatch(str(letter)):
        errors.append(_unknown_letter(file, str(letter)))
        letter = None
    made = Merk(
        **roles,
        **({"letter": str(letter)} if letter else {}),
        snedes=tuple(_faces(project, file, typography, errors)),
        logo=_logo(project, file, _mapping(data.get("logo")), errors),
    )
    errors += contrasten(made, file)
    if errors:
        raise errors[0] if len(errors) == 1 else Fouten(list(errors))
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
    palette = _mapping(given.get("palette"))
    loc: Loc = ("color", role)
    value, seen = given[role], {role}
    while isinstance(value, str) and not colours.is_hex(value):
        if value in palette and value not in seen:
            loc = ("color", "palette", value)
        elif value in given and value in ROLLEN and value not in seen:
            loc = ("color", value)
        else:
            raise _unknown(file, ("color", role), value, palette)
        seen.add(value)
        value = palette[value] if value in palette else given[value]
    if not isinstance(value, str):
        raise _unknown(file, loc, str(value), palette)
    return colours.normaal(value)


def _unknown(file: YamlFile, loc: Loc, value: str, known: Any) -> ParamsFout:
    return ParamsFout(
        f"Deze kleur is niet bekend: '{value}'.{did_you_mean(value, map(str, known))}",
        waar=file.where(loc),
        waarom="het boek weet dan niet welke kleur u bedoelt",
        doe='schrijf een kleur als "#00508f", of noem een naam uit palette',
    )


def _unknown_letter(file: YamlFile, letter: str) -> ParamsFout:
    return ParamsFout(
        f"Dit is geen naam van een letter: '{letter[:60]}'",
        waar=file.where(("typography", "base")),
        waarom="het boek zou een andere letter krijgen dan u bedoelt",
        doe="gebruik letters, cijfers, spaties en streepjes, zoals Source Sans 3",
    )


def _faces(
    project: Project, file: YamlFile, typography: dict[str, Any], errors: list[ParamsFout]
) -> Iterator[Lettersnede]:
    for i, font in enumerate(typography.get("fonts") or []):
        for j, one in enumerate(_mapping(font).get("files") or []):
            given = one if isinstance(one, dict) else {"path": one}
            path = str(given.get("path", ""))
            if _missing(project, file, ("typography", "fonts", i, "files", j), path, errors):
                continue
            weight, style = given.get("weight"), given.get("style")
            yield Lettersnede(
                path,
                weight if isinstance(weight, int) else 700 if weight == "bold" else 400,
                "italic" if style == "italic" else "normal",
            )


def _logo(
    project: Project, file: YamlFile, logo: dict[str, Any], errors: list[ParamsFout]
) -> Logo | None:
    chosen = logo.get("small") or logo.get("medium") or logo.get("large")
    if not chosen:
        return None
    image = _mapping(logo.get("images")).get(chosen, chosen)
    path = str(_mapping(image).get("path", "")) if isinstance(image, dict) else str(image)
    alt = str(_mapping(image).get("alt", "")).strip()
    if _missing(project, file, ("logo",), path, errors):
        return None
    if not alt:
        errors.append(
            ParamsFout(
                "Het logo heeft geen beschrijving (alt)",
                waar=file.where(("logo",)),
                waarom="een schermlezer kan anders niet zeggen van wie het boek is",
                doe='voeg alt toe bij het beeld, zoals alt: "Gemeente Medemblik"',
            )
        )
    return Logo(path, alt)


def _missing(
    project: Project, file: YamlFile, loc: Loc, path: str, errors: list[ParamsFout]
) -> bool:
    pure = PurePosixPath(path)
    inside = bool(path) and not pure.is_absolute() and ".." not in pure.parts
    if inside and (project.root / path).is_file():
        return False
    errors.append(
        ParamsFout(
            f"Het bestand '{path}' bestaat niet in het project",
            waar=file.where(loc),
            waarom="het boek zou er anders uitzien dan u hier vraagt",
            doe="herstel de naam, of zet het bestand in assets/",
        )
    )
    return True


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

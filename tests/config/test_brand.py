"""The look in one file: colours by role, and nothing illegible gets through."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.config import brand, colours
from ivp.config.yamlfile import YamlFile
from ivp.errors import Fouten, ParamsFout
from ivp.paths import Project

ROOT = Path(__file__).parents[2]
HEX = st.builds("#{:06x}".format, st.integers(0, 0xFFFFFF))


def project(folder: Path, text: str) -> Project:
    (folder / "_brand.yml").write_text(text, "utf-8")
    return Project(folder)


def test_contrast_is_that_of_wcag() -> None:
    assert colours.contrast("#000", "#fff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert colours.contrast("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.005)


@given(HEX, HEX, st.floats(1, 4.58))
@settings(max_examples=60)
def test_a_shade_with_enough_contrast_is_found(colour: str, surface: str, least: float) -> None:
    assert colours.contrast(colours.met_contrast(colour, surface, least), surface) >= least


@given(HEX)
@settings(max_examples=60)
def test_any_legible_colour_gives_legible_dark_pages_and_tiles(colour: str) -> None:
    primary = colours.met_contrast(colour, "#f2f5f8", brand.TEKST)
    look = brand.Merk(primary=primary)
    assert list(brand.contrasten(look, YamlFile("_brand.yml", {}, {}))) == []
    for one in (look, look.donker):
        for role in ("foreground", "primary", "secondary", "warning", "danger"):
            assert colours.contrast(getattr(one, role), one.background) >= brand.TEKST
        full = colours.meng(one.background, one.tegel, brand.TEGEL)
        assert colours.contrast(one.foreground, full) >= brand.TEKST
        assert colours.contrast(one.vergelijking, one.background) >= brand.TEKST


def test_colours_by_name_by_role_and_in_short(tmp_path: Path) -> None:
    text = "color:\n  palette: {zee: '#036'}\n  primary: zee\n  info: primary\n"
    found = brand.read(project(tmp_path, text))
    assert found.primary == found.info == "#003366"


def test_too_little_contrast_is_refused_with_a_shade_that_will_do(tmp_path: Path) -> None:
    text = "color:\n  foreground: '#1b2733'\n  primary: '#ffcc00'\n"
    with pytest.raises(Fouten) as caught:
        brand.read(project(tmp_path, text))
    first = caught.value.fouten[0]
    assert "primary (#ffcc00) op background (#ffffff) heeft te weinig contrast: 1,5:1" in first.wat
    assert first.waar == "_brand.yml, regel 3, color.primary"
    shade = first.doe.split("; ")[1].split()[0]
    assert colours.contrast(shade, "#ffffff") >= brand.TEKST
    good = text.replace("#ffcc00", colours.met_contrast("#ffcc00", "#f2f5f8", 4.5))
    assert brand.read(project(tmp_path, good)).primary != "#00508f"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("color: {primary: blauww, palette: {blauw: '#00508f'}}", "Bedoelt u 'blauw'?"),
        ("color: {primry: '#00508f'}", "Bedoelt u 'primary'?"),
        ("color: {palette: {a: b, b: a}, primary: a}", "niet bekend"),
        ("color: {primary: 12}", "niet bekend"),
        ("color: {dark: '#888888'}", "niet donker genoeg"),
        ("logo: {small: ../x.svg}", "bestaat niet in het project"),
        ("typography: {fonts: [{files: [assets/weg.woff2]}]}", "bestaat niet in het project"),
        ("typography: {base: 'x\"; } body { display: none'}", "geen naam van een letter"),
    ],
)
def test_mistakes_are_said_in_dutch(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises((ParamsFout, Fouten), match=None) as caught:
        brand.read(project(tmp_path, text))
    assert said in str(caught.value)


def test_a_logo_needs_words(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    text = "logo: {images: {a: {path: logo.svg}}, small: a}"
    with pytest.raises(ParamsFout, match="geen beschrijving"):
        brand.read(project(tmp_path, text))
    found = brand.read(project(tmp_path, text.replace("logo.svg}", "logo.svg, alt: Gemeente}")))
    assert found.logo == brand.Logo("logo.svg", "Gemeente")


def test_the_books_own_look_is_legible_and_the_fallback_is_the_same() -> None:
    found = brand.read(Project(ROOT))
    data = yaml.safe_load((ROOT / "_brand.yml").read_text("utf-8"))
    assert found.primary == data["color"]["palette"]["blauw"]
    assert {role: getattr(found, role) for role in brand.ROLLEN} == {
        role: getattr(brand.Merk(), role) for role in brand.ROLLEN
    }


def test_all_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    text = "typography: {fonts: [{files: [a.woff2, {path: b.woff2, weight: bold}]}], base: 'x;'}\n"
    with pytest.raises(Fouten) as caught:
        brand.read(
            project(tmp_path, text + "logo: {small: c.svg}\ncolor: {primary: [1], info: x}\n")
        )
    assert len(caught.value.fouten) == 6

"""The style sheet has the municipality's colours, for light pages and for dark ones."""

from __future__ import annotations

import re
from pathlib import Path

from ivp.book import brand_css
from ivp.config import brand
from ivp.config.colours import contrast
from ivp.paths import Project
from tests.book.conftest import ROOT

PROPERTY = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


def test_each_colour_has_a_light_and_a_dark_value_that_can_be_read(tmp_path: Path) -> None:
    project = Project(ROOT)
    brand_css.write(tmp_path, project, brand.read(project))
    text = (tmp_path / brand_css.CSS).read_text("utf-8")
    light, dark = (dict(PROPERTY.findall(part)) for part in text.split("@media"))
    assert set(light) == set(dark) and len(light) > 10
    for colours in (light, dark):
        paper = colours["utrecht-document-background-color"]
        assert contrast(colours["utrecht-document-color"], paper) >= 7
        assert contrast(colours["ivp-rand"], paper) >= 3
        assert contrast(colours["ivp-let-op-tekst"], colours["ivp-let-op-vlak"]) >= 7
    for name in re.findall(r'url\("\.\./\.\./([^"]+)"\)', text):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()

"""What partners fill in: made from the formats, and read back as the delivery that it is."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from ivp.data.readers import deliveries
from ivp.data.readers.deliveries import FORMATS, DeliveryFormat
from ivp.paths import Project
from tests.data.readers.conftest import refused


def test_the_templates_in_data_are_those_of_the_formats(tmp_path: Path, root: Path) -> None:
    """When they are not, write them again: ``ivp template`` without a name."""
    written = deliveries.write_templates(Project(tmp_path))
    assert {path.name: path.read_bytes() for path in written} == {
        path.name: path.read_bytes() for path in (root / "data/sjablonen").iterdir()
    }


@pytest.mark.parametrize("levering", FORMATS.values(), ids=list(FORMATS))
def test_workbook_filled_in(levering: DeliveryFormat) -> None:
    """The workbook is read from its sheet 'levering', as it comes back from a partner."""
    book = openpyxl.load_workbook(io.BytesIO(deliveries.template_workbook(levering)))
    assert book.sheetnames == ["levering", "voorbeeld", "uitleg"]
    empty = refused(
        lambda: deliveries.read(deliveries.template_workbook(levering), "leeg.xlsx", levering.name)
    )
    assert "geen rijen" in empty.wat
    for row in levering.example:
        book["levering"].append(row)
    stream = io.BytesIO()
    book.save(stream)
    frame = deliveries.read(stream.getvalue(), "vol.xlsx", levering.name)
    assert len(frame) == len(levering.example)


def test_template_is_never_overwritten(tmp_path: Path) -> None:
    path = deliveries.write_template("halt", tmp_path)
    assert path.name == "halt-levering.xlsx"
    assert "is er al" in refused(lambda: deliveries.write_template("halt", tmp_path)).wat
    fout = refused(lambda: deliveries.write_template("zvh", tmp_path / "nergens"))
    assert "geen bestand" in fout.wat

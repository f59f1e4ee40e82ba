"""The stored reference results are what their scripts make, where R is there to run them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).parents[1] / "reference"
RSCRIPT = shutil.which("Rscript")
LIBRARIES = {"rates": "MASS", "survey": "survey"}


@pytest.mark.parametrize("name", LIBRARIES)
def test_r_makes_the_same_again(name: str, tmp_path: Path) -> None:
    if RSCRIPT is None:
        pytest.skip("R is not installed (Debian: r-base-core, r-cran-survey, r-cran-mass)")
    there = subprocess.run(
        [RSCRIPT, "-e", f"library({LIBRARIES[name]})"], capture_output=True, check=False
    )
    if there.returncode:
        pytest.skip(f"R has no package {LIBRARIES[name]}")
    shutil.copy(FOLDER / f"{name}.R", tmp_path)
    subprocess.run([RSCRIPT, f"{name}.R"], cwd=tmp_path, capture_output=True, check=True)
    for made in sorted(tmp_path.glob("*.csv")):
        stored, again = pd.read_csv(FOLDER / made.name), pd.read_csv(made)
        pd.testing.assert_frame_equal(stored, again, rtol=1e-6)

"""What a library brings along waits until it is used, and is whole then."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import pandas as pd
from ivp.stats.mcdm import promethee, topsis

scores = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [3.0, 1.0, 2.0]})
for rank in (topsis, promethee):
    rank(scores, {"a": 1.0, "b": 2.0})
assert "matplotlib" not in sys.modules
import pymcdm

assert callable(pymcdm.visuals.weights_plot)
assert "matplotlib" in sys.modules
"""


def test_the_drawings_of_pymcdm_wait_until_somebody_draws() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

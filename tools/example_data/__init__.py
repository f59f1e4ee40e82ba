"""The generator of the fictitious example data: ``python -m tools.example_data``.

Deliveries without a public source are needed to make the book before the partners have delivered.
They are drawn from one seed, made plausible, and calibrated to the real totals in the package. They
say nothing about what happened, and every data set made here is registered as ``werkelijk: false``.
"""

from tools.example_data.calibration import MEDEMBLIK, Calibration
from tools.example_data.generate import make, write_all

__all__ = ["MEDEMBLIK", "Calibration", "make", "write_all"]

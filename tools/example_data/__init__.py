"""The generator of the fictitious example data: ``python -m tools.example_data``.

Deliveries without a public source are needed to make the book before the partners have delivered.
They are drawn from one seed, made plausible, and calibrated to the real totals in the package. They
say nothing about what happened, and every data set made here is registered as ``werkelijk: false``.
"""

from tools.example_data.ijking import MEDEMBLIK, Ijking
from tools.example_data.maak import maak, schrijf

__all__ = ["MEDEMBLIK", "Ijking", "maak", "schrijf"]

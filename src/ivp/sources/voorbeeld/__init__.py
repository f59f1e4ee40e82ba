"""The generator of the fictitious example data: ``python -m ivp.sources.voorbeeld``.

Deliveries without a public source are needed to make the book before the partners have delivered.
They are drawn from one seed, made plausible, and calibrated to the real totals in the package. They
say nothing about what happened, and every data set made here is registered as ``werkelijk: false``.
"""

from ivp.sources.voorbeeld.ijking import MEDEMBLIK, Ijking
from ivp.sources.voorbeeld.maak import maak, schrijf

__all__ = ["MEDEMBLIK", "Ijking", "maak", "schrijf"]

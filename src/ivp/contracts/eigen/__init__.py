"""Expectations of our own, beside those of Great Expectations: what goes wrong with these sources.

Each is a pure function on frames (``reeks``, ``tellingen``, ``anders``). ``TYPEN`` gives it the
name by which a suite asks for it and the Dutch sentence that says what it asks; its keyword
arguments are the ``kwargs`` of the suite. ``gx`` makes Great Expectations know them.
"""

from ivp.contracts.eigen.basis import Bevinding, Eigen, Omgeving
from ivp.contracts.eigen.typen import TYPEN

__all__ = ["TYPEN", "Bevinding", "Eigen", "Omgeving"]

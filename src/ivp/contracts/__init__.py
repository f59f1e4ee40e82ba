"""Data contracts: what a delivery must look like, checked before any figure is made.

``expectations/<data set>.json`` holds the contract of each data set as a Great Expectations suite,
with types of GX and of our own (``eigen``). That there are no personal data (``persoonsgegevens``),
and that real figures are not called an example (``herkomst``), holds for all. Every check gives one
``Verdict``, in Dutch.
"""

from ivp.contracts.check import check, raise_if_broken
from ivp.contracts.verdict import Verdict

__all__ = ["Verdict", "check", "raise_if_broken"]

"""Data contracts: what a delivery must look like, checked before any figure is made.

``expectations/<data set>.json`` holds the contract of each data set as a Great Expectations suite,
with types of GX and of our own (``own_checks``). That there are no personal data
(``personal_data``), and that real figures are not called an example, holds for all. Every check
gives one ``Verdict``; all its Dutch is in ``wording``. ``check_datasets.check`` does it all.
"""

from ivp.contracts.verdict import VERDICTS, Verdict

__all__ = ["VERDICTS", "Verdict"]

"""The data sets of the book: how files become data sets, and where each figure comes from.

``readers``: from a delivered file to a tidy frame; ``fetch``: public tables into ``snapshots``;
``recognise``, ``takeover`` and ``update``: from those to the data sets in ``package``.
"""

from ivp.data.package import Dataset, Package

__all__ = ["Dataset", "Package"]

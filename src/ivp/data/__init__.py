"""The data sets as delivered: their registration in ``data/datapackage.json`` and their content.

Here live the reader of registered snapshots and the generator of the fictitious example data.
"""

from ivp.data.datapackage import Dataset, Package

__all__ = ["Dataset", "Package"]

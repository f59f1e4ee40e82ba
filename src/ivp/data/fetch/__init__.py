"""Fetch public tables from their own services (``ivp fetch``) into snapshots.

``beleid``: patience and limits; ``http``: one request; ``odata``: entities and pages; ``plan``:
what to ask; ``rijen``: what may come back; ``halen``: all of it, in the order that makes it safe.
"""

from ivp.data.fetch.beleid import Beleid
from ivp.data.fetch.halen import Ophalen, Uitkomst

__all__ = ["Beleid", "Ophalen", "Uitkomst"]

"""Fetch public tables from their own services (``ivp fetch``) into snapshots.

``odata_service``: entities and pages, a request at a time, with patience and limits;
``request_plan``: what to ask and what may come back; ``fetch_table``: all of it, in the order that
makes it safe.
"""

from ivp.data.fetch.fetch_table import Fetched, Fetcher
from ivp.data.fetch.odata_service import FetchPolicy

__all__ = ["FetchPolicy", "Fetched", "Fetcher"]

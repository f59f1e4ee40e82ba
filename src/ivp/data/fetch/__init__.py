"""Fetch public tables from their own services (``ivp fetch``) into snapshots.

``connection``: one request, with patience and limits; ``odata_service``: entities and pages;
``request_plan``: what to ask and what may come back; ``fetch_table``: all of it, in the order that
makes it safe.
"""

from ivp.data.fetch.connection import FetchPolicy
from ivp.data.fetch.fetch_table import Fetched, Fetcher

__all__ = ["FetchPolicy", "Fetched", "Fetcher"]

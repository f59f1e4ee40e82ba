"""From snapshots to the one tidy indicator table, and from that table to a chapter's input."""

from ivp.indicators.published import Tegenspraak, tegenspraken
from ivp.indicators.rows import SCHEMA
from ivp.indicators.table import build

__all__ = ["SCHEMA", "Tegenspraak", "build", "tegenspraken"]

"""Typed parameters: read ``params/``, check it, explain in Dutch what is wrong with it."""

from ivp.config.load import load
from ivp.config.model import Chapter, Config

__all__ = ["Chapter", "Config", "load"]

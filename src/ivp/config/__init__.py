"""Typed parameters: read ``params/``, check it, explain in Dutch what is wrong with it."""

from ivp.config.load import load
from ivp.config.model import Config, Run

__all__ = ["Config", "Run", "load"]

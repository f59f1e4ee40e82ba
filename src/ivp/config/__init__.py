"""Typed parameters: read ``params/``, check it, explain in Dutch what is wrong with it."""

from ivp.config.config import Config, Run
from ivp.config.load import load

__all__ = ["Config", "Run", "load"]

"""Typed parameters: read ``params/``, check it, explain in Dutch what is wrong with it."""

from ivp.config.load import Config, Run, load

__all__ = ["Config", "Run", "load"]

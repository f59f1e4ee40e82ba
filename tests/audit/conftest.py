"""The small projects of the indicators' tests, here as books to attack."""

from tests.indicators.conftest import book, make_config, make_package

__all__ = ["book", "make_config", "make_package"]

"""Real deliveries lie beside the project when they are there; they are never in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ivp.data.readers import metadata
from ivp.data.readers.metadata import Metadata
from ivp.errors import BronFout

LEVERINGEN = Path(__file__).resolve().parents[4] / "shared" / "data"

needs_real = pytest.mark.skipif(not LEVERINGEN.is_dir(), reason="no real deliveries here")


def real(naam: str) -> bytes:
    """The bytes of a real delivery."""
    return (LEVERINGEN / naam).read_bytes()


@pytest.fixture(scope="session")
def police_metadata() -> Metadata:
    """The metadata of 47013NED as delivered."""
    return metadata.read(real("politie/47013NED_metadata.csv"), "metadata.csv")


def refused(read: Callable[[], object]) -> BronFout:
    """The ``BronFout`` that ``read`` raises; it always has a place, a reason and a remedy."""
    with pytest.raises(BronFout) as caught:
        read()
    assert caught.value.waar
    assert caught.value.waarom
    assert caught.value.doe
    return caught.value

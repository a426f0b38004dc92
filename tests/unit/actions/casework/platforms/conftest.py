"""A platform on loopback for each test."""

from collections.abc import Iterator

import pytest

from tests.unit.actions.casework.platforms.loopback import Loopback


@pytest.fixture
def platform() -> Iterator[Loopback]:
    """A platform that behaves until it is told otherwise."""
    running = Loopback()
    yield running
    running.stop()

"""What the tests of security share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.ingest.conftest import Reader
from tests.security import attacks
from tests.security.attacks import Attack


@pytest.fixture
def reader(transactional_db: None, door_to_loopback: None) -> Reader:
    """Adds and reads feeds, for real."""
    return Reader()


@pytest.fixture(scope="session")
def known_attacks(data: Path) -> list[Attack]:
    return attacks.load(data)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()

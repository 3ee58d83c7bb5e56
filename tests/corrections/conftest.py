"""The desk, a clock that the test sets, no limits left over from other tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from newsstand.lib import clock
from tests.comments.talk import Clock
from tests.corrections.desk import Desk, make_desk
from tests.pages.newsroom import NOON


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the site takes for the time; `time.pass_by(days=9)` moves it."""
    stopped = Clock(NOON)
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()

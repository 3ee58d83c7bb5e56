"""A newsroom to read, a clock that the test sets, no limits left over."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from newsstand.lib import clock
from newsstand.ranking.live import live
from tests.comments.talk import Clock
from tests.pages.newsroom import NOON
from tests.readers.reading import Newsroom, make_newsroom


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the site takes for the time; `time.pass_by(hours=3)` moves it."""
    stopped = Clock(NOON)
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture
def newsroom(db: None, time: Clock) -> Newsroom:
    return make_newsroom()


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    cache.clear()
    live.__init__()  # type: ignore[misc]
    yield
    cache.clear()

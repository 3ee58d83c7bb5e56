"""An article to talk about, and a clock that the test sets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from newsstand.articles.models import Article
from newsstand.lib import clock
from tests.comments.talk import Clock, make_article

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def article(db: None) -> Article:
    return make_article(NOW - timedelta(days=1))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the site takes for the time; `time.pass_by(seconds=90)` moves it."""
    stopped = Clock(NOW)
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()

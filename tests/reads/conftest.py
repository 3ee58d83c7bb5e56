"""Each test has a folder of its own for what is heard, and no limits of others."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from newsstand.articles.models import Article
from newsstand.lib import clock, day_keys
from newsstand.publishers.models import Publisher
from newsstand.reads import log
from tests.pages.newsroom import NOON, make_article, make_author, make_publisher


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """READS_ROOT of this test."""
    settings.READS_ROOT = tmp_path / "reads"
    cache.clear()
    day_keys._known.clear()
    yield tmp_path / "reads"
    for one in log._logs.values():
        one.close()
    log._logs.clear()
    day_keys._known.clear()


class SetClock:
    """What the time is, until it is set again."""

    def __init__(self) -> None:
        self.at = NOON + timedelta(hours=1)

    def __call__(self) -> Any:
        return self.at


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The clock of the site, at one o'clock on the day of the newsroom."""
    found = SetClock()
    monkeypatch.setattr(clock, "now", found)
    return found


@pytest.fixture
def publisher() -> Publisher:
    return make_publisher()


@pytest.fixture
def article(publisher: Publisher) -> Article:
    return make_article(publisher, authors=(make_author(publisher),))

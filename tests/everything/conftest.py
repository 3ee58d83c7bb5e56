"""A newsroom, and files that are the test's own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.readers.reading import Newsroom, make_newsroom


@pytest.fixture
def newsroom(db: None, settings: Any, tmp_path: Path) -> Newsroom:
    cache.clear()
    settings.NEWSSTAND_HOME = tmp_path
    return make_newsroom()

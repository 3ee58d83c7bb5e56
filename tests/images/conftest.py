"""A place of its own for the files of each test, and the door open to this machine."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def root(settings: Any, tmp_path: Path, door_to_loopback: None) -> Path:
    """IMAGES_ROOT of this test."""
    settings.IMAGES_ROOT = tmp_path / "images"
    return tmp_path / "images"

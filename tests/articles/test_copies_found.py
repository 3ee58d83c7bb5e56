"""Reprints planted into real texts are found among traps and other news, on the real path through the database."""

from pathlib import Path

import pytest
from django.db import connection

from bench.duplicates import measure

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_nearly_every_reprint_is_found_and_nearly_nothing_else(data: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("measured once, on SQLite; test_copies.py holds the same path on PostgreSQL")
    figures = measure()
    assert figures["reprints"] == 9 * 181
    assert float(str(figures["precision"])) >= 0.99, figures["false_merges_listed"]
    assert float(str(figures["recall"])) >= 0.95, figures["recall_by_way"]

"""An advertiser looks at the desk, at one campaign, and takes the numbers along."""

import csv
import json
from typing import Any

import pytest

from tests.browser.advertised import bakery, desk
from tests.people import di

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]


def test_the_desk_at_a_glance_one_campaign_and_the_file(open_page: Any) -> None:
    bakery()
    page = open_page(desk(), user=di(), script=False)
    assert page.get_by_role("heading", name="Campaigns", level=1).is_visible()
    assert page.get_by_text("Running").is_visible()
    assert page.get_by_text("1,000.00 EUR").is_visible()
    page.get_by_role("link", name="Bread in autumn").click()
    assert page.get_by_role("heading", name="Harbour").count() == 0
    assert page.get_by_role("rowheader", name="Article, right after the text").is_visible()
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_text("Paused", exact=True).first.is_visible()
    with page.expect_download() as held:
        page.get_by_role("link", name="CSV of Slots").click()
    rows = list(csv.DictReader(held.value.path().read_text().splitlines()))
    assert [row["slot"] for row in rows] == ["article-1"]
    with page.expect_download() as held:
        page.get_by_role("link", name="JSON of Slots").click()
    found = json.loads(held.value.path().read_text())["rows"]
    assert found[0]["views"] == int(rows[0]["views"]) > 10_000

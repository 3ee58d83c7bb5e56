"""The browser's own ground: what the other walks stand on works, and would say so if it did not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from newsstand.publishers.models import Publisher
from tests.people import ann

pytestmark = pytest.mark.browser


def test_the_site_answers_a_real_browser(open_page: Callable[..., Page], site: str) -> None:
    page = open_page("/robots.txt")
    assert f"{site}/sitemap.xml" in page.inner_text("body")


def test_axe_finds_what_is_wrong_with_a_page(open_page: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
    page = open_page("/robots.txt")
    page.set_content("<html><head><title></title></head><body><img src='data:,'><input></body></html>")
    found = " ".join(axe(page))
    assert "image-alt" in found
    assert "label" in found


def test_what_a_test_writes_is_what_the_site_shows(open_page: Callable[..., Page], site: str) -> None:
    from newsstand.lib.clock import now

    ann()
    Publisher.objects.create(name="The Ferry Post", slug="ferry-post", joined_at=now())
    page = open_page("/robots.txt")
    answer = page.request.get(f"{site}/publisher/ferry-post/feed.json")
    assert answer.status == 200
    assert "The Ferry Post" in answer.json()["title"]

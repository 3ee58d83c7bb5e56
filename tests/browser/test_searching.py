"""A reader looks for something, narrows it down, keeps it and follows it: with script in place, and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.search.models import SavedSearch
from tests.browser.town import Town
from tests.browser.walks import sign_in
from tests.people import eve

pytestmark = pytest.mark.browser
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@both_ways
def test_a_reader_searches_narrows_it_down_saves_it_and_follows_it(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    eve()
    page = open_page("/about", script=script)
    page.get_by_role("searchbox").fill("ferry")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("results")
    expect(page.locator("mark").first).to_have_text("ferry", ignore_case=True)

    page.get_by_role("searchbox").fill('ferry publisher:"The Ferry Post" headline:"ferry waits"')
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("1 result")
    expect(page.get_by_role("link", name="The ferry waits")).to_be_visible()
    page.get_by_role("link", name="publisher The Ferry Post").click()
    expect(page.get_by_role("searchbox")).to_have_value('ferry headline:"ferry waits"')

    page.get_by_role("link", name="Sign in to save this search").click()
    sign_in(page, "Eve")
    expect(page.get_by_role("searchbox")).to_have_value('ferry headline:"ferry waits"')
    page.get_by_text("Save this search").click()
    page.get_by_label("Name").fill("Waiting ferries")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Waiting ferries")).to_be_visible()
    feed = page.get_by_role("listitem").filter(has_text="Waiting ferries").get_by_role("link", name="RSS")
    said = page.request.get(str(feed.get_attribute("href")))
    assert "The ferry waits" in said.text()

    page.get_by_role("link", name="Waiting ferries").click()
    expect(page.get_by_text("You keep this search.")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Delete Waiting ferries").click()
    expect(page.get_by_text("Deleted. Its feed is gone too.")).to_be_visible()
    assert not SavedSearch.objects.filter(user=eve()).exists()


def test_on_a_phone_the_way_to_the_search_is_a_link_and_a_slip_is_put_right(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page("/", width=360)
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("harbuor")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="harbour", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("result")
    page.get_by_role("link", name="More results").click()
    expect(page.locator(".results > li").first).to_be_visible()
    page.get_by_role("link", name="Newest").click()
    expect(page.get_by_text("Newest", exact=True)).to_be_visible()

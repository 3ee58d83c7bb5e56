"""A reader who is not signed in: the front page, an article, its byline, publisher and topics, older articles."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.town import Town

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_follows_byline_publisher_and_topic(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    page = open_page("/", script=script)
    page.get_by_role("link", name=town.main.headline).first.click()
    expect(page.get_by_role("heading", level=1, name=town.main.headline)).to_be_visible()
    for words in (
        "The divers of Kestermouth",
        "1 hour ago",
        "Updated",
        "Comments",
        "The bridge at low tide, yesterday.",
    ):
        expect(page.get_by_role("main")).to_contain_text(words)
    expect(page.get_by_role("link", name="Read the original")).to_have_attribute(
        "href", "https://beacon.example/bridge"
    )

    page.get_by_role("link", name="Oddny Sigurdardottir").click()
    expect(page.get_by_role("heading", level=1, name="Oddny Sigurdardottir")).to_be_visible()
    page.get_by_role("link", name=town.main.headline).click()

    page.locator(".story-publisher").get_by_role("link", name=town.publisher.name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name="The Ferry Post")).to_be_visible()
    page.get_by_role("link", name=town.main.headline).click()

    page.locator(".story-text").get_by_role("link", name="Kestermouth").click()
    expect(page.get_by_role("heading", level=1, name="Kestermouth")).to_be_visible()
    page.get_by_role("link", name=town.main.headline).click()
    page.get_by_role("complementary", name="In this article").get_by_role("link", name="Town subject").click()
    expect(page.get_by_role("heading", level=1, name="Town")).to_be_visible()
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Business").click()
    expect(page.get_by_role("heading", level=1, name="Business")).to_be_visible()


def test_a_reader_pages_to_the_oldest_article(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/", width=390)
    page.get_by_role("link", name="Latest", exact=True).click()
    page.get_by_role("link", name="Older articles").click()
    expect(page.get_by_role("heading", level=1, name="Older articles")).to_be_visible()
    expect(page.get_by_role("link", name="Report 35 from")).to_be_visible()
    expect(page.get_by_role("link", name="Older articles")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("link", name=town.main.headline).first).to_be_visible()


def test_pictures_come_from_us_and_one_that_is_lost_leaves_its_words(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page(town.article)
    lead = page.get_by_role("img", name="The bridge at low tide")
    lead.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.story-lead img').naturalWidth > 0")
    inside = page.get_by_role("img", name="A crack as wide as a hand, under water")
    inside.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.story-text img').naturalWidth > 0")
    lost = page.get_by_role("img", name="The old bridge in 1911")
    expect(lost).to_be_visible()
    expect(lost).to_have_text("The old bridge in 1911")


def test_what_a_page_does_not_hold_is_said_with_a_way_on(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.gone.get_absolute_url(), refused=(410,))
    expect(page.get_by_role("heading", level=1)).to_contain_text("withdrawn")
    page = open_page("/a/999999/nothing", refused=(404,))
    page.get_by_role("link", name="Go to the front page").click()
    expect(page.get_by_role("link", name=town.main.headline).first).to_be_visible()


def test_an_older_address_of_an_article_leads_to_it(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(f"/a/{town.main.pk}/what-it-was-called-before")
    assert page.url.endswith(town.article)


def test_dates_are_ages_with_the_date_behind_them(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.article)
    age = page.locator(".story-head time").first
    expect(age).to_have_text("1 hour ago")
    assert age.get_attribute("datetime") == town.main.published_at.isoformat(timespec="seconds")
    assert str(town.main.published_at.year) in (age.get_attribute("title") or "")

"""A reader chooses a place, sees why, opens an article from the page, and switches to the latest."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.ranking.inbox import inbox
from newsstand.ranking.models import PageOrder, Signal
from newsstand.readers.models import Affinity
from newsstand.topics.models import ArticlePlace, Topic
from tests.browser.town import Town
from tests.people import ann

pytestmark = pytest.mark.browser
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def far_news(town: Town) -> Article:
    """An article at Kestermouth that only those near it find at the top."""
    place = Topic.objects.get(slug="kestermouth")
    Topic.objects.filter(pk=place.pk).update(kind="place", latitude=54.7, longitude=2.1)
    pictured = Article.objects.exclude(lead_picture=None).exclude(pk=town.main.pk)
    article = pictured.filter(lead_picture__state="ready", withdrawn_at=None).earliest("published_at")
    Article.objects.filter(pk=article.pk).update(published_at=clock.now() - timedelta(hours=6))
    ArticlePlace.objects.create(article=article, place=place, confidence=1.0, published_at=article.published_at)
    return article


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_chooses_a_place_sees_why_and_switches_to_latest(
    open_page: Callable[..., Page], far_news: Article, script: bool
) -> None:
    page = open_page("/", width=360, script=script)
    page.get_by_label("Near you").fill("Kestermouth")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("place=kestermouth$"))
    first = page.locator(".front-lead .card")
    expect(first.locator(".card-headline")).to_have_text(far_news.headline)
    first.get_by_text("Why this story?").click()
    expect(first.get_by_text("In Kestermouth or next to it")).to_be_visible()
    expect(first.locator(".why")).to_contain_text("+16.0")
    page.get_by_role("link", name="Latest", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Latest")).to_be_visible()
    expect(page.locator(".why")).to_have_count(0)


def test_why_is_opened_by_keyboard(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/")
    why = page.locator(".front-lead .why summary")
    why.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".front-lead .why ul")).to_be_visible()


def test_what_was_shown_and_opened_from_the_page_is_told_without_a_cookie(
    chromium: Browser, site: str, town: Town
) -> None:
    inbox.written.clear()
    inbox.viewers.clear()
    inbox.networks.clear()
    context = chromium.new_context(base_url=site, user_agent=FIREFOX)
    page = context.new_page()
    with page.expect_response("**/signal") as told:
        page.goto("/")
    assert told.value.status == 204
    with page.expect_response("**/signal"):
        page.locator(".front-lead .card-headline a").click()
    page.wait_for_url("**/a/**")
    assert context.cookies() == []
    context.close()
    order = PageOrder.objects.get(page="front")
    assert order.views == 1
    assert Signal.objects.get(kind="opened").order == order


def test_a_reader_tells_their_page_what_to_believe(open_page: Callable[..., Page], town: Town) -> None:
    topic = Topic.objects.get(slug="kestermouth")
    Affinity.objects.create(user=ann(), topic=topic, strength=0.5, liked=4, met=5, changed_at=clock.now())
    page = open_page("/account", user=ann())
    page.get_by_role("link", name="What your front page believes about you").click()
    expect(page.get_by_text("50 % sure")).to_be_visible()
    page.get_by_role("button", name="Less of Kestermouth").click()
    expect(page.get_by_text("you said: less of it")).to_be_visible()
    page.get_by_role("button", name="Erase what my page believes").click()
    expect(page.get_by_text("has forgotten what it believed")).to_be_visible()
    expect(page.get_by_text("Nothing yet.")).to_have_count(2)

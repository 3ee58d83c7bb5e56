"""Ads in a real browser: nothing moves when they come, a view is a second in sight, and a page is whole without."""

from collections.abc import Callable
from operator import sub
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.advertisers.running import running
from tests.browser.conftest import PATIENCE_MS
from tests.browser.town import Town
from tests.pages.newsroom import make_picture

pytestmark = pytest.mark.browser
# Chromium without a window says so in its name, and is taken for the robot that it is.
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LONGEST = {
    "headline": ("Everything for the winter: coats, boots and lamps from the harbour store, at half price " * 2)[:90],
    "text": ("Come in from the cold and find what keeps the rain out, with tea for whoever has to wait. " * 3)[:200],
    "payer": "The Association of Harbour Traders and Ship Chandlers of the North Coast, registered in Kestermouth",
    "alt": "A lamp",
}
BOXES = """async () => {
    await document.fonts.ready;
    const all = document.querySelectorAll("main .slot, main .card, .story-end, .story-comments, footer");
    return [...all].map(
        one => { const box = one.getBoundingClientRect(); return [box.x, box.y + scrollY, box.width, box.height]; });
}"""
HIDDEN = """Object.defineProperty(document, "visibilityState", {get: () => window.shown ? "visible" : "hidden"});
    window.look = shown => { window.shown = shown; document.dispatchEvent(new Event("visibilitychange")); };"""

NEVER = "window.fetch = () => new Promise(() => {});"

Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, site: str) -> Any:
    """Opens a path as somebody who has never been here: `page.views` are the views that it told, `page.asked` all."""
    contexts: list[BrowserContext] = []

    def one(path: str, *, width: int = 1280, script: str = "", **how: Any) -> Page:
        context = chromium.new_context(
            base_url=site, user_agent=FIREFOX, viewport={"width": width, "height": 800}, **how
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        asked: list[Request] = []

        def hear(one: Request) -> None:
            asked.append(one)

        page.on("request", hear)
        page.asked = asked  # type: ignore[attr-defined]
        page.goto(path)
        return page

    yield one
    for context in contexts:
        assert not context.cookies()
        context.close()


def told(page: Page, path: str) -> list[Request]:
    return [asked for asked in page.asked if path in asked.url]  # type: ignore[attr-defined]


def three_ads() -> None:
    """Ads as long as they may be, with pictures, of three advertisers and categories."""
    for name, category in (("Traders", "shops"), ("Bank", "money"), ("Players", "events")):
        running(name, category=category, picture=make_picture(name), **LONGEST)


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_nothing_moves_when_ads_come(visit: Visit, town: Town, width: int) -> None:
    three_ads()
    for path in ("/", town.article):
        page = visit(
            path, width=width, script="window.fetch0 = window.fetch; window.fetch = () => new Promise(() => {});"
        )
        before = page.evaluate(BOXES)
        page = visit(path, width=width)
        page.locator("[data-token]").first.wait_for()
        shown = page.locator(".slot").evaluate_all("all => all.filter(one => one.getClientRects().length).length")
        assert page.locator("[data-token]").count() == min(shown, 3)
        after = page.evaluate(BOXES)
        # Fractions of a pixel differ between two loads of the same page.
        assert [box for box, old in zip(after, before, strict=True) if max(map(abs, map(sub, box, old))) >= 1] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_view_is_told_once_after_a_second_in_sight(visit: Visit, town: Town) -> None:
    three_ads()
    page = visit(town.article)
    page.locator(".story-body [data-token]").wait_for(state="attached")
    page.evaluate("scrollTo(0, 0)")
    assert not told(page, "/slots/view")
    ad = page.locator(".story-body [data-token]")
    token = ad.get_attribute("data-token")
    ad.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(1200)
    # Less than a second is no view.
    assert token not in [sent(asked) for asked in told(page, "/slots/view")]
    with page.expect_response(lambda answer: "/slots/view" in answer.url and sent(answer.request) == token) as heard:
        ad.scroll_into_view_if_needed()
    assert heard.value.status == 204
    page.evaluate("scrollTo(0, 0)")
    ad.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    assert [sent(asked) for asked in told(page, "/slots/view")].count(token) == 1
    kept = page.evaluate("Object.keys({...localStorage, ...sessionStorage})")
    assert [name for name in kept if not name.startswith("htmx")] == []


def sent(asked: Request) -> str:
    """The token of a view."""
    return str(asked.post_data or "").removeprefix("token=")


def test_a_page_that_nobody_sees_asks_for_nothing_and_tells_of_no_view(visit: Visit, town: Town) -> None:
    three_ads()
    page = visit("/", script=HIDDEN)
    page.wait_for_timeout(500)
    assert not told(page, "/slots/")
    page.evaluate("look(true)")
    page.locator("[data-token]").first.wait_for()
    page.locator("[data-token]").first.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.evaluate("look(false)")
    page.wait_for_timeout(1500)
    assert not told(page, "/slots/view")


def test_one_request_fills_all_slots_without_a_cookie_and_a_category_goes_at_a_click(visit: Visit, town: Town) -> None:
    three_ads()
    page = visit(town.article)
    page.locator(".story-body [data-token]").wait_for()
    [asked] = told(page, "/slots/fill")
    assert "cookie" not in asked.all_headers()
    assert "slots=article-1%2Carticle-2%2Cthread-1" in asked.url
    page.locator(".story-body summary").click()
    page.locator(".story-body a[data-without]").click()
    page.wait_for_function("document.activeElement.matches('.story-body > .slot')")
    assert len(told(page, "/slots/fill")) == 2
    assert "without=" in told(page, "/slots/fill")[1].url
    assert page.url.endswith(town.article)


def test_without_script_and_with_a_blocker_the_page_is_whole(visit: Visit, town: Town) -> None:
    three_ads()
    page = visit(town.article, java_script_enabled=False)
    assert page.locator(".slot-line").first.is_visible()
    assert page.locator("[data-token]").count() == 0
    # No hole: a line, and no room for what cannot come.
    assert page.locator(".story-body > .slot").bounding_box()["height"] < 80  # type: ignore[index]
    blocked = visit(town.article, script="delete window.fetch;")
    assert blocked.locator(".slot-line").first.is_visible()
    assert blocked.locator(".story-text").is_visible()

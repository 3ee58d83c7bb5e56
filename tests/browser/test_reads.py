"""A reader's read is counted: with script and without, once, and not at all for who asks for that."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from newsstand.lib import clock
from newsstand.reads import log
from newsstand.reads.drain import drain
from newsstand.reads.numbers import Total, sources, total_of
from tests.browser.town import Town

pytestmark = pytest.mark.browser
# Chromium without a window says so in its name, and is taken for the robot that it is.
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.READS_ROOT = tmp_path / "reads"
    yield
    for one in log._logs.values():
        one.close()
    log._logs.clear()


def visitor(chromium: Browser, site: str, **how: Any) -> BrowserContext:
    """A browser of its own, for which other sites are not there."""
    context = chromium.new_context(base_url=site, **{"user_agent": FIREFOX, **how})
    context.set_default_timeout(10_000)
    context.route(lambda address: not address.startswith(site), lambda route: route.fulfill(body="the original"))
    return context


def told(page: Page, kind: str) -> Any:
    return page.expect_response(
        lambda answer: answer.url.endswith("/signal") and kind in (answer.request.post_data or "")
    )


def counted(town: Town) -> Total:
    drain(now=clock.now())
    return total_of(town.main.pk)


def wait_for(page: Page, found: Callable[[], bool]) -> None:
    for _ in range(100):
        if found():
            return
        page.wait_for_timeout(100)


@pytest.mark.usefixtures("folder")
def test_opening_reading_and_going_on_are_counted_once(chromium: Browser, site: str, town: Town) -> None:
    context = visitor(chromium, site)
    context.clock.install()
    page = context.new_page()
    page.goto("/latest")
    for _ in range(2):
        page.locator(f"main a[href='{town.article}']").first.click()
        page.wait_for_url(f"**{town.article}")
        page.wait_for_load_state()
        with told(page, "kind=opened"):
            page.clock.fast_forward(3000)
        with told(page, "kind=read"):
            page.locator(".story-end").scroll_into_view_if_needed()
            # Until the browser has seen that the end is in sight; then the time that a reader takes.
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            page.clock.fast_forward(60_000)
        page.goto("/latest")
    page.goto(town.article)
    with page.expect_request(lambda asked: "kind=went" in (asked.post_data or "")):
        page.locator(".story-original a").click()
    # The page that told it is gone, and nobody there hears the answer.
    wait_for(page, lambda: counted(town).referrals == 1)
    assert counted(town) == Total(reads=1, finished=1, referrals=1)
    today = clock.now().date()
    assert sources(article=town.main.pk, first=today, last=today, most=5) == [("here:latest", 1)]
    assert context.cookies() == []
    context.close()


@pytest.mark.usefixtures("folder")
def test_without_script_a_reader_is_counted_too(chromium: Browser, site: str, town: Town) -> None:
    context = visitor(chromium, site, java_script_enabled=False)
    page = context.new_page()
    with page.expect_response("**/signal/*.gif") as picture:
        page.goto(town.article)
    assert picture.value.status == 200
    with page.expect_request("https://beacon.example/bridge"):
        page.locator(".story-original a").click()
    found = counted(town)
    assert (found.reads, found.finished) == (1, 0)
    context.close()


@pytest.mark.usefixtures("folder")
def test_robots_are_counted_apart_and_who_asks_for_privacy_not_at_all(chromium: Browser, site: str, town: Town) -> None:
    headless = visitor(chromium, site, user_agent="Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0")
    private = visitor(chromium, site, extra_http_headers={"Sec-GPC": "1"})
    for context in (headless, private):
        page = context.new_page()
        page.goto(town.article)
        page.locator(".story-end").scroll_into_view_if_needed()
        # As long as the script waits until it tells of an opened article, and a little more.
        page.wait_for_timeout(2500)
        context.close()
    assert counted(town) == Total(robots=1)

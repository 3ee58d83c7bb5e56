"""An outlet, from its application to an article that it takes down, and its editor: by keyboard alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from newsstand.algorithms.proofs import FILE, expected
from newsstand.articles.models import Article
from newsstand.publishers.models import Proof
from tests.browser.test_joining import FEED, TEXT, one_round
from tests.browser.walks import go, press
from tests.feed_server import FeedServer
from tests.people import PASSWORD, cy, ed

pytestmark = pytest.mark.browser


def test_from_an_application_to_a_take_down_by_keyboard_alone(
    open_page: Callable[..., Page], site: str, feed_server: FeedServer, door_to_loopback: None
) -> None:
    cy()
    feed = feed_server.put("/feed.xml", FEED.format(site=feed_server.url("/"), text=TEXT), kind="application/rss+xml")
    page = open_page("/")
    apply(page, feed)
    prove(page, feed_server)
    agree_and_send(page)
    accept(open_page("/desk", user=ed()))
    with ThreadPoolExecutor(1) as worker:
        # Playwright keeps this thread's event loop.
        worker.submit(one_round).result()
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Connected: The Upper Valley")
    take_down(page, open_page(Article.objects.get().get_absolute_url(), refused=(410,)))


def apply(page: Page, feed: str) -> None:
    """From the front page, through signing in."""
    press(page, "Publishers")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publishers")
    press(page, "Apply to join")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    fill(page, login="cy@example.org", password=PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Apply as a publisher")
    fill(page, name="The Upper Valley", address=feed, about="Snow, sheep and the council of the upper valley.")
    press(page, "Apply")
    expect(page.get_by_role("heading", level=1)).to_have_text("The Upper Valley")


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        go(page, name)
        page.keyboard.type(text)


def prove(page: Page, feed_server: FeedServer) -> None:
    """In vain at first, then by a file."""
    main = page.get_by_role("main")
    press(page, "Check the file")
    expect(main).to_contain_text("There is nothing at")
    feed_server.put(FILE, expected(Proof.objects.get().token), kind="text/plain")
    press(page, "Check the file")
    expect(main).to_contain_text("Proved: 127.0.0.1, by a file on the site")


def agree_and_send(page: Page) -> None:
    main = page.get_by_role("main")
    press(page, "Check the feed")
    expect(main).to_contain_text("1 of 1 item would be accepted")
    go(page, "agree")
    page.keyboard.press("Space")
    press(page, "Agree")
    expect(main).to_contain_text("You agreed")
    press(page, "Send it")
    expect(main).to_contain_text("Waiting for an editor.")


def accept(editor: Page) -> None:
    """From the desk to the application, and back to an empty list."""
    press(editor, "The Upper Valley")
    expect(editor.get_by_role("main")).to_contain_text("127.0.0.1, by a file")
    press(editor, "Accept")
    expect(editor.get_by_text("Nothing waits.")).to_be_visible()


def take_down(page: Page, reader: Page) -> None:
    """By the button in the article's row; a reader who comes then is told by whom."""
    expect(reader.get_by_role("main")).to_contain_text("The pass is shut")
    press(page, "The Upper Valley")
    expect(page.get_by_role("link", name="Figures and everything else")).to_be_visible()
    press(page, "Figures and everything else")
    expect(page.get_by_role("heading", name="What waits for you")).to_be_visible()
    press(page, "Articles")
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles")
    go(page, "Snow on the pass", "Take down")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 article taken down everywhere.")
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("Taken down by The Upper Valley.")

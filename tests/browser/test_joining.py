"""An outlet joins: it applies, proves its site, has its feed checked, agrees, is answered, and is live."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from newsstand.algorithms.proofs import FILE, expected
from newsstand.lib.clock import now
from newsstand.publishers.models import Proof
from newsstand.worker.rounds import catch_up
from tests.browser.town import Town
from tests.browser.walks import sign_in
from tests.feed_server import FeedServer
from tests.people import cy, ed

pytestmark = pytest.mark.browser
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Upper Valley</title><link>{site}</link>
<item><title>Snow on the pass</title><guid>1</guid><description>{text}</description></item></channel></rss>"""
TEXT = "The pass is shut, and the post comes by sledge. " * 12


def apply(page: Page, name: str, address: str) -> None:
    page.get_by_label("Name of the outlet").fill(name)
    page.get_by_label("Address of its site or feed").fill(address)
    page.get_by_label("What it reports on").fill("Snow, sheep and the council of the upper valley.")
    page.get_by_role("button", name="Apply").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_outlet_goes_from_its_application_to_its_first_article(
    open_page: Callable[..., Page],
    site: str,
    feed_server: FeedServer,
    door_to_loopback: None,
    script: bool,
) -> None:
    cy()
    feed = feed_server.put("/feed.xml", FEED.format(site=feed_server.url("/"), text=TEXT), kind="application/rss+xml")
    page = open_page("/", script=script)
    page.get_by_role("navigation", name="Take part").get_by_role("link", name="Publishers").click()
    page.get_by_role("link", name="Apply to join").click()
    sign_in(page, "Cy")
    apply(page, "The Upper Valley", feed)
    prove(page, feed_server)
    agree_and_send(page)

    decide(open_page("/publishers", user=ed(), script=script))
    page.reload()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Accepted, connecting")
    with ThreadPoolExecutor(1) as worker:
        # Playwright keeps this thread's event loop.
        worker.submit(one_round).result()
    page.reload()
    expect(main).to_contain_text("Connected: The Upper Valley")
    say_who_is_behind_it(page)
    page.goto("/publisher/the-upper-valley")
    expect(main).to_contain_text("The farmers of the valley.")
    expect(main).to_contain_text("Proved to be its own: 127.0.0.1")
    page.get_by_role("link", name="Snow on the pass").click()
    expect(main).to_contain_text("The pass is shut")
    expect(main).not_to_contain_text("sledge. The pass is shut, and the post comes by sledge. The pass")
    page.get_by_role("link", name="Who is behind it").click()
    expect(page.get_by_role("heading", name="Who is behind it")).to_be_in_viewport()


def prove(page: Page, feed_server: FeedServer) -> None:
    """In vain at first, then by a file."""
    main = page.get_by_role("main")
    expect(page.locator("[aria-current=step]")).to_contain_text("Domain proved")
    page.get_by_role("button", name="Check the file").click()
    expect(main).to_contain_text("There is nothing at")
    # What is asked for stands on the page; without script nothing can read it there.
    feed_server.put(FILE, expected(Proof.objects.get().token), kind="text/plain")
    expect(main).to_contain_text(expected(Proof.objects.get().token))
    page.get_by_role("button", name="Check the file").click()
    expect(main).to_contain_text("Proved: 127.0.0.1, by a file on the site")


def agree_and_send(page: Page) -> None:
    """The feed is checked, the terms are looked at and agreed to."""
    main = page.get_by_role("main")
    page.get_by_role("button", name="Check the feed").click()
    expect(main).to_contain_text("1 of 1 item would be accepted")
    page.get_by_label("Words to show").fill("12")
    page.get_by_role("button", name="Show what follows").click()
    expect(main).to_contain_text("the first 12 words of each article")
    page.get_by_label("I may agree to this").check()
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(main).to_contain_text("You agreed")
    page.get_by_role("button", name="Send it").click()
    expect(main).to_contain_text("Waiting for an editor.")


def decide(editor: Page) -> None:
    """The editor sees all of it, and accepts."""
    main = editor.get_by_role("main")
    editor.get_by_role("link", name="Read the applications").click()
    editor.get_by_role("link", name="The Upper Valley").click()
    for words in ("Snow, sheep and the council", "127.0.0.1, by a file", "Snow on the pass", "first 12 words"):
        expect(main).to_contain_text(words)
    editor.get_by_role("button", name="Accept").click()
    expect(editor.get_by_text("Nothing waits.")).to_be_visible()


def say_who_is_behind_it(page: Page) -> None:
    """By keyboard alone, from the link to the button."""
    page.get_by_role("link", name="Say who is behind it").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Who owns it")
    box.focus()
    page.keyboard.type("The farmers of the valley.")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Saved.")


def one_round() -> Any:
    try:
        return asyncio.run(catch_up(clock=now))
    finally:
        connections.close_all()


def test_half_an_application_is_kept_with_what_was_wrong(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/publishers/apply", user=ed(), refused=(422,))
    apply(page, "The Upper Valley", "ftp://valley.example/")
    box = page.get_by_label("Address of its site or feed")
    expect(box).to_have_value("ftp://valley.example/")
    expect(page.get_by_label("What it reports on")).to_have_value("Snow, sheep and the council of the upper valley.")
    expect(page.get_by_role("main")).to_contain_text("must begin with http:// or https://")


def test_an_editor_who_gives_no_reason_is_asked_for_one(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/publishers/applications", user=ed(), refused=(422,))
    page.get_by_role("link", name="Waiting", exact=True).click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert")).to_contain_text("is not proved")
    page.get_by_label("Reason, for").fill("   ")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the reason")
    expect(page.get_by_label("Reason, for")).to_have_attribute("aria-invalid", "true")


def test_who_is_accepted_but_cannot_be_connected_reads_why(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/publishers/apply", user=cy())
    expect(page.get_by_role("main")).to_contain_text("There is nothing at this address (404).")
    editor = open_page("/publishers/applications", user=ed())
    editor.get_by_role("link", name="Failed").click()
    editor.get_by_role("button", name="Try to connect again").click()
    expect(editor.get_by_role("main")).not_to_contain_text("There is nothing at this address (404).")

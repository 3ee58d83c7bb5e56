"""An outlet applies, an editor declines one with a reason and accepts another, whose feed is then really connected."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from newsstand.lib.clock import now
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
def test_an_outlet_applies_and_is_answered(
    open_page: Callable[..., Page],
    site: str,
    feed_server: FeedServer,
    door_to_loopback: None,
    script: bool,
) -> None:
    cy()
    feed = feed_server.put("/feed.xml", FEED.format(site=feed_server.url("/"), text=TEXT), kind="application/rss+xml")
    applicant = open_page("/", script=script)
    applicant.get_by_role("navigation", name="Take part").get_by_role("link", name="Publishers").click()
    applicant.get_by_role("link", name="Apply to join").click()
    sign_in(applicant, "Cy")
    apply(applicant, "The Upper Valley", feed)
    expect(applicant.get_by_text("Waiting for an editor.")).to_be_visible()
    apply(applicant, "Valley Rumours", "https://rumours.example/")
    expect(applicant.get_by_text("Waiting for an editor.")).to_have_count(2)

    decide(open_page("/publishers", user=ed(), script=script))
    applicant.reload()
    main = applicant.get_by_role("main")
    expect(main).to_contain_text("Declined. The editor’s reason:")
    expect(main).to_contain_text("Nobody is named as its editor.")
    expect(main).to_contain_text("Accepted, connecting")

    with ThreadPoolExecutor(1) as worker:
        # Playwright keeps this thread's event loop.
        worker.submit(one_round).result()
    applicant.reload()
    expect(main).to_contain_text("Connected: The Upper Valley")
    applicant.get_by_role("link", name="The Upper Valley").click()
    applicant.get_by_role("link", name="Snow on the pass").click()
    expect(applicant.get_by_role("main")).to_contain_text("the post comes by sledge")


def decide(editor: Page) -> None:
    """Decline one with a reason, accept the other."""
    editor.get_by_role("link", name="Read the applications").click()
    editor.get_by_role("link", name="Valley Rumours").click()
    expect(editor.get_by_role("main")).to_contain_text("Snow, sheep and the council")
    editor.get_by_label("Reason").fill("Nobody is named as its editor.")
    editor.get_by_role("button", name="Decline").click()
    editor.get_by_role("link", name="The Upper Valley").click()
    editor.get_by_role("button", name="Accept").click()
    expect(editor.get_by_text("Nothing waits.")).to_be_visible()


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
    page.get_by_role("link", name="Waiting").click()
    page.get_by_label("Reason").fill("   ")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the reason")
    expect(page.get_by_label("Reason")).to_have_attribute("aria-invalid", "true")


def test_who_is_accepted_but_cannot_be_connected_reads_why(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/publishers/apply", user=cy())
    expect(page.get_by_role("main")).to_contain_text("There is nothing at this address (404).")
    editor = open_page("/publishers/applications", user=ed())
    editor.get_by_role("link", name="Failed").click()
    editor.get_by_role("button", name="Try to connect again").click()
    expect(editor.get_by_role("main")).not_to_contain_text("There is nothing at this address (404).")

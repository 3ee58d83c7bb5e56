"""Reporting, giving notice and appealing in a real browser: by keyboard, without script, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.legal.models import LegalNotice
from newsstand.moderation.models import Appeal, Decision, Report
from tests import people
from tests.browser import redress
from tests.browser.town import Town

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_a_reader_reports_by_keyboard_and_finds_the_report_again(open_page: Open, town: Town) -> None:
    comment = redress.bens()
    page = open_page(f"/report/comment/{comment.pk}", user=people.ann())
    page.get_by_role("radio", name="Offensive language").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Hatred of a group")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("The second line")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Report")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/you/reports")
    expect(page.get_by_role("main")).to_contain_text("Waiting for a moderator")
    expect(page.get_by_role("main")).to_contain_text("The second line")
    assert Report.objects.get().reason == "hate"


def test_a_stranger_gives_notice_on_a_phone_without_script_and_follows_it(open_page: Open, town: Town) -> None:
    comment = redress.bens()
    page = open_page(f"/report/comment/{comment.pk}", width=360, script=False, refused=[422])
    page.get_by_role("link", name="Give notice of illegal content").click()
    page.get_by_label("Which law does it break?").fill("StGB § 186")
    page.get_by_label("Why?").fill("It accuses my brother.")
    page.get_by_label("Your name").fill("Gus")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_role("alert")).to_contain_text("Give an e-mail address")
    expect(page.get_by_label("Why?")).to_have_value("It accuses my brother.")
    page.get_by_label("Your e-mail address").fill("gus@example.com")
    page.get_by_role("button", name="Send the notice").click()
    page.wait_for_url("**/notice/**")
    notice = LegalNotice.objects.get()
    expect(page.get_by_role("heading", level=1)).to_have_text(notice.reference)
    assert page.context.cookies() == []


def test_an_author_reads_why_and_appeals(open_page: Open, town: Town) -> None:
    decision: Decision = redress.removed()
    page = open_page(f"/decisions/{decision.pk}", user=people.ben(), width=360)
    expect(page.get_by_role("main")).to_contain_text("It names the child.")
    expect(page.get_by_role("main")).to_contain_text("GDPR Art. 6")
    page.get_by_role("link", name="Appeal").click()
    page.get_by_label("Why is the decision wrong?").fill("She is my daughter, and she agreed.")
    page.get_by_role("button", name="Appeal").click()
    page.wait_for_url(f"**/decisions/{decision.pk}")
    expect(page.get_by_role("main")).to_contain_text("Waiting")
    expect(page.get_by_role("main")).to_contain_text("She is my daughter")
    assert Appeal.objects.get().by == people.ben()

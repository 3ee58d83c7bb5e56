"""A statement is contested, corrected, and readers are told: by keyboard, without script, on a phone."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from newsstand.corrections.mail import send_due
from newsstand.corrections.models import Contest, Correction
from newsstand.corrections.watch import watch
from newsstand.lib.clock import now
from newsstand.notices.models import Notice
from newsstand.readers.corrected import tell_due
from newsstand.readers.see import see
from tests import people
from tests.browser.town import Town

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_a_stranger_contests_on_a_phone_and_the_publisher_corrects_by_keyboard(open_page: Open, town: Town) -> None:
    see(user=people.ann(), article=town.main, now=now())
    watch(user=people.ann(), article=None, now=now())
    page = open_page(town.article, width=360, script=False, refused=[422])
    page.get_by_role("link", name="Contest a statement").click()
    page.get_by_label("Which statement?").fill("the divers came down after nine minutes")
    page.get_by_label("What is wrong").fill("The log says nineteen.")
    page.get_by_label("Your name").fill("Gus")
    page.get_by_label("Your e-mail address").fill("gus@example.com")
    page.get_by_role("button", name="Contest it").click()
    expect(page.get_by_role("alert")).to_contain_text("We cannot find these words")
    expect(page.get_by_label("What is wrong")).to_have_value("The log says nineteen.")
    page.get_by_label("Which statement?").fill("The divers of Kestermouth … nine minutes")
    page.get_by_role("button", name="Contest it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    send_due(now=now())
    found = re.search(r"/contest/\S+", mail.outbox[-1].body)
    assert found is not None
    page.goto(found[0])
    page.get_by_role("button", name="Yes, send it").click()
    expect(page.get_by_role("status")).to_contain_text("has until the end of")
    assert page.context.cookies() == []

    answers(open_page, town)

    page.reload()
    expect(page.get_by_role("heading", name="Corrected")).to_be_visible()
    page.goto(town.article)
    expect(page.locator("#corrections")).to_contain_text("It was nineteen minutes.")
    tell_due(now=now())
    told = Notice.objects.get(user=people.ann(), kind="correction")
    reader = open_page("/you/notices", user=people.ann())
    expect(reader.get_by_role("main")).to_contain_text(told.text)


def answers(open_page: Open, town: Town) -> None:
    """Cy finds it among his notices, and answers with the keyboard alone."""
    contest = Contest.objects.get()
    page = open_page("/you/notices", user=people.cy())
    expect(page.get_by_role("main")).to_contain_text("is contested")
    page.goto(f"/publishers/{town.publisher.slug}/contests")
    page.get_by_role("link", name=town.main.headline).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{contest.get_absolute_url()}")
    page.get_by_role("radio", name="It was wrong").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("You are right.")
    page.keyboard.press("Tab")
    page.keyboard.type("It was nineteen minutes.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your answer is out")
    assert Correction.objects.get().contest == contest

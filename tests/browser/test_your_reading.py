"""A reader follows, saves, hides, switches history off and looks at their digest; and the mail is looked at."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from newsstand.lib.clock import now
from newsstand.ranking.live import live
from newsstand.readers.deliver import send_due
from newsstand.readers.models import Digest, Follow, Hidden, Saved, Seen
from newsstand.readers.schedule import send_now
from tests.browser.town import Town
from tests.browser.walks import sign_in
from tests.people import ann, di

pytestmark = pytest.mark.browser
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture(autouse=True)
def _nothing_left_over() -> None:
    live.__init__()  # type: ignore[misc]


@both_ways
def test_a_stranger_signs_in_to_follow_and_makes_the_page_their_own(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    ann()
    page = open_page(town.article, script=script, width=390)
    page.get_by_role("link", name="Follow The Ferry Post").click()
    sign_in(page, "Ann")
    page.get_by_role("button", name="Follow The Ferry Post").click()
    expect(page.get_by_role("button", name="Following The Ferry Post, unfollow")).to_be_visible()
    assert Follow.objects.get(user=ann()).publisher == town.publisher

    page.goto(town.article)
    page.get_by_role("button", name="Follow Kestermouth").click()
    expect(page.get_by_role("button", name="Following Kestermouth, unfollow")).to_be_visible()
    page.get_by_role("button", name=f"Save {town.main.headline}").click()
    expect(page.get_by_role("button", name=f"Saved {town.main.headline}")).to_be_visible()
    page.get_by_role("link", name="Your reading").click()
    expect(page.get_by_role("heading", name="Following 2")).to_be_visible()
    expect(page.get_by_role("heading", name="Saved 1")).to_be_visible()

    page.get_by_role("link", name="Following").click()
    page.get_by_role("button", name="Following Kestermouth, unfollow").click()
    expect(page.get_by_role("button", name="Following Kestermouth")).to_have_count(0)
    assert Follow.objects.filter(user=ann()).count() == 1
    page.goto("/you/saved")
    page.get_by_role("button", name=f"Saved {town.main.headline}").click()
    expect(page.get_by_role("button", name=f"Saved {town.main.headline}")).to_have_count(0)
    assert not Saved.objects.filter(user=ann()).exists()


@both_ways
def test_a_reader_hides_a_publisher_and_shows_it_again(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    page = open_page("/", script=script, user=di())
    mine = page.get_by_role("main").get_by_role("heading", name=town.main.headline)
    expect(mine).to_have_count(1)
    page.goto(town.article)
    page.get_by_role("link", name="Less of this").click()
    page.get_by_role("button", name="Hide The Ferry Post").click()
    expect(page.get_by_role("button", name="Hidden The Ferry Post, show it again")).to_be_visible()
    page.goto("/")
    expect(mine).to_have_count(0)
    page.goto("/you/hidden")
    page.get_by_role("button", name="Hidden The Ferry Post, show it again").click()
    expect(page.get_by_role("button", name="Hidden The Ferry Post")).to_have_count(0)
    assert not Hidden.objects.filter(user=di()).exists()
    page.goto("/")
    expect(mine).to_have_count(1)


def test_a_reader_switches_their_history_off(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.article, user=di())
    page.goto("/you/history")
    expect(page.get_by_role("main")).not_to_contain_text(town.main.headline)
    # Chromium without a window says so, and counts as nobody who reads.
    Seen.objects.create(user=di(), article=town.main, at=now())
    page.reload()
    expect(page.get_by_role("heading", name=town.main.headline)).to_be_visible()
    page.get_by_role("button", name="Switch it off and erase it").click()
    expect(page.get_by_text("Your history is off").first).to_be_visible()
    assert not Seen.objects.filter(user=di()).exists()


@both_ways
def test_a_reader_sees_their_digest_before_they_ask_for_it(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    page = open_page(f"/you/follow/publisher/{town.publisher.pk}", script=script, user=di(), width=390)
    page.get_by_role("button", name="Follow The Ferry Post").click()
    page.goto("/you/digest")
    preview = page.get_by_role("region", name="What it would say now")
    expect(preview).to_contain_text(town.main.headline)
    expect(preview).to_contain_text("You follow The Ferry Post")
    page.get_by_label("Send me the digest by e-mail").check()
    page.get_by_label("At", exact=True).select_option("18:00")
    page.get_by_label("Sun").uncheck()
    page.get_by_label("By the clock of").select_option("Europe/Berlin")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The next one comes")).to_contain_text("18:00 (Europe/Berlin)")
    digest = Digest.objects.get(user=di())
    assert (digest.is_on, digest.days) == (True, "012345")


def test_the_mail_reads_well_in_the_light_in_the_dark_and_on_a_phone(
    open_page: Callable[..., Page], axe: Callable[..., list[str]], town: Town, tmp_path: Path, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    send_now(user=di(), now=now())
    assert send_due(now=now() + timedelta(seconds=1)) == 1
    [kept] = tmp_path.iterdir()
    html = message_from_bytes(kept.read_bytes(), policy=default).get_body(("html",))
    assert html is not None
    page = open_page("/about")
    for width, colours in ((800, "light"), (800, "dark"), (360, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        # Our pages' policy would rightly refuse the inline styles that mails need.
        page.goto("about:blank")
        page.set_content(html.get_content())
        assert axe(page) == [], (width, colours)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(21, 20, 19)" if colours == "dark" else "rgb(255, 254, 252)")


def test_one_click_from_the_mail_stops_the_digest(open_page: Callable[..., Page], town: Town) -> None:
    from newsstand.readers.letter import token_of
    from tests.people import ben

    page = open_page(f"/digest/off/{token_of(ben())}")
    page.get_by_role("button", name="Stop the digest").click()
    expect(page.get_by_role("heading", name="The digest is off")).to_be_visible()
    assert not Digest.objects.get(user=ben()).is_on

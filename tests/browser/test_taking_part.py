"""A reader signs up, comments, replies, likes, edits and withdraws: with script in place, and without it on pages."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.comments.write import withdraw
from newsstand.lib.clock import now
from newsstand.wsgi import application
from tests.browser.town import Town
from tests.browser.walks import comment_saying, expect_count, sign_in, sign_up
from tests.people import ann, ben

pytestmark = pytest.mark.browser
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@both_ways
def test_a_newcomer_signs_up_and_takes_part(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    page = open_page(town.article, script=script, width=390)
    before = town.main.comment_count
    expect(page.get_by_role("textbox")).to_have_count(0)
    page.get_by_role("link", name="Sign in to comment").click()
    sign_up(page, "Flo")
    assert page.url.endswith(f"{town.article}#comments")
    expect(page.get_by_role("link", name="Flo")).to_be_visible()
    assert User.objects.get(email="flo@example.net").name == "Flo"

    mark(page, script)
    page.get_by_label("Your comment", exact=True).fill("Was it  not\n\nalways so? <b>No!</b>")
    page.get_by_role("button", name="Post comment").click()
    own = comment_saying(page, "always so? <b>No!</b>")
    expect(own).to_be_visible()
    expect(own.locator(".comment-name")).to_have_text("Flo")
    expect_count(page, count_of(town))
    expect(page.get_by_label("Your comment", exact=True)).to_have_value("")
    assert count_of(town) > before

    reply_and_like(page, town, script=script)
    edit_and_withdraw(page, own)
    expect_count(page, count_of(town))
    assert not Comment.objects.filter(text__contains="always so").exists()
    assert_marked(page, script)
    page.get_by_role("banner").get_by_role("link", name="Flo").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def reply_and_like(page: Page, town: Town, *, script: bool) -> None:
    """Answer Ben's comment, like it, and take the like back."""
    page.get_by_role("link", name="Reply to Ben").first.click()
    page.get_by_label("Your reply to Ben").fill("So did we.")
    page.get_by_role("button", name="Post reply").click()
    reply = comment_saying(page, "So did we.")
    expect(reply).to_be_visible()
    if not script:
        # Ben has more answers than the article's page shows: this one stands on a page of its own.
        expect(page.get_by_role("heading", name="In reply to")).to_be_visible()
        page.get_by_role("link", name="All comments").click()
    else:
        expect(page.locator(f"#comment-{town.bens_comment.pk} ~ ol > li > article").last).to_contain_text("So did we.")
    expect_count(page, count_of(town))

    first = page.locator(f"#comment-{town.bens_comment.pk}")
    first.get_by_role("button", name="Like Ben’s comment, 2 likes").click()
    expect(first.get_by_role("button", name="Liked Ben’s comment, 3 likes, take yours back")).to_be_visible()
    first.get_by_role("button", name="Liked Ben’s comment").click()
    expect(first.get_by_role("button", name="Like Ben’s comment, 2 likes")).to_be_visible()


def edit_and_withdraw(page: Page, own: Locator) -> None:
    """Put better words in the place of one's own, hesitate, and take them back."""
    own.get_by_role("link", name="Edit your comment").click()
    page.get_by_label("Your comment, as it should be").fill("It was not always so.")
    page.get_by_role("button", name="Save", exact=True).click()
    changed = comment_saying(page, "It was not always so.")
    expect(changed).to_contain_text("edited")

    changed.get_by_role("link", name="Withdraw your comment").click()
    page.get_by_role("link", name="Keep it").click()
    expect(changed).to_be_visible()
    changed.get_by_role("link", name="Withdraw your comment").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(changed).to_have_count(0)


def mark(page: Page, script: bool) -> None:
    """Leave a mark that is gone when another page is loaded."""
    if script:
        page.evaluate("window.stillTheSamePage = true")


def assert_marked(page: Page, script: bool) -> None:
    if script:
        assert page.evaluate("window.stillTheSamePage") is True


def count_of(town: Town) -> int:
    town.main.refresh_from_db()
    return town.main.comment_count


def test_a_stranger_who_wants_to_reply_comes_back_to_the_reply(open_page: Callable[..., Page], town: Town) -> None:
    ann()
    page = open_page(town.article)
    page.locator(f"#comment-{town.bens_comment.pk}").get_by_role("link", name="Reply to Ben").click()
    sign_in(page, "Ann")
    page.get_by_label("Your reply to Ben").fill("I have come back.")
    page.get_by_role("button", name="Post reply").click()
    expect(comment_saying(page, "I have come back.")).to_be_visible()


def test_a_stranger_who_likes_comes_back_to_the_comment(open_page: Callable[..., Page], town: Town) -> None:
    ann()
    page = open_page(town.article)
    page.locator(f"#comment-{town.bens_comment.pk}").get_by_role("link", name="Like Ben’s comment, 2 likes").click()
    sign_in(page, "Ann")
    assert page.url.endswith(f"{town.article}#comment-{town.bens_comment.pk}")


def test_everybody_sees_a_new_comment_within_a_second(
    open_page: Callable[..., Page], town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(application.app, "clock", lambda: moment)
    reader = open_page(town.empty, user=ann())
    stranger = open_page(town.empty)
    expect(stranger.get_by_role("heading", name="Comments 0")).to_be_visible()
    # The page cache has this page now, and has just looked whether it is still true.
    assert "Here I am" not in stranger.request.get(town.empty).text()
    reader.get_by_label("Your comment", exact=True).fill("Here I am")
    reader.get_by_role("button", name="Post comment").click()
    expect(comment_saying(reader, "Here I am")).to_be_visible()
    # A second later by the clock of the page cache.
    moment += 1.0
    assert "Here I am" in stranger.request.get(town.empty).text()
    stranger.reload()
    expect(comment_saying(stranger, "Here I am")).to_be_visible()
    expect(stranger.get_by_role("heading", name="Comments 1")).to_be_visible()
    expect(stranger.get_by_role("textbox")).to_have_count(0)


@both_ways
@pytest.mark.parametrize(("text", "said"), [("   ", "the comment is empty"), ("long " * 1001, "5,004 characters")])
def test_a_text_that_cannot_stand_is_kept_and_the_reason_said(
    open_page: Callable[..., Page], town: Town, script: bool, text: str, said: str
) -> None:
    page = open_page(town.empty, user=ann(), script=script, refused=(422,))
    mark(page, script)
    page.get_by_label("Your comment", exact=True).fill(text)
    page.get_by_role("button", name="Post comment").click()
    box = page.get_by_label("Your comment", exact=True)
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(box).to_have_value(text)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(page.get_by_role("alert").inner_text())
    assert_marked(page, script)
    # And it can be mended where it stands.
    box.fill("Short now")
    page.get_by_role("button", name="Post comment").click()
    expect(comment_saying(page, "Short now")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


@both_ways
def test_who_writes_too_fast_is_told_when_to_go_on_and_keeps_the_text(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    page = open_page(town.empty, user=ann(), script=script, refused=(429,))
    for number in range(6):
        page.get_by_label("Your comment", exact=True).fill(f"Number {number}")
        page.get_by_role("button", name="Post comment").click()
        if number < 5:
            expect(comment_saying(page, f"Number {number}")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("That was a lot in a short time. Please try again in ")
    expect(page.get_by_label("Your comment", exact=True)).to_have_value("Number 5")
    assert Comment.objects.filter(article=town.quiet).count() == 5


def test_a_refusal_of_a_button_is_said_beside_it(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.article, user=ann(), refused=(422,))
    withdraw(comment=town.bens_comment, user=ben(), now=now())
    page.locator(f"#comment-{town.bens_comment.pk}").get_by_role("link", name="Reply to Ben").click()
    expect(page.get_by_role("alert")).to_contain_text("has been withdrawn by its author")


def test_a_session_that_has_ended_leads_to_the_page_to_sign_in(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.article, user=ann())
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#comment-{town.bens_comment.pk}").get_by_role("link", name="Reply to Ben").click()
    page.wait_for_url("**/accounts/login/?next=*")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

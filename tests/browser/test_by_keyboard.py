"""Everything by keyboard alone: the skip link, a focus that is always seen, comments and likes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.town import Town
from tests.browser.walks import SEEN_FOCUS, comment_saying, expect_count
from tests.people import PASSWORD, ann

pytestmark = pytest.mark.browser


def tab_to(page: Page, name: str, *, most: int = 300, key: str = "Tab") -> None:
    """Press Tab until what is called that is focused. Each stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        focus: dict[str, Any] = page.evaluate(SEEN_FOCUS)
        assert focus["tag"] != "body", f"Tab left the page before it came to {name!r}"
        assert focus["outlined"], f"the focus is not seen: {focus}"
        assert focus["seen"], f"what is focused is not on the screen: {focus}"
        if focus["name"].startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached with {most} presses of {key}")


@pytest.mark.parametrize("path", ["/", "article", "/publishers", "/accounts/signup/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_stop_of_the_keyboard_is_seen(open_page: Callable[..., Page], town: Town, path: str, dark: bool) -> None:
    page = open_page(town.article if path == "article" else path, dark=dark, user=None)
    tab_to(page, "Skip to the content")
    tab_to(page, "Newsstand, open source")


def test_the_skip_link_leads_past_the_header(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.article)
    skip = page.get_by_role("link", name="Skip to the content")
    assert not on_screen(page)
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    assert on_screen(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert not on_screen(page)


def on_screen(page: Page) -> bool:
    box = page.get_by_role("link", name="Skip to the content").bounding_box()
    return box is not None and box["y"] >= 0 and box["x"] >= 0 and box["width"] > 20


def test_a_reader_signs_in_and_takes_part_without_a_mouse(open_page: Callable[..., Page], town: Town) -> None:
    ann()
    page = open_page(town.article)
    sign_in_by_keys(page)
    page.wait_for_url(f"**{town.article}#comments")
    post_by_keys(page)
    like_by_keys(page, page.locator(f"#comment-{town.bens_comment.pk}").get_by_role("button"))
    reply_by_keys(page)
    town.main.refresh_from_db()
    expect_count(page, town.main.comment_count)
    assert in_comments(page), "after a reply, the keyboard goes on among the comments"


def sign_in_by_keys(page: Page) -> None:
    tab_to(page, "Sign in to comment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    tab_to(page, "login")
    page.keyboard.type("ann@example.org")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def post_by_keys(page: Page) -> None:
    tab_to(page, "text")
    page.keyboard.type("Typed, never clicked.")
    tab_to(page, "Post comment")
    page.keyboard.press("Enter")
    expect(comment_saying(page, "Typed, never clicked.")).to_be_visible()
    expect(page.locator("#comments-status")).to_have_text("Your comment is posted.")
    assert in_comments(page), "after posting, the keyboard goes on among the comments"


def like_by_keys(page: Page, like: Locator) -> None:
    """Like, and take it back; the focus stays where it was."""
    reach(page, like)
    page.keyboard.press("Space")
    expect(like).to_have_accessible_name("Liked Ben’s comment, 3 likes, take yours back")
    # htmx holds a piece for 20 ms before it counts as there; nobody presses that fast.
    expect(page.locator(".htmx-settling")).to_have_count(0)
    expect(like).to_be_focused()
    page.keyboard.press("Enter")
    expect(like).to_have_accessible_name("Like Ben’s comment, 2 likes")
    expect(like).to_be_focused()


def reply_by_keys(page: Page) -> None:
    """From the like button back to the link before it, and answer."""
    tab_to(page, "Reply", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply to Ben")).to_be_focused()
    page.keyboard.type("By keys alone.")
    tab_to(page, "Post reply")
    page.keyboard.press("Enter")
    expect(comment_saying(page, "By keys alone.")).to_be_visible()
    expect(page.locator("#comments-status")).to_have_text("Your reply is posted.")


def reach(page: Page, wanted: Locator) -> None:
    for _ in range(120):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("not reached")


def in_comments(page: Page) -> bool:
    page.keyboard.press("Tab")
    return bool(page.evaluate("document.getElementById('comments').contains(document.activeElement)"))


def test_escape_from_a_reply_goes_back_to_where_it_began(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page(town.article, user=ann())
    reach(page, page.locator(f"#comment-{town.bens_comment.pk}").get_by_role("link", name="Reply to Ben"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply to Ben")).to_be_focused()
    tab_to(page, "Cancel")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your reply to Ben")).to_have_count(0)
    assert in_comments(page)

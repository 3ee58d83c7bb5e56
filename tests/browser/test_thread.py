"""A long thread in a browser: its orders, more of it, its depths, and that it says when somebody has spoken."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from newsstand.comments.models import Comment
from newsstand.comments.status import recount
from newsstand.comments.write import post
from newsstand.lib.clock import now
from tests.browser.town import Town
from tests.comments.talk import deep
from tests.people import ann, cy

pytestmark = pytest.mark.browser
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
FOCUS = "document.activeElement.id"


@pytest.fixture
def long_thread(town: Town) -> str:
    """45 comments, the third of them most liked, and a conversation ten levels deep below the oldest."""
    today = now()
    chain = deep(town.quiet, 10, today - timedelta(hours=9))
    Comment.objects.bulk_create(
        Comment(
            article=town.quiet,
            name=f"Reader {at}",
            text=f"Words {at}",
            posted_at=today - timedelta(hours=8, minutes=-at),
            imported_likes=9 if at == 3 else 0,
        )
        for at in range(44)
    )
    Comment.objects.filter(pk=chain[0].pk).update(best=9)
    recount(town.quiet)
    return town.empty


def names(page: Page) -> list[str]:
    return page.locator("#thread > li > article .comment-name").all_inner_texts()


@both_ways
def test_an_order_is_chosen_by_a_link_and_stays_in_the_address(
    open_page: Callable[..., Page], long_thread: str, script: bool
) -> None:
    page = open_page(long_thread, script=script, width=390)
    if script:
        page.evaluate("window.stillTheSamePage = true")
    order = page.get_by_role("navigation", name="Order of the comments")
    expect(order.get_by_role("link", name="Best", exact=True)).to_have_attribute("aria-current", "true")
    for name, sort, first in (
        ("Most liked", "liked", "Reader 3"),
        ("Newest", "newest", "Reader 43"),
        ("Most discussed", "discussed", "Level 0"),
        ("Oldest", "oldest", "Level 0"),
    ):
        order.get_by_role("link", name=name).click()
        expect(order.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
        page.wait_for_url(f"**{long_thread}?sort={sort}#comments")
        assert names(page)[0] == first
    if script:
        assert page.evaluate("window.stillTheSamePage") is True
    page.reload()
    assert names(page)[1] == "Reader 0"


def test_the_rest_comes_in_place_and_the_keyboard_goes_on_there(
    open_page: Callable[..., Page], long_thread: str
) -> None:
    page = open_page(f"{long_thread}?sort=oldest")
    assert len(names(page)) == 20
    for expected in (40, 45):
        more = page.get_by_role("link", name="More comments")
        more.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#thread > li > article")).to_have_count(expected)
        focused = Comment.objects.get(pk=int(page.evaluate(FOCUS).removeprefix("comment-")))
        assert focused.name == names(page)[20 if expected == 40 else 40]
    expect(page.get_by_role("link", name="More comments")).to_have_count(0)
    assert len(set(names(page))) == 45


def test_the_rest_is_a_page_without_script(open_page: Callable[..., Page], long_thread: str) -> None:
    page = open_page(f"{long_thread}?sort=oldest", script=False)
    seen = names(page)
    for _ in range(2):
        page.get_by_role("link", name="More comments").click()
        seen += names(page)
    assert len(seen) == len(set(seen)) == 45
    page.get_by_role("link", name="First comments").click()
    assert names(page) == seen[:20]


@both_ways
def test_replies_open_and_go_on_as_deep_as_they_go(
    open_page: Callable[..., Page], long_thread: str, script: bool
) -> None:
    page = open_page(long_thread, script=script, width=360)
    expect(page.get_by_role("article", name="Level 3, level 4")).to_be_visible()
    page.get_by_role("link", name="6 more replies").click()
    expect(page.get_by_role("article", name="Level 6, level 7")).to_be_visible()
    expect(page.locator("#thread > li:first-child article")).to_have_count(7)
    if script:
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Level 4, level 5"
    page.get_by_role("link", name="Continue this thread below Level 6’s comment").click()
    expect(page.get_by_role("heading", name="In reply to")).to_be_visible()
    expect(page.get_by_role("article", name="Level 9, level 4")).to_be_visible()
    page.get_by_role("link", name="All comments 54").click()
    page.wait_for_url(f"**{long_thread}#comments")


def test_new_comments_announce_themselves_and_nothing_moves_until_somebody_wants_them(
    open_page: Callable[..., Page], town: Town, long_thread: str
) -> None:
    page = open_page("/about", user=ann())
    page.clock.install()
    page.goto(long_thread)
    region = page.locator("#comments-new")
    expect(region).to_have_attribute("aria-live", "polite")
    box = page.get_by_label("Your comment", exact=True)
    box.fill("Half a thou")
    before = page.locator("#thread").bounding_box()
    for text in ("One of three", "Two of three"):
        post(article=town.quiet, user=cy(), text=text, now=now())
    page.clock.run_for(31_000)
    expect(region.get_by_role("link", name="2 new comments")).to_be_visible()
    assert page.locator("#thread").bounding_box() == before
    assert region.evaluate("one => one.isConnected")
    region.get_by_role("link").click()
    expect(page.get_by_text("Two of three")).to_be_visible()
    assert names(page)[:2] == ["Cy", "Cy"]
    expect(region).to_have_text("")
    expect(box).to_have_value("Half a thou")
    expect(page.get_by_role("heading", name="Comments 56", exact=True)).to_be_visible()
    assert page.url.endswith("?sort=newest#comments")
    # Told once, and once more only of what is new since.
    page.clock.run_for(61_000)
    expect(region).to_have_text("")
    post(article=town.quiet, user=cy(), text="Three of three", now=now())
    page.clock.run_for(700_000)
    expect(region.get_by_role("link", name="1 new comment")).to_be_visible()


def test_nobody_asks_for_news_while_the_page_is_not_looked_at(open_page: Callable[..., Page], long_thread: str) -> None:
    page = open_page("/about")
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("comments.json") else None)
    page.goto(long_thread)
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.clock.run_for(3_600_000)
    assert asked == []
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.clock.run_for(31_000)
    page.wait_for_timeout(200)
    assert len(asked) == 1


def test_a_reply_that_is_being_written_outlives_the_replies_that_come_around_it(
    open_page: Callable[..., Page], long_thread: str
) -> None:
    page = open_page(long_thread, user=ann())
    page.get_by_role("link", name="Reply to Level 2").click()
    page.get_by_label("Your reply to Level 2").fill("Half a thou")
    page.get_by_role("link", name="6 more replies").click()
    expect(page.get_by_role("article", name="Level 6, level 7")).to_be_visible()
    expect(page.get_by_label("Your reply to Level 2")).to_have_value("Half a thou")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_role("article", name="Ann")).to_contain_text("Half a thou")

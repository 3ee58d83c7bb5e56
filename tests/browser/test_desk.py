"""An editor goes through a day's desk by keyboard alone; keys can be switched off; without script it is links."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from newsstand.contributors.models import Draft
from newsstand.contributors.step import take_step
from newsstand.lib.clock import now
from newsstand.publishers.models import Application
from newsstand.stories.models import Coverage, StoryDecision
from newsstand.topics.models import Topic, TopicProposal
from tests.browser.test_by_keyboard import tab_to
from tests.contributors.desk import written
from tests.moderation.desk import held, make_article
from tests.people import ann, ben, cy, ed
from tests.stories.desk import clustered, flood

pytestmark = pytest.mark.browser


def a_day() -> Draft:
    """A text to review, an outlet that applies, a story in doubt, a name that recurs, a held comment."""
    moment = now() - timedelta(hours=3)
    draft = written(ben(), moment)
    take_step(draft=draft, action="submit", by=ben(), now=moment + timedelta(minutes=5))
    Application.objects.create(
        name="The Weir", address="https://weir.example/", about="The weir.", applicant=cy(), applied_at=moment
    )
    doubted = flood()[2]
    clustered()
    Coverage.objects.filter(article=doubted).update(score=0.5, joined_at=moment)
    TopicProposal.objects.create(
        name="Ada Holm",
        key="ada holm",
        kind=Topic.Kind.PERSON,
        publishers=2,
        articles=3,
        first_seen_at=moment,
        last_seen_at=moment,
    )
    held(make_article(slug="held"), ann(), "Buy shoes")
    return draft


def test_a_days_desk_is_cleared_by_keyboard_alone(open_page: Callable[..., Page], site: str) -> None:
    draft = a_day()
    page = open_page("/desk", user=ed())
    keys = page.keyboard
    expect(page.get_by_role("heading", level=1)).to_have_text("5 things wait for an editor")

    approve_the_text(page, draft)
    # A story in doubt is left as it is, without leaving the desk.
    keys.press("h")
    keys.press("a")
    expect(page.get_by_role("status")).to_contain_text("stays as it is")
    assert StoryDecision.objects.get().kind == "keep"

    # A name becomes a topic: its first button has the focus.
    keys.press("t")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Accept Ada Holm as person")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert Topic.objects.get(name="Ada Holm").kind == "person"

    undo_the_name(page)


def approve_the_text(page: Page, draft: Draft) -> None:
    """To its place, taken, approved, and back."""
    keys = page.keyboard
    keys.press("d")
    expect(page.locator("#drafts .desk-row").first).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(draft.headline)
    tab_to(page, "Take it")
    keys.press("Enter")
    expect(page.locator(".review-state")).to_have_text("With an editor: Ed")
    tab_to(page, "Approve")
    keys.press("Enter")
    expect(page.locator(".review-state")).to_have_text("Approved")
    tab_to(page, "Desk")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 things wait for an editor")


def undo_the_name(page: Page) -> None:
    """What was done stands in the log, and is taken back there."""
    keys = page.keyboard
    tab_to(page, "Desk")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 things wait for an editor")
    tab_to(page, "Log")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What editors did")
    for words in ("accepted as a topic", "left articles where the machine put them", "approved it"):
        expect(page.locator(".desk-where").filter(has_text=words).first).to_be_visible()
    # The newest comes first.
    tab_to(page, "Undo")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Taken back: Ada Holm")
    assert not Topic.objects.filter(name="Ada Holm").exists()


def test_moving_on_the_desk_and_the_help(open_page: Callable[..., Page], site: str) -> None:
    a_day()
    page = open_page("/desk", user=ed())
    keys = page.keyboard
    keys.press("j")
    rows = page.locator(".desk-row")
    expect(rows.nth(0)).to_be_focused()
    keys.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    keys.press("k")
    expect(rows.nth(0)).to_be_focused()
    keys.press("m")
    expect(page.locator("#moderation .desk-row")).to_be_focused()
    keys.press("?")
    expect(page.get_by_text("leave a story as it is")).to_be_visible()
    page.get_by_label("Go by single keys").uncheck()
    page.reload()
    keys.press("d")
    keys.press("j")
    expect(page.locator("#drafts .desk-row")).not_to_be_focused()
    expect(page.get_by_label("Go by single keys")).not_to_be_checked()


def test_without_script_the_desk_is_links_and_forms(open_page: Callable[..., Page], site: str) -> None:
    draft = a_day()
    page = open_page("/desk", user=ed(), script=False, width=360)
    page.get_by_role("navigation", name="What waits").get_by_role("link", name="Stories that need a hand").click()
    page.get_by_role("button", name="It belongs").click()
    expect(page.get_by_role("status")).to_contain_text("stays as it is")
    page.get_by_role("link", name="Log", exact=True).click()
    page.get_by_label("About", exact=True).select_option("stories")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    page.goto("/desk")
    page.get_by_role("link", name=draft.headline).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(draft.headline)


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_axe_finds_nothing_on_a_full_desk(
    open_page: Callable[..., Page], site: str, axe: Callable[..., list[str]], width: int, dark: bool
) -> None:
    a_day()
    page = open_page("/desk", user=ed(), width=width, dark=dark)
    page.locator("#stories button").click()
    for address in ("/desk", "/desk/log", "/advertisers"):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

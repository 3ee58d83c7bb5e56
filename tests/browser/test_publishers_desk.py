"""A publisher's people at their desk: figures, a change of the contract, articles taken down and brought back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.outlets import DESK, figured
from tests.browser.town import Town
from tests.browser.walks import SEEN_FOCUS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_cy_reads_figures_changes_the_contract_and_takes_an_article_down(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    desk = open_page("/publisher/ferry-post", user=people.cy(), script=script)
    figured(town)
    reader = open_page(town.article, refused=(410,))
    desk.get_by_role("link", name="Figures and everything else").click()
    expect(desk.get_by_role("heading", name="What waits for you")).to_be_visible()
    chart = desk.get_by_role("figure").filter(has_text="reads a day")
    chart.get_by_text("The numbers as a table").click()
    expect(chart.get_by_role("table")).to_be_visible()

    desk.get_by_role("navigation", name="The publisher’s desk").get_by_role("link", name="Contract").click()
    expect(reader.get_by_role("article").first).to_contain_text("nobody was surprised")
    desk.get_by_label("Words of each article that we show").fill("15")
    desk.get_by_label("Embargo, in minutes").fill("0")
    desk.get_by_role("button", name="See what it would do").click()
    then = desk.get_by_role("region", name="Then: its page")
    expect(then).not_to_contain_text("nobody was surprised")
    expect(desk.get_by_role("region", name="Now: its page")).to_contain_text("nobody was surprised")
    desk.get_by_role("button", name="Let it hold").click()
    expect(desk.get_by_role("status")).to_contain_text("It holds from now on, everywhere.")
    reader.reload()
    expect(reader.get_by_role("article").first).not_to_contain_text("nobody was surprised")

    desk.get_by_role("link", name="Articles", exact=True).click()
    desk.get_by_role("searchbox", name="Words of the headline").fill("divers crack")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_role("button", name="Take down", exact=True).click()
    expect(desk.get_by_role("status")).to_contain_text("1 article taken down everywhere.")
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("Taken down by The Ferry Post.")
    desk.get_by_role("button", name="Undo: bring it back").click()
    expect(desk.get_by_role("status")).to_contain_text("Brought back: 1 of 1.")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Bridge shut")


def test_with_the_keyboard_alone_articles_are_marked_taken_down_and_brought_back(
    open_page: Callable[..., Page], town: Town
) -> None:
    page = open_page(f"{DESK}/articles", user=people.cy())
    to(page, lambda focus: focus["id"] == "reason")
    page.keyboard.press("Control+A")
    page.keyboard.type("The source took it back.")
    to(page, lambda focus: focus["id"] == f"a-{town.quiet.pk}")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="The ferry waits")).to_be_checked()
    to(page, lambda focus: focus["name"] == "Take down what is marked", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 article taken down everywhere.")
    expect(page.get_by_role("main")).to_contain_text("The source took it back.")
    to(page, lambda focus: focus["name"].startswith("Undo"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Brought back: 1 of 1.")


def to(page: Page, wanted: Callable[[dict[str, Any]], bool], *, back: bool = False) -> None:
    """Tab until the focus is where it is wanted; every stop on the way is seen."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focus = page.evaluate(SEEN_FOCUS)
        assert (focus["seen"], focus["outlined"]) == (True, True), focus
        if wanted(focus):
            return
    pytest.fail("the keyboard does not come there")

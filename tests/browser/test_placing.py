"""Places: a reader says that one is wrong and finds their own, an editor accepts a name by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.topics.locate import locate
from newsstand.topics.models import ArticlePlace, Topic, WrongPlace
from tests import people
from tests.browser.town import Town
from tests.topics.cast import toft_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_says_that_a_place_is_wrong(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    town.main.text = "The divers came from Toledo, Ohio, and went back to Toledo."
    locate([town.main])
    page = open_page(town.article, script=script, width=390)
    page.get_by_role("link", name="Wrong place?").click()
    expect(page.get_by_text("Ohio beside it")).to_be_visible()
    page.get_by_role("button", name="It is not about Toledo").click()
    expect(page.get_by_text("Thank you. An editor will look at it.")).to_be_visible()
    assert WrongPlace.objects.get().place.name == "Toledo"
    assert not ArticlePlace.objects.get(article=town.main, place__name="Toledo").is_wrong


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_reader_finds_a_place_that_nobody_wrote_about(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    page = open_page("/places", script=script)
    page.get_by_label("Town, county, state or country").fill("Toledo")
    page.get_by_role("button", name="Find").click()
    row = page.get_by_role("listitem").filter(has_text="Lucas County, Ohio")
    row.get_by_role("button", name="Toledo").click()
    expect(page).to_have_url(f"{page.url.partition('/?')[0]}/?place=toledo")
    assert Topic.objects.get(slug="toledo").admin1 == "OH"


def test_an_editor_accepts_with_one_key(open_page: Callable[..., Page], town: Town) -> None:
    toft_in(3)
    page = open_page("/topics/proposals", user=people.ed())
    expect(page.get_by_role("heading", name="Margaret Toft")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Margaret Toft is a topic now, in 3 articles.")).to_be_visible()
    page.get_by_role("link", name="What was done").click()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone: Margaret Toft")).to_be_visible()
    assert not Topic.objects.filter(name="Margaret Toft").exists()

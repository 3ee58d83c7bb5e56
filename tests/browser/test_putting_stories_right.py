"""An editor splits a story and merges it again; readers see each in turn; who is no editor finds no way in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.stories.models import Coverage, StoryDecision
from tests.browser.coverage import covered
from tests.browser.town import Town
from tests.people import ed, eve

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_editor_splits_a_story_and_merges_it_again(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    story = covered(town)
    reader = open_page(story.get_absolute_url(), script=script)
    main = reader.get_by_role("main")
    expect(main).to_contain_text("4 articles from 2 outlets")
    expect(main).to_contain_text("Adds: Oddny Sigurdardottir, Upper Valley Ramblers; 180 millimetres")
    expect(main).to_contain_text("Also in The Copyist")
    expect(reader.get_by_role("link", name="Put this story right")).to_have_count(0)

    editor = open_page(story.get_absolute_url(), user=ed(), script=script)
    editor.get_by_role("link", name="Put this story right").click()
    editor.get_by_label("Bridge shut, says the valley").check()
    editor.get_by_label("Reason, for the other editors").fill("Another bridge.")
    editor.get_by_role("button", name="Split into a new story").click()
    expect(editor.get_by_role("main")).to_contain_text("Another bridge.")
    expect(editor.get_by_label("Bridge shut, says the valley")).to_have_count(0)
    reader.reload()
    expect(main).to_contain_text("3 articles from 1 outlet")

    split = StoryDecision.objects.get(kind="split")
    assert split.other is not None
    editor.get_by_role("link", name="Bridge shut, says the valley").click()
    editor.get_by_role("link", name="Put this story right").click()
    editor.get_by_label("The other story").fill(story.get_absolute_url())
    editor.get_by_label("Reason, for the other editors").fill("The same bridge after all.")
    editor.get_by_role("button", name="Merge this whole story into it").click()
    expect(editor.get_by_role("main")).to_contain_text("The same bridge after all.")
    assert Coverage.objects.filter(story=story).count() == 4
    reader.goto(split.other.get_absolute_url())
    expect(reader).to_have_url(re.compile(rf"/story/{story.pk}/"))

    log = editor.get_by_role("listitem").filter(has_text="The same bridge after all.")
    log.get_by_role("button", name="Take back").click()
    expect(editor.get_by_role("main")).to_contain_text("Taken back by Ed")
    assert Coverage.objects.filter(story=story).count() == 3


def test_what_was_forgotten_is_said_and_what_was_chosen_stays(open_page: Callable[..., Page], town: Town) -> None:
    story = covered(town)
    editor = open_page(f"{story.get_absolute_url()}/edit", user=ed(), refused=(422,))
    editor.get_by_label("Bridge shut, says the valley").check()
    editor.get_by_label("Reason, for the other editors").fill("Another bridge.")
    editor.get_by_role("button", name="Move the chosen there").click()
    expect(editor.get_by_role("alert")).to_contain_text("Name the other story")
    expect(editor.get_by_label("Bridge shut, says the valley")).to_be_checked()
    expect(editor.get_by_label("Reason, for the other editors")).to_have_value("Another bridge.")


def test_who_is_no_editor_does_not_come_in(open_page: Callable[..., Page], town: Town) -> None:
    story = covered(town)
    page = open_page(f"{story.get_absolute_url()}/edit", user=eve(), refused=(403,))
    expect(page.get_by_role("main")).to_contain_text("you are not one")


def test_an_article_leads_to_its_full_coverage_by_keyboard(open_page: Callable[..., Page], town: Town) -> None:
    story = covered(town)
    page = open_page(town.article)
    page.get_by_role("link", name="Full coverage: 2 outlets").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(story.title)

"""A contributor, from signing up to a corrected article; an editor reads with them in a browser of her own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.articles.models import Article
from newsstand.contributors.models import Draft
from tests.browser.walks import editor_of, sign_up
from tests.contributors.desk import SENTENCE, written
from tests.people import ben, ed

pytestmark = pytest.mark.browser
HEADLINE = "The old bridge stays closed until spring"


def saved(page: Page) -> None:
    expect(page.locator("#draft")).to_have_attribute("data-state", "saved", timeout=15_000)


def typed(page: Page, text: str) -> None:
    editor_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def begin(page: Page) -> None:
    """From the door through the sign-up to an empty draft."""
    page.get_by_role("link", name="Begin").first.click()
    sign_up(page, "Flo")
    expect(page.get_by_label("Byline")).to_have_value("Flo")
    page.get_by_label("Byline").fill("Flo Marsh")
    page.get_by_label("About you").fill("Lives by the river.")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Begin to write").click()
    page.get_by_role("button", name="Begin a draft").click()


def write(page: Page) -> None:
    """A text that must not be mended, and what readers must know of it."""
    expect(editor_of(page)).to_be_visible()
    expect(page.locator("#standards")).to_contain_text("It has no headline.")
    page.get_by_label("Headline").fill(HEADLINE)
    typed(page, SENTENCE * 20)
    page.get_by_label("No AI wrote or rewrote any of it").check()
    page.get_by_label("Nobody pays me for it").check()
    saved(page)
    expect(page.locator("#standards .standards-must")).to_have_count(0, timeout=15_000)
    page.get_by_role("link", name="Check and submit").click()


def test_from_signing_up_to_a_corrected_article(open_page: Callable[..., Page], site: str) -> None:
    flo = open_page("/contributors")
    begin(flo)
    write(flo)
    flo.get_by_role("button", name="Submit for review").click()
    expect(flo.get_by_role("status").first).to_contain_text("Submitted.")
    draft = Draft.objects.get()

    editor = open_page("/desk", user=ed())
    editor.get_by_role("link", name=HEADLINE).first.click()
    editor.get_by_role("button", name="Take it", exact=True).click()
    editor.get_by_role("link", name=re.compile("^Remark on")).first.click()
    editor.get_by_label("Which words").fill("the bridge over the river")
    editor.get_by_label("Your remark").fill("Which of the two?")
    editor.get_by_role("button", name="Remark").first.click()
    expect(editor.locator(".review-words mark").first).to_have_text("the bridge over the river")
    editor.get_by_text("Ask for changes").first.click()
    editor.get_by_label("What to change").fill("Say which bridge.")
    editor.get_by_role("button", name="Ask for changes").click()
    expect(editor.get_by_role("status").first).to_contain_text("told what to change")

    flo.goto("/write")
    flo.get_by_role("link", name=HEADLINE).click()
    typed(flo, " It is the eastern bridge.")
    saved(flo)
    flo.get_by_role("link", name="Check and submit").click()
    expect(flo.get_by_text("Which of the two?").first).to_be_visible()
    flo.get_by_role("button", name=re.compile("^Done")).click()
    flo.get_by_role("button", name="Submit for review").click()

    approve(editor, draft, "the eastern bridge")
    flo.goto(f"/write/{draft.pk}/review")
    flo.get_by_role("button", name="Publish now").click()
    flo.get_by_role("link", name="On the site").click()
    expect(flo.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(flo.get_by_text("Community voice")).to_be_visible()
    expect(flo.get_by_text("Written without AI")).to_be_visible()
    correct(flo, editor, draft)


def approve(editor: Page, draft: Draft, change: str) -> None:
    """The editor sees what changed, takes it and approves."""
    editor.goto(f"/write/{draft.pk}/review")
    expect(editor.locator(".review-changes ins").first).to_contain_text(change)
    editor.get_by_role("button", name="Take it", exact=True).click()
    editor.get_by_role("button", name="Approve").click()
    expect(editor.get_by_role("status").first).to_contain_text("Approved.")


def correct(flo: Page, editor: Page, draft: Draft) -> None:
    """A word was wrong: it is put right by the same way, and readers are told."""
    flo.goto(f"/write/{draft.pk}")
    typed(flo, " It was built in 1904.")
    saved(flo)
    flo.goto(f"/write/{draft.pk}/correct")
    flo.get_by_label("Note to readers").fill("We had left out when it was built.")
    flo.get_by_role("button", name="Send it to an editor").click()
    article = Article.objects.get()
    assert "1904" not in article.body
    approve(editor, draft, "was built in 1904")
    editor.get_by_role("button", name="Publish the correction now").click()
    expect(editor.get_by_role("status").first).to_contain_text("correction is published")

    flo.goto(article.get_absolute_url())
    expect(flo.get_by_text("We had left out when it was built.").first).to_be_visible()
    expect(flo.locator(".story-body")).to_contain_text("It was built in 1904.")


def test_a_review_works_by_keyboard_and_without_script(open_page: Callable[..., Page], site: str) -> None:
    draft = written(ben())
    page = open_page(f"/write/{draft.pk}/review", user=ben(), script=False, width=360)
    button = page.get_by_role("button", name="Submit for review")
    button.focus()
    page.keyboard.press("Enter")
    editor = open_page(f"/write/{draft.pk}/review", user=ed(), script=False, refused=[422])
    editor.get_by_role("button", name="Take it").press("Enter")
    editor.get_by_text("Decline").first.press("Enter")
    editor.get_by_label("The reason").fill("It stood elsewhere last week.")
    editor.get_by_role("button", name="Decline").press("Enter")
    page.goto("/write")
    page.get_by_role("link", name=HEADLINE).press("Enter")
    expect(page.get_by_text("It stood elsewhere last week.")).to_be_visible()
    page.get_by_role("button", name="Take it back").press("Enter")
    assert Draft.objects.get().state == "writing"

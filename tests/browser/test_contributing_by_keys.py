"""A contributor, from signing up to a corrected article, and the editor beside them: by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.articles.models import Article
from newsstand.contributors.models import Draft
from tests.browser.walks import editor_of, go, press
from tests.contributors.desk import SENTENCE
from tests.people import PASSWORD, ed

pytestmark = pytest.mark.browser
HEADLINE = "The old bridge stays closed until spring"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def saved(page: Page) -> None:
    expect(page.locator("#draft")).to_have_attribute("data-state", "saved", timeout=15_000)


def stands(page: Page, text: str) -> None:
    expect(page.locator(".review-state")).to_contain_text(text)


def begin(page: Page) -> None:
    """From the front page through the sign-up to an empty draft."""
    press(page, "Contributors")
    heading(page, "Write here")
    press(page, "Begin")
    heading(page, "Sign in")
    press(page, "Sign up")
    heading(page, "Sign up")
    for name, text in (("name", "Flo"), ("email", "flo@example.net"), ("password1", PASSWORD)):
        go(page, name)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Byline")).to_have_value("Flo")
    go(page, "agrees")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Begin a draft").first).to_be_visible()
    press(page, "Begin a draft")


def write(page: Page) -> None:
    """A headline, a text, and the two answers that readers see."""
    expect(editor_of(page)).to_be_visible()
    go(page, "headline")
    page.keyboard.type(HEADLINE)
    go(page, "Text")
    page.keyboard.insert_text(SENTENCE * 20)
    for question in ("ai", "payment"):
        go(page, question)
        page.keyboard.press("Space")
    saved(page)
    expect(page.locator("#standards .standards-must")).to_have_count(0, timeout=15_000)


def review(editor: Page, draft: Draft) -> None:
    """The editor takes it and approves."""
    editor.goto(f"/write/{draft.pk}/review")
    press(editor, "Take it")
    stands(editor, "With an editor: Ed")
    press(editor, "Approve")
    stands(editor, "Approved")


def test_from_signing_up_to_a_corrected_article_by_keyboard_alone(open_page: Callable[..., Page], site: str) -> None:
    flo = open_page("/")
    begin(flo)
    write(flo)
    press(flo, "Check and submit", back=True)
    heading(flo, HEADLINE)
    press(flo, "Submit for review")
    stands(flo, "Waiting for an editor")
    draft = Draft.objects.get()

    editor = open_page("/desk", user=ed())
    editor.keyboard.press("d")
    editor.keyboard.press("Enter")
    heading(editor, HEADLINE)
    review(editor, draft)

    flo.reload()
    press(flo, "Publish now")
    stands(flo, "Published")
    press(flo, "On the site")
    heading(flo, HEADLINE)

    correct(flo, draft)
    review(editor, draft)
    press(editor, "Publish the correction now")
    stands(editor, "Published")
    article = Article.objects.get()
    flo.goto(article.get_absolute_url())
    expect(flo.get_by_text("We had left out when it was built.").first).to_be_visible()
    expect(flo.locator(".story-body")).to_contain_text("It was built in 1904.")


def correct(flo: Page, draft: Draft) -> None:
    """The contributor adds what was left out, and sends it with a note to readers."""
    flo.goto(f"/write/{draft.pk}")
    expect(editor_of(flo)).to_be_visible()
    go(flo, "Text")
    flo.keyboard.press("Control+End")
    flo.keyboard.insert_text(" It was built in 1904.")
    saved(flo)
    flo.goto(f"/write/{draft.pk}/correct")
    go(flo, "note")
    flo.keyboard.type("We had left out when it was built.")
    press(flo, "Send it to an editor")
    stands(flo, "Waiting for an editor")

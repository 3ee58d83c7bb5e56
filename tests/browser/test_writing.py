"""A contributor writes: by toolbar, by keyboard alone, in two windows, with the line cut, pasting what is hostile."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, Route, expect

from newsstand.contributors.begin import begin, join
from newsstand.contributors.models import Draft, DraftPicture, DraftRevision
from newsstand.lib.clock import now
from tests.algorithms.browser_parse import faults
from tests.browser.walks import editor_of as text_of
from tests.people import ben

pytestmark = pytest.mark.browser
HOSTILE = (
    "<p onclick='alert(1)'>Kept <b>words</b></p><script>alert(2)</script><img src=x onerror=alert(3)>"
    "<a href='javascript:alert(4)'>bad</a> <a href='https://a.example/b'>good</a><iframe src='https://x.example'></iframe>"
    "<h1 style='position:fixed'>Big</h1><table><tr><td>cell</table><svg onload=alert(5)></svg>"
)
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".ProseMirror").dispatchEvent(event);
}"""


@pytest.fixture
def draft(site: str, tmp_path: Path, settings: object) -> Draft:
    settings.IMAGES_ROOT = tmp_path  # type: ignore[attr-defined]
    contributor = join(user=ben(), byline="Ben", about="", agrees=True, now=now())
    return begin(contributor=contributor, now=now())


def body(draft: Draft) -> str:
    draft.refresh_from_db()
    return draft.body


def saved(page: Page) -> None:
    expect(page.locator("#draft")).to_have_attribute("data-state", "saved", timeout=15_000)
    expect(page.locator("#saved")).to_have_text(re.compile("^Saved [0-9]"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def begun(page: Page, headline: str = "The bridge") -> Page:
    """The page with its editor, the headline written and the first save done."""
    expect(text_of(page)).to_be_visible()
    page.get_by_label("Headline").fill(headline)
    saved(page)
    return page


def test_a_text_is_written_with_the_toolbar(open_page: Callable[..., Page], draft: Draft, tmp_path: Path) -> None:
    page = begun(open_page(f"/write/{draft.pk}", user=ben()))
    text_of(page).click()
    page.keyboard.type("At last")
    page.get_by_role("button", name="Heading", exact=True).click()
    expect(page.get_by_role("button", name="Heading", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("It is ")
    page.get_by_role("button", name="Strong").click()
    page.keyboard.type("open")
    page.get_by_role("button", name="Strong").click()
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Film or post").click()
    page.get_by_label("Address").fill("https://nothing.example/at-all")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("dialog")).to_contain_text("No film, post, recording or chart")
    page.get_by_label("Address").fill("https://youtu.be/dQw4w9WgXcQ")
    page.get_by_role("button", name="Put it in").click()
    expect(text_of(page)).to_contain_text("Video: youtube.com")
    put_picture(page)
    expect(text_of(page).locator("figcaption")).to_have_text("The bridge. Photo: Ben", timeout=15_000)
    saved(page)
    picture = DraftPicture.objects.get(draft=draft)
    assert body(draft).splitlines() == [
        "<h2>At last</h2>",
        "<p>It is <strong>open</strong>.</p>",
        '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener">Video: youtube.com</a></p>',
        (
            f'<figure><img src="/image/{picture.image_id}/960" alt="A bridge">'
            "<figcaption>The bridge. Photo: Ben</figcaption></figure>"
        ),
    ]
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", name="The bridge")).to_be_visible()
    expect(page.locator(".embed")).to_contain_text("youtube.com")


def put_picture(page: Page) -> None:
    """Choose a picture by the toolbar, and say of it what must be said."""
    photo = io.BytesIO()
    Pillow.new("RGB", (800, 500), (30, 90, 130)).save(photo, "JPEG")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files({"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()})
    page.get_by_label("What it shows").fill("A bridge")
    page.get_by_label("Caption").fill("The bridge.")
    page.get_by_label("Who made it").fill("Ben")
    page.get_by_label("Why it may be published").select_option("own")


def link_by_keys(page: Page) -> None:
    """Link what is selected; an address that is refused is said to be, and written again."""
    press(page, "Control+k")
    expect(page.get_by_label("Address")).to_be_focused()
    page.keyboard.type("javascript:alert(1)")
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_contain_text("An address begins with")
    press(page, "Control+a")
    page.keyboard.type("a.example/town")
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text_of(page)).to_be_focused()


def test_a_text_is_written_by_keyboard_alone(open_page: Callable[..., Page], draft: Draft) -> None:
    page = open_page(f"/write/{draft.pk}", user=ben())
    expect(text_of(page)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).first.focus()
    press(page, "Tab", "Tab")
    page.keyboard.type("The bridge")
    press(page, "Tab")
    page.keyboard.type("It is open.")
    press(page, "Tab", "Tab")
    expect(text_of(page)).to_be_focused()
    page.keyboard.type("See the town")
    press(page, "Control+Shift+ArrowLeft")
    page.wait_for_function("getSelection().toString() === 'town'")
    link_by_keys(page)
    # The editor gives the selection back a moment after the focus; no hand is as quick as this one.
    page.wait_for_function("getSelection().toString() === 'town'")
    press(page, "ArrowRight")
    page.wait_for_function("getSelection().isCollapsed")
    press(page, "Enter")
    # To the toolbar, along it by arrows, and back.
    page.keyboard.type("One")
    press(page, "Alt+F10", "Home", *["ArrowRight"] * 6)
    expect(page.get_by_role("button", name="List", exact=True)).to_be_focused()
    press(page, "Enter")
    expect(text_of(page)).to_be_focused()
    press(page, "Enter")
    page.keyboard.type("Two")
    press(page, "Control+s")
    saved(page)
    assert body(draft) == (
        '<p>See the <a href="https://a.example/town" rel="noopener">town</a></p>\n<ul><li>One</li><li>Two</li></ul>'
    )
    assert (draft.headline, draft.summary) == ("The bridge", "It is open.")


def test_of_two_windows_neither_loses_its_text(open_page: Callable[..., Page], draft: Draft) -> None:
    first = begun(open_page(f"/write/{draft.pk}", user=ben()))
    second = open_page(f"/write/{draft.pk}", user=ben(), refused=[409])
    expect(text_of(second)).to_be_visible()
    text_of(first).fill("From the first window")
    saved(first)
    text_of(second).fill("From the second window")
    expect(second.get_by_text("Another window was first.", exact=True)).to_be_visible(timeout=15_000)
    assert body(draft) == "<p>From the first window</p>"
    with second.expect_popup() as opened:
        second.get_by_role("link", name="among the revisions").click()
    expect(opened.value.get_by_role("heading", name="What changed since")).to_be_visible()
    expect(opened.value.locator(".history-parts del")).to_have_text("second")
    second.get_by_role("button", name="Go on with this text").click()
    saved(second)
    expect(second.get_by_text("Another window was first.", exact=True)).to_be_hidden()
    assert body(draft) == "<p>From the second window</p>"
    kept = DraftRevision.objects.filter(draft=draft, kind="other").values_list("body", flat=True)
    assert set(kept) == {"<p>From the first window</p>", "<p>From the second window</p>"}


def test_a_text_outlives_the_line_and_the_window(open_page: Callable[..., Page], draft: Draft) -> None:
    page = begun(open_page(f"/write/{draft.pk}", user=ben(), refused=[0]))
    # The server dies in the middle of a save: nothing answers any more, for pages neither.
    page.route("**/save", lambda route: route.abort("connectionrefused"))
    text_of(page).fill("Written while nobody listened")
    expect(page.locator("#saved")).to_contain_text("Not saved: no connection", timeout=15_000)
    expect(page.locator("#saved")).to_contain_text("kept in this browser")
    assert body(draft) == ""
    page.reload()
    expect(page.get_by_text("This browser has a text that did not reach the site")).to_be_visible()
    expect(text_of(page)).to_have_text("")
    page.unroute("**/save")
    page.get_by_role("button", name="Bring it back").click()
    expect(text_of(page)).to_have_text("Written while nobody listened")
    saved(page)
    assert body(draft) == "<p>Written while nobody listened</p>"
    page.reload()
    expect(text_of(page)).to_have_text("Written while nobody listened")
    expect(page.get_by_text("This browser has a text")).to_be_hidden()


def test_a_save_whose_answer_was_lost_is_no_other_window(open_page: Callable[..., Page], draft: Draft) -> None:
    page = begun(open_page(f"/write/{draft.pk}", user=ben(), refused=[0]))

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("connectionrefused")

    page.route("**/save", lose_the_answer)
    text_of(page).fill("The site has it")
    expect(page.locator("#saved")).to_contain_text("Not saved: no connection", timeout=15_000)
    assert body(draft) == "<p>The site has it</p>"
    page.unroute("**/save")
    text_of(page).fill("The site has it, and this")
    saved(page)
    expect(page.get_by_text("Another window was first.", exact=True)).to_be_hidden()
    assert body(draft) == "<p>The site has it, and this</p>"
    assert not DraftRevision.objects.filter(draft=draft, kind="other").exists()


def test_what_is_typed_before_the_editor_came_stays(open_page: Callable[..., Page], draft: Draft) -> None:
    page = open_page(f"/write/{draft.pk}", user=ben())
    waiting: list[Route] = []
    page.route("**/editor*.js", lambda route: waiting.append(route))  # noqa: PLW0108 (playwright marks it)
    with page.expect_request("**/editor*.js"):
        page.reload(wait_until="commit")
    plain = page.locator("#text")
    plain.press_sequentially("Sooner than the editor")
    waiting[0].continue_()
    page.wait_for_load_state("load")
    saved(page)
    expect(plain).to_have_value("Sooner than the editor")
    expect(plain).to_be_focused()
    expect(text_of(page)).to_have_count(0)
    assert body(draft) == "<p>Sooner than the editor</p>"


def test_what_is_pasted_becomes_what_the_editor_makes(open_page: Callable[..., Page], draft: Draft) -> None:
    page = begun(open_page(f"/write/{draft.pk}", user=ben()))
    text_of(page).click()
    page.evaluate(PASTE, [HOSTILE, "Kept words"])
    saved(page)
    assert faults(page.locator(".ProseMirror").inner_html()) == []
    assert faults(body(draft)) == []
    assert "Kept <strong>words</strong>" in draft.body
    assert 'href="https://a.example/b"' in draft.body
    assert "javascript" not in draft.body
    # The address of a film, pasted where a paragraph begins.
    press(page, "Control+End", "Enter")
    page.evaluate(PASTE, ["", "https://vimeo.com/76979871"])
    expect(text_of(page)).to_contain_text("Video: vimeo.com")
    # Whatever a script of the page sends is cleaned all the same.
    sent = """async (html) => {
      const data = new FormData(document.getElementById("draft"));
      data.delete("picture"); data.set("body", html); data.set("over", "1");
      return (await fetch(document.getElementById("draft").dataset.save, { method: "POST", body: data })).status;
    }"""
    assert page.evaluate(sent, HOSTILE) == 200
    assert faults(body(draft)) == []


def test_without_script_the_same_is_a_form(open_page: Callable[..., Page], draft: Draft) -> None:
    page = open_page(f"/write/{draft.pk}", user=ben(), script=False, width=390)
    page.get_by_label("Headline").fill("The bridge")
    page.get_by_label("Text", exact=True).fill("## Open\n\nAt *last*.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert body(draft) == "<h2>Open</h2>\n<p>At <em>last</em>.</p>"
    expect(page.get_by_label("Text", exact=True)).to_have_value("## Open\n\nAt *last*.")

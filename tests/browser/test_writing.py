"""A contributor writes: with the toolbar, by keyboard alone, in two windows, with the line cut, pasting what is hostile."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Locator, Page, expect

from newsstand.contributors.begin import begin, join
from newsstand.contributors.models import Draft, DraftPicture, DraftRevision
from newsstand.lib.clock import now
from tests.algorithms.browser_parse import faults
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
  document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def draft(site: str, tmp_path: Path, settings: object) -> Draft:
    settings.IMAGES_ROOT = tmp_path  # type: ignore[attr-defined]
    contributor = join(user=ben(), byline="Ben", about="", agrees=True, now=now())
    return begin(contributor=contributor, now=now())


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text")


def body(draft: Draft) -> str:
    draft.refresh_from_db()
    return draft.body


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile("^Saved [0-9]"), timeout=15_000)


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
    photo = io.BytesIO()
    Pillow.new("RGB", (800, 500), (30, 90, 130)).save(photo, "JPEG")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files({"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()})
    page.get_by_label("What it shows").fill("A bridge")
    page.get_by_label("Caption").fill("The bridge.")
    page.get_by_label("Who made it").fill("Ben")
    page.get_by_label("Why it may be published").select_option("own")
    expect(text_of(page).locator("figcaption")).to_have_text("The bridge. Photo: Ben", timeout=15_000)
    saved(page)
    picture = DraftPicture.objects.get(draft=draft)
    assert body(draft) == "\n".join(
        [
            "<h2>At last</h2>",
            "<p>It is <strong>open</strong>.</p>",
            '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ" rel="noopener">Video: youtube.com</a></p>',
            f'<figure><img src="/image/{picture.image_id}/960" alt="A bridge">'
            "<figcaption>The bridge. Photo: Ben</figcaption></figure>",
        ]
    )
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", name="The bridge")).to_be_visible()
    expect(page.locator(".embed")).to_contain_text("youtube.com")

"""From the door for advertisers to an approved ad: by keyboard alone, on a phone, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.advertisers.models import Ad
from newsstand.moderation.models import Case
from tests.browser.walks import go, press
from tests.people import PASSWORD, di, mo

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]


def test_from_the_door_to_an_approved_ad_by_keyboard_on_a_phone_without_a_script(
    open_page: Callable[..., Page], axe: Axe
) -> None:
    di()
    page = open_page("/advertisers", width=360, script=False)
    look(page, "door")
    press(page, "Begin")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    fill(page, login="di@example.org", password=PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Advertise here")
    look(page, "join")
    fill(page, name="River Bakery")
    press(page, "Go on to the first campaign")
    expect(page.get_by_role("heading", level=1)).to_have_text("New campaign")
    look(page, "campaign")
    fill(page, name="Bread in autumn")
    press(page, "Save and write the ad")
    expect(page.get_by_role("heading", level=1)).to_have_text("New ad")
    fill(page, headline="Fresh bread from the mill by the river", landing="https://bakery.example.org/bread")
    go(page, "id_category")
    page.keyboard.type("food")
    press(page, "Show how it looks")
    expect(page.get_by_label("As readers see it")).to_contain_text("Paid for by River Bakery")
    look(page, "ad")
    press(page, "Send in for review")
    expect(page.get_by_role("main")).to_contain_text("Waits for review")
    look(page, "sent")
    moderate(open_page(f"/moderation/cases/{Case.objects.get().pk}", user=mo()), axe)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Approved")
    assert Ad.objects.get().state == "approved"


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        go(page, name)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def look(page: Page, name: str) -> None:
    """Nothing is wider than the phone."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{name} is {over} pixels wider than the page"


def moderate(page: Page, axe: Axe) -> None:
    """A moderator sees the ad as readers will, and approves it."""
    assert axe(page) == []
    expect(page.get_by_role("main")).to_contain_text("As readers see it")
    press(page, "Approve")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits")

"""What people do in a browser, in their own words."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.people import PASSWORD

SEEN_FOCUS = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return {
        name: (element.getAttribute("aria-label") || element.innerText || element.name || "").trim().split("\\n")[0],
        tag: element.tagName.toLowerCase(),
        id: element.id,
        outlined,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
    };
}"""


def sign_up(page: Page, name: str) -> None:
    """From the page to sign in, through the form, to wherever it leads back to."""
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Name that others see").fill(name)
    page.get_by_label("Email").fill(f"{name.lower()}@example.net")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Email").fill(f"{name.lower()}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def comment_saying(page: Page, text: str) -> Locator:
    """The comment itself, without the answers to it."""
    return page.locator("article.comment").filter(has_text=text)


def expect_count(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", name=f"Comments {number}", exact=True)).to_be_visible()


def go(page: Page, *names: str, back: bool = False) -> None:
    """Tab to what is called so, one after the other; every stop on the way is seen."""
    for name in names:
        for _ in range(150):
            page.keyboard.press("Shift+Tab" if back else "Tab")
            focus: dict[str, Any] = page.evaluate(SEEN_FOCUS)
            assert focus["tag"] == "body" or focus["seen"], f"what is focused is not on the screen: {focus}"
            if name in {focus["id"], focus["name"]} or focus["name"].startswith(f"{name} "):
                break
        else:
            raise AssertionError(f"the keyboard does not come to {name!r}")


def press(page: Page, *names: str, back: bool = False) -> None:
    """Go there, and press Enter."""
    go(page, *names, back=back)
    page.keyboard.press("Enter")


def editor_of(page: Page) -> Locator:
    """Where a draft's text is written. Until the editor is loaded there is a plain field of the same name."""
    return page.locator("#editor").get_by_role("textbox", name="Text")

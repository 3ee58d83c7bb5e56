"""What people do in a browser, in their own words."""

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

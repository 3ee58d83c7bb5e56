"""A moderator decides about twenty comments with the keyboard alone, then with keys off, and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from newsstand.comments.models import Comment
from newsstand.moderation.models import Case, Decision, Sanction, SavedReply
from tests.moderation.desk import find, held, make_article, report, say
from tests.people import ann, ben, ed, eve, mo, person

pytestmark = pytest.mark.browser


def fill_queue(number: int) -> list[Case]:
    """So many held comments, each with what a rule found; the first one was reported as well."""
    article = make_article()
    cases = [held(article, person(f"Reader {one}"), f"Buy shoes number {one} at once") for one in range(number)]
    for case in cases:
        find(Comment.objects.get(pk=case.number), "shoes")
    return cases


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def test_twenty_cases_are_decided_by_keyboard_alone(open_page: Callable[..., Page], site: str) -> None:
    cases = fill_queue(20)
    page = open_page("/moderation", user=mo())
    keys = page.keyboard
    keys.press("j")
    expect(page.locator(f"#case-{cases[0].pk}")).to_be_focused()
    for number, case in enumerate(cases):
        row = page.locator(f"#case-{case.pk}")
        expect(row).to_be_focused()
        if number % 3 == 0:
            keys.press("a")
        elif number % 3 == 1:
            keys.press("r")
            expect(page.get_by_label("Reason")).to_be_focused()
            # What the rule found is chosen beforehand.
            expect(page.get_by_label("Reason")).to_have_value("banned_word")
            keys.press("Enter")
        else:
            keys.press("r")
            keys.type("Adv")
            expect(page.get_by_label("Reason")).to_have_value("spam")
            keys.press("Enter")
        expect(page.locator(f"#case-{case.pk}")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits")
    assert states() == [("shown", "removed", "removed")[number % 3] for number in range(20)]
    assert set(Decision.objects.filter(action="remove").values_list("reason", flat=True)) == {"banned_word", "spam"}
    assert set(Decision.objects.values_list("by__name", flat=True)) == {"Mo"}


def test_moving_claiming_warning_undoing_and_the_help(open_page: Callable[..., Page], site: str) -> None:
    cases = fill_queue(3)
    page = open_page("/moderation", user=mo())
    keys = page.keyboard
    keys.press("j")
    keys.press("ArrowDown")
    expect(page.locator(f"#case-{cases[1].pk}")).to_be_focused()
    keys.press("k")
    expect(page.locator(f"#case-{cases[0].pk}")).to_be_focused()
    keys.press("c")
    expect(page.locator(f"#case-{cases[0].pk}")).to_contain_text("give back")
    assert Case.objects.get(pk=cases[0].pk).claimed_by == mo()
    page.locator(f"#case-{cases[0].pk}").focus()
    keys.press("w")
    expect(page.get_by_label("Sanction", exact=True)).to_have_value("warn")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Sanctioned.")
    assert Sanction.objects.get().kind == "warn"
    assert states()[0] == "held"
    page.locator(f"#case-{cases[1].pk}").focus()
    keys.press("a")
    expect(page.locator(f"#case-{cases[1].pk}")).to_have_count(0)
    keys.press("u")
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    assert states()[1] == "held"
    page.locator(f"#case-{cases[2].pk}").focus()
    keys.press("r")
    keys.press("Escape")
    expect(page.locator(f"#case-{cases[2].pk}")).to_be_focused()
    keys.press("?")
    expect(page.get_by_text("approve", exact=True)).to_be_visible()


def test_keys_rest_while_somebody_types_and_can_be_switched_off(open_page: Callable[..., Page], site: str) -> None:
    cases = fill_queue(2)
    page = open_page("/moderation", user=mo())
    page.get_by_label("Explanation").fill("")
    page.get_by_label("Explanation").press_sequentially("a jar, you know?")
    expect(page.get_by_label("Explanation")).to_have_value("a jar, you know?")
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("Decide by single keys").uncheck()
    page.reload()
    page.locator(f"#case-{cases[0].pk}").focus()
    page.keyboard.press("a")
    page.keyboard.press("j")
    expect(page.locator(f"#case-{cases[0].pk}")).to_be_focused()
    assert not Decision.objects.exists()


def test_several_are_removed_with_one_reason_and_a_saved_reply(open_page: Callable[..., Page], site: str) -> None:
    cases = fill_queue(3)
    SavedReply.objects.create(title="Shops", text="No shops here.")
    page = open_page("/moderation", user=mo(), width=360)
    keys = page.keyboard
    for case in cases[:2]:
        page.locator(f"#case-{case.pk}").focus()
        keys.press("x")
    expect(page.get_by_role("heading", name="Decide about the chosen (2)")).to_be_visible()
    page.get_by_label("Reason").select_option("spam")
    page.get_by_label("Saved reply").select_option(label="Shops")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Removed (2).")
    assert states() == ["removed", "removed", "held"]


def test_a_case_is_decided_without_script(open_page: Callable[..., Page], site: str) -> None:
    cases = fill_queue(2)
    page = open_page("/moderation", user=mo(), script=False, refused=(422,))
    row = page.locator(f"#case-{cases[0].pk}")
    row.get_by_role("link", name="Remove…").click()
    page.get_by_label("Reason").select_option("other")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("write an explanation")
    page.get_by_label("Explanation").fill("It was posted twice.")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Removed.")
    page.get_by_role("button", name="Undo").first.click()
    assert states() == ["held", "held"]
    page.goto("/moderation")
    page.locator(f"#case-{cases[1].pk}").get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("Left as it is.")


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_axe_finds_nothing_on_the_desk(
    open_page: Callable[..., Page], site: str, axe: Callable[..., list[str]], width: int, dark: bool
) -> None:
    cases = fill_queue(3)
    comment = say(make_article(slug="other"), ann(), "You fool")
    report(comment, ben(), "abusive", "He does it always")
    report(comment, eve(), "off_topic")
    page = open_page("/moderation", user=ed(), width=width, dark=dark)
    for address in (
        "/moderation",
        f"/moderation/cases/{Case.objects.get(number=comment.pk).pk}",
        f"/moderation/cases/{cases[0].pk}",
        f"/moderation/users/{ann().pk}",
        "/moderation/replies",
        "/moderation/people",
    ):
        page.goto(address)
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

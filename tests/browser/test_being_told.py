"""A reader is answered and told, chooses how they hear of it, shows who they are, and leaves."""

import json
from collections.abc import Callable
from datetime import timedelta
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from newsstand.accounts.models import Profile, User
from newsstand.comments.models import Comment, Follower
from newsstand.lib.clock import now
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.notices.wishes import wishes_of
from newsstand.people.erase import erase_due
from newsstand.people.models import Erasure
from tests.browser.town import Town
from tests.browser.walks import sign_in
from tests.comments.talk import say
from tests.people import PASSWORD, ann, ben, cy

pytestmark = pytest.mark.browser
both_ways = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@both_ways
def test_the_bell_says_that_somebody_answered_and_leads_there(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    mine = say(town.main, ann(), "They knew it all along.", now())
    say(town.main, cy(), "Since when, @Ann?", now(), mine)
    page = open_page("/", script=script, width=390, user=ann())
    bell = page.get_by_role("link", name="Notices 1 unread")
    expect(bell).to_be_visible()
    bell.click()
    expect(page.get_by_role("heading", name="Not read yet")).to_be_visible()
    page.get_by_role("link", name=f"Cy answers you under “{town.main.headline}”").click()
    expect(page.locator("article.comment").filter(has_text="Since when,").first).to_be_visible()
    expect(page.get_by_role("link", name="@Ann").first).to_have_attribute("href", f"/user/{ann().pk}")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert not Notice.objects.filter(user=ann()).unread().exists()


@both_ways
def test_notices_are_marked_one_by_one_and_all(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    for number in range(3):
        tell(user=ann(), kind=Notice.Kind.SITE, key=str(number), title=f"News {number}", now=now())
    page = open_page("/you/notices", script=script, user=ann())
    page.get_by_role("button", name="Mark as read News 1").click()
    expect(page.get_by_role("link", name="Notices 2 unread")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("2 notices marked as read.")).to_be_visible()
    expect(page.get_by_role("heading", name="Not read yet")).to_have_count(0)


def test_how_notices_come_is_chosen_by_keyboard(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/you/notices/settings", user=ann())
    first = page.get_by_role("group", name="An answer to what you said")
    first.get_by_label("By mail").focus()
    page.keyboard.type("at once")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert (wishes_of(ann())["reply"].mail, wishes_of(ann())["reply"].push) == ("at once", False)


def test_without_script_the_page_says_that_devices_need_it(open_page: Callable[..., Page], town: Town) -> None:
    page = open_page("/you/notices/settings", script=False, user=ann())
    expect(page.get_by_text("needs script")).to_be_visible()
    expect(page.get_by_role("button", name="Show notices on this device")).to_have_count(0)


def test_what_is_pushed_is_shown_and_leads_to_no_other_site(
    open_page: Callable[..., Page], town: Town, site: str
) -> None:
    """The browser's own push service is not at hand here: Chromium is told through its debugger what came from one."""
    page = open_page("/you/notices/settings", user=ann())
    expect(page.get_by_role("button", name="Show notices on this device")).to_be_visible()
    expect(page.get_by_role("button", name="No longer on this device")).to_have_count(0)
    page.context.grant_permissions(["notifications"])
    debugger = page.context.new_cdp_session(page)
    found: list[str] = []
    debugger.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(one["registrationId"] for one in said["registrations"]),
    )
    debugger.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/push.js').then(() => navigator.serviceWorker.ready)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    for number, address in ((1, "/you/notices/1"), (2, "//evil.example/")):
        said = {"title": f"Ben answers {number}", "text": "Since <when>?", "address": address, "tag": str(number)}
        debugger.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": site, "registrationId": found[-1], "data": json.dumps(said)},
        )
    shown = page.wait_for_function(
        """async () => {
            const known = await navigator.serviceWorker.getRegistration("/");
            const all = await known.getNotifications();
            return all.length === 2 && all.map(one => [one.title, one.body, one.data.address]);
        }"""
    ).json_value()
    assert sorted(shown) == [
        ["Ben answers 1", "Since <when>?", "/you/notices/1"],
        ["Ben answers 2", "Since <when>?", "/you/notices"],
    ]
    page.evaluate("navigator.serviceWorker.getRegistration('/').then(known => known.unregister())")


@both_ways
def test_a_conversation_is_followed_beside_its_comments(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    ann()
    page = open_page(town.article, script=script, width=390)
    page.get_by_role("link", name="Follow this conversation").click()
    sign_in(page, "Ann")
    page.get_by_role("button", name="Follow the conversation under").click()
    expect(page.get_by_role("button", name="Following the conversation under")).to_be_visible()
    assert Follower.objects.get(user=ann()).article == town.main
    page.goto("/you/threads")
    page.get_by_role("button", name="Following the conversation under").click()
    expect(page.get_by_role("link", name=town.main.headline)).to_have_count(0)


@both_ways
def test_a_profile_is_written_and_seen(open_page: Callable[..., Page], town: Town, script: bool) -> None:
    page = open_page(f"/user/{ben().pk}", script=script, user=ben())
    page.get_by_role("link", name="Change your profile").click()
    page.get_by_label("About you").fill("I row. <b>Daily</b>")
    page.get_by_label("Others may see what I follow").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("I row. <b>Daily</b>")).to_be_visible()
    expect(page.get_by_role("heading", name="Follows")).to_be_visible()
    assert Profile.objects.get(user=ben()).shows_follows


@both_ways
def test_everything_is_taken_along_and_the_account_erased(
    open_page: Callable[..., Page], town: Town, script: bool
) -> None:
    said = Comment.objects.filter(user=ben(), withdrawn_at=None).count()
    page = open_page("/account", script=script, width=390, user=ben())
    page.get_by_role("link", name="Take it with you").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Take it with me").click()
    with ZipFile(download.value.path()) as archive:
        [name] = [one for one in archive.namelist() if one.endswith(".json")]
        assert json.loads(archive.read(name))["account"]["name"] == "Ben"

    page.goto("/account/erase")
    expect(
        page.get_by_text(f"Your name and text on {Comment.objects.filter(user=ben()).count()} comments")
    ).to_be_visible()
    page.get_by_role("button", name="Erase my account").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_text("Your account will be erased on")).to_be_visible()
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_text("Your account stays.")).to_be_visible()
    assert not Erasure.objects.exists()

    page.goto("/account/erase")
    page.get_by_role("button", name="Erase my account").click()
    expect(page.get_by_text("Your account will be erased on")).to_be_visible()
    number = ben().pk
    Erasure.objects.update(due_at=now() - timedelta(seconds=1))
    while erase_due(now=now()):
        pass
    assert said
    assert not User.objects.filter(pk=number).exists()
    page.goto(town.article)
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_text("Erased with its author’s account").first).to_be_visible()
    expect(page.get_by_role("link", name="Ben", exact=True)).to_have_count(0)

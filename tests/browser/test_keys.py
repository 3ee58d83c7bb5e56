"""How people come in and keep others out, in a real browser: passkeys, codes from an app, the house's own login."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from newsstand.accounts.models import User
from tests.browser.test_every_page import TOO_WIDE
from tests.browser.walks import sign_in
from tests.oidc_provider import CLIENT, SECRET, Provider
from tests.people import PASSWORD, ann

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(site: str, settings: Any) -> str:
    """Under a name: no device makes a passkey for a number."""
    address = site.replace("127.0.0.1", "localhost")
    settings.NEWSSTAND_URL = address
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


@pytest.fixture
def is_good(axe: Callable[..., list[str]]) -> Callable[[Page], None]:
    """Holds a page to what tests/browser/test_every_page.py asks of all, where only a walk leads to it."""

    def hold(page: Page) -> None:
        for width, colours in ((1280, "light"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]
            assert axe(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate(TOO_WIDE) == []
        assert page.get_by_role("heading", level=1).count() == 1
        # On a phone signing out stands on the account's page alone.
        page.set_viewport_size({"width": 1280, "height": 900})

    return hold


def with_device(page: Page) -> Page:
    """The visitor's machine has a finger to read."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def give_password(page: Page) -> None:
    """The page that asks once more."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()


def test_a_passkey_is_added_signs_in_alone_and_is_removed(
    open_page: Callable[..., Page], is_good: Callable[[Page], None]
) -> None:
    ann()
    page = with_device(open_page("/account", refused=(404,)))
    sign_in(page, "Ann")
    page.get_by_role("link", name="Add a passkey").click()
    is_good(page)
    give_password(page)
    is_good(page)
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    is_good(page)
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless

    sign_out(page)
    page.get_by_role("link", name="Sign in").click()
    is_good(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Ann")).to_be_visible()

    page.get_by_role("link", name="Ann").click()
    page.get_by_role("link", name="Change your passkeys").click()
    expect(page.get_by_text("My laptop").first).to_be_visible()
    is_good(page)
    page.get_by_role("link", name="Remove My laptop").click()
    give_password(page)
    is_good(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_passkey_is_the_second_step_after_the_password(
    open_page: Callable[..., Page], is_good: Callable[[Page], None]
) -> None:
    ann()
    page = with_device(open_page("/accounts/codes/webauthn/add/"))
    sign_in(page, "Ann")
    give_password(page)
    page.get_by_label("It signs me in without a password").uncheck()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, "Ann")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    is_good(page)
    expect(page.get_by_role("link", name="Ann")).to_have_count(0)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="Ann")).to_be_visible()


def test_a_device_that_gives_no_passkey_says_so_and_the_password_still_works(open_page: Callable[..., Page]) -> None:
    ann()
    page = open_page("/accounts/login/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "isUserVerified": False}})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not give a passkey")
    sign_in(page, "Ann")
    expect(page.get_by_role("link", name="Ann")).to_be_visible()


def test_without_script_the_password_and_codes_are_there_and_no_dead_button(open_page: Callable[..., Page]) -> None:
    ann()
    page = open_page("/accounts/login/", script=False)
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    expect(page.get_by_text("Passkeys need a browser that runs scripts.")).to_be_visible()
    sign_in(page, "Ann")
    expect(page.get_by_role("link", name="Ann")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_codes_from_an_app_are_switched_on_and_asked_for(
    open_page: Callable[..., Page], is_good: Callable[[Page], None], script: bool
) -> None:
    ann()
    page = open_page("/accounts/codes/", script=script)
    sign_in(page, "Ann")
    page.get_by_role("link", name="Switch codes on").click()
    give_password(page)
    expect(page.get_by_role("img", name="A square to scan with your app")).to_be_visible()
    if script:
        is_good(page)
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Switch codes on").click()
    spare = page.locator(".codes li").first.inner_text()
    sign_out(page)
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, "Ann")
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Ann")).to_be_visible()


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def provider(settings: Any, open_page: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with Provider() as server:
        settings.NEWSSTAND_OIDC_URL = server.address
        settings.NEWSSTAND_OIDC_CLIENT_ID, settings.NEWSSTAND_OIDC_SECRET = CLIENT, SECRET
        settings.NEWSSTAND_OIDC_NAME, settings.NEWSSTAND_OIDC_NETWORKS = "The House", ["127.0.0.1/32"]
        ours = open_page.__globals__["at_home"]
        monkeypatch.setitem(
            open_page.__globals__, "at_home", lambda url, site: url.startswith(server.address) or ours(url, site)
        )
        yield server


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_house_lets_its_people_in(
    open_page: Callable[..., Page], provider: Provider, is_good: Callable[[Page], None], script: bool
) -> None:
    page = open_page("/accounts/login/?next=/account", script=script)
    page.get_by_role("link", name="Sign in with The House").click()
    if script:
        is_good(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    if script:
        is_good(page)
    page.get_by_label("Name that others see").fill("Hal")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("link", name="Hal", exact=True)).to_be_visible()
    assert page.url.endswith("/account")
    assert User.objects.get().email == "hal@house.example"
    if script:
        page.goto("/accounts/house/")
        is_good(page)

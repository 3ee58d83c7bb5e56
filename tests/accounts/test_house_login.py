"""The house's own login, against a real provider: in, refused, forged, and through the one door alone."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.models import User
from tests import people
from tests.accounts.test_pages import is_ours, sign_in, text_of
from tests.accounts.test_second_step import SECRET as CODES
from tests.accounts.test_second_step import is_in
from tests.oidc_provider import CLIENT, SECRET, Provider, new_key

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/accounts/house/house/"


class StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with Provider() as server:
        settings.NEWSSTAND_OIDC_URL = server.address
        settings.NEWSSTAND_OIDC_CLIENT_ID = CLIENT
        settings.NEWSSTAND_OIDC_SECRET = SECRET
        settings.NEWSSTAND_OIDC_NAME = "The House"
        settings.NEWSSTAND_OIDC_NETWORKS = ["127.0.0.1/32"]
        yield server
    cache.clear()


def there_and_back(client: Client, *, process: str = "login", change: str = "") -> Any:
    """Press the button, be sent to the provider, and come back with what it says; the answer that one ends at."""
    asked = client.get(f"{LOGIN}?process={process}")
    assert is_ours(asked)
    left = client.post(f"{LOGIN}?process={process}")
    assert is_ours(left)
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text_of(left))
    if found is None:
        return left
    try:
        build_opener(StayHere).open(unescape(found[1]))
    except HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}{change}", follow=True)


def test_somebody_new_chooses_a_name_and_is_in(client: Client, provider: Provider) -> None:
    assert "Sign in with The House" in text_of(client.get("/accounts/login/"))
    page = there_and_back(client)
    assert page.redirect_chain[-1][0] == "/accounts/house/signup/"
    assert is_ours(page)
    assert 'value="Hal House"' in text_of(page)
    assert not User.objects.exists()
    client.post("/accounts/house/signup/", {"name": "Hal", "email": "hal@house.example"})
    hal = User.objects.get()
    assert (hal.name, hal.email, hal.has_usable_password(), hal.moderates) == ("Hal", "hal@house.example", False, False)
    assert EmailAddress.objects.get(user=hal).verified
    assert is_in(client)
    assert "Connected" in text_of(client.get("/account"))


def test_who_was_here_before_comes_straight_in(client: Client, provider: Provider) -> None:
    there_and_back(client)
    client.post("/accounts/house/signup/", {"name": "Hal", "email": "hal@house.example"})
    other = Client()
    there_and_back(other)
    assert is_in(other)
    assert User.objects.count() == 1


def test_the_name_is_held_to_the_rules_of_names(client: Client, provider: Provider) -> None:
    people.person("Hal")
    provider.person["name"] = "Hal"
    there_and_back(client)
    answer = client.post("/accounts/house/signup/", {"name": "Hal", "email": "hal@house.example"})
    assert "has that name already" in text_of(answer)
    assert is_ours(answer)


def test_an_address_that_is_here_already_opens_no_account(client: Client, provider: Provider) -> None:
    people.ann()
    EmailAddress.objects.create(user=people.ann(), email="ann@example.org", verified=True, primary=True)
    provider.person["email"] = "ann@example.org"
    there_and_back(client)
    answer = client.post("/accounts/house/signup/", {"name": "Hal", "email": "ann@example.org"})
    assert not is_in(client)
    assert User.objects.count() == 1
    assert is_ours(answer) or answer.status_code == 302


def test_a_user_connects_and_disconnects(client: Client, provider: Provider) -> None:
    people.ann()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    page = there_and_back(client, process="connect")
    assert is_ours(page)
    account = SocialAccount.objects.get(user=people.ann())
    other = Client()
    there_and_back(other)
    assert is_in(other)
    client.post("/accounts/house/", {"account": account.pk})
    assert not SocialAccount.objects.exists()


def test_the_code_from_the_app_is_asked_for_after_the_house_too(client: Client, provider: Provider) -> None:
    ann = people.ann()
    EmailAddress.objects.create(user=ann, email=ann.email, verified=True, primary=True)
    SocialAccount.objects.create(user=ann, provider="house", uid="u-17")
    TOTP.activate(ann, CODES)
    page = there_and_back(client)
    assert page.redirect_chain[-1][0] == "/accounts/codes/authenticate/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://other.example"}, {"aud": "somebody else"}, {"exp": 1}, {"sub": "u-18"}],
    ids=["issuer", "audience", "expired", "another person"],
)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(
    client: Client, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    page = there_and_back(client)
    assert "could not tell us who you are" in text_of(page)
    assert is_ours(page)
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_lets_nobody_in(client: Client, provider: Provider) -> None:
    provider.signer = new_key()
    assert "could not tell us who you are" in text_of(there_and_back(client))


def test_user_information_about_somebody_else_lets_nobody_in(client: Client, provider: Provider) -> None:
    provider.userinfo = {"sub": "u-1"}
    assert "could not tell us who you are" in text_of(there_and_back(client))


def test_a_state_that_we_did_not_give_lets_nobody_in(client: Client, provider: Provider) -> None:
    there_and_back(client, change="x")
    assert client.get("/accounts/house/signup/")["Location"] == "/accounts/login/"
    thief = Client()
    answer = thief.get("/accounts/house/house/back?code=stolen&state=guessed")
    assert "could not tell us who you are" in text_of(answer)
    assert "/token" not in provider.asked


def test_who_stops_on_the_way_is_told_so(client: Client, provider: Provider) -> None:
    provider.cancels = True
    page = there_and_back(client)
    assert "You stopped on the way" in text_of(page)
    assert is_ours(page)


@pytest.mark.parametrize(
    "discovery",
    [
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"token_endpoint": "http://10.0.0.1/token"},
        {"jwks_uri": "http://[::1]:1/keys"},
        {"userinfo_endpoint": "file:///etc/passwd"},
        {"token_endpoint": 17},
    ],
)
def test_a_provider_leads_us_to_no_closed_address(
    client: Client, provider: Provider, discovery: dict[str, Any]
) -> None:
    provider.discovery = discovery
    page = there_and_back(client)
    assert "could not tell us who you are" in text_of(page)
    assert not is_in(client)


def test_without_its_network_the_house_itself_is_a_closed_address(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.NEWSSTAND_OIDC_NETWORKS = []
    assert "could not tell us who you are" in text_of(there_and_back(client))
    assert provider.asked == []


def test_a_provider_that_is_away_is_a_page_that_says_so(client: Client, provider: Provider, settings: Any) -> None:
    settings.NEWSSTAND_OIDC_URL = "http://127.0.0.1:9"
    assert "could not tell us who you are" in text_of(there_and_back(client))


def test_where_it_is_off_there_is_no_such_page(client: Client) -> None:
    for path in (LOGIN, f"{LOGIN}back", "/accounts/house/other/"):
        assert client.get(path).status_code == 404
    assert "Sign in with" not in text_of(client.get("/accounts/login/"))


def test_nobody_is_sent_anywhere_by_a_link_alone(client: Client, provider: Provider) -> None:
    client.get(LOGIN)
    assert provider.asked == []

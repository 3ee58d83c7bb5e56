"""Programs that sign up in masses, throw-away addresses, and who is not confirmed yet."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signing import TimestampSigner
from django.test import Client

from newsstand.accounts.forms import SALT
from newsstand.accounts.models import User
from tests import people

pytestmark = pytest.mark.django_db
FORM = {"name": "Ann", "email": "ann@example.org", "password1": people.PASSWORD}


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def moment_of(html: str) -> str:
    found = re.search(r'name="asked_at" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def asked(seconds_ago: float, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a form of that age carries."""
    moment = time.time() - seconds_ago
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: moment)
        return TimestampSigner(salt=SALT).sign("signup")


def test_a_form_that_comes_back_at_once_is_shown_again_with_all_that_was_typed(client: Client, settings: Any) -> None:
    settings.NEWSSTAND_SIGNUP_SECONDS = 60
    moment = moment_of(client.get("/accounts/signup/").content.decode())
    html = client.post("/accounts/signup/", {**FORM, "asked_at": moment}).content.decode()
    assert "quicker than people type" in html
    assert 'value="ann@example.org"' in html
    assert moment_of(html) == moment
    assert not User.objects.exists()


@pytest.mark.parametrize("moment", ["", "signup:1:forged"])
def test_a_form_that_was_never_asked_for_makes_nobody(client: Client, settings: Any, moment: str) -> None:
    settings.NEWSSTAND_SIGNUP_SECONDS = 3
    html = client.post("/accounts/signup/", {**FORM, "asked_at": moment}).content.decode()
    assert "quicker than people type" in html
    assert moment_of(html) != moment
    assert not User.objects.exists()


def test_a_person_takes_their_time(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.NEWSSTAND_SIGNUP_SECONDS = 3
    old = client.post("/accounts/signup/", {**FORM, "asked_at": asked(2 * 86400, monkeypatch)})
    assert "quicker than people type" in old.content.decode()
    assert client.post("/accounts/signup/", {**FORM, "asked_at": asked(20, monkeypatch)}).status_code == 302
    assert User.objects.get().name == "Ann"


def test_who_fills_in_what_nobody_sees_is_refused(client: Client) -> None:
    html = client.post("/accounts/signup/", {**FORM, "website": "https://spam.example"}).content.decode()
    assert "trap for programs" in html
    assert not User.objects.exists()


@pytest.mark.parametrize("email", ["x@mailinator.com", "x@MAILINATOR.com.", "x@sub.mailinator.com"])
def test_throw_away_addresses_are_refused_where_the_house_says_so(client: Client, settings: Any, email: str) -> None:
    settings.NEWSSTAND_DISPOSABLE_MAIL = "refuse"
    answer = client.post("/accounts/signup/", {**FORM, "email": email})
    assert answer.status_code == 200
    assert not User.objects.exists()
    if not email.endswith("."):
        assert "throw-away" in answer.content.decode()
    assert client.post("/accounts/signup/", FORM).status_code == 302


def test_throw_away_addresses_may_come_in_where_the_house_says_nothing(client: Client) -> None:
    assert client.post("/accounts/signup/", {**FORM, "email": "x@mailinator.com"}).status_code == 302

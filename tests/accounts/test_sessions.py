"""Where somebody is signed in: listed without addresses, ended for good."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from newsstand.accounts.sessions import EVERY, SEEN
from newsstand.algorithms.devices import device_name
from tests import people
from tests.accounts.test_pages import is_ours, sign_in, text_of
from tests.accounts.test_second_step import is_in

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def on(agent: str) -> Client:
    """Ann, signed in on a device."""
    people.ann()
    client = Client(HTTP_USER_AGENT=agent)
    sign_in(client)
    assert is_in(client)
    return client


def test_the_devices_are_listed_this_one_first_and_no_address_is_kept() -> None:
    on(LAPTOP)
    phone = on(PHONE)
    page = phone.get("/accounts/sessions/")
    assert is_ours(page)
    html = text_of(page)
    assert html.index("Safari on iPhone") < html.index("This device") < html.index("Firefox on Linux")
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}
    assert "127.0.0.1" not in html


def test_one_device_is_signed_out_and_really_is() -> None:
    laptop, phone = on(LAPTOP), on(PHONE)
    number = UserSession.objects.get(user_agent=LAPTOP).pk
    key = laptop.cookies["sessionid"].value
    phone.post("/accounts/sessions/", {"session": number})
    assert not is_in(laptop)
    assert is_in(phone)
    assert not Session.objects.filter(session_key=key).exists()
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_all_others_are_signed_out_at_once() -> None:
    laptop, tablet, phone = on(LAPTOP), on("iPad"), on(PHONE)
    answer = phone.post("/accounts/sessions/", {"wanted": "others"}, follow=True)
    assert "Signed out in 2 places" in text_of(answer)
    assert [is_in(one) for one in (laptop, tablet, phone)] == [False, False, True]


def test_nobody_ends_anothers_session_nor_their_own_by_mistake() -> None:
    laptop = on(LAPTOP)
    number = UserSession.objects.get().pk
    eve = Client()
    eve.force_login(people.eve())
    for given in (str(number), "", "x", "9" * 30):
        eve.post("/accounts/sessions/", {"session": given})
    eve.post("/accounts/sessions/", {"wanted": "others"})
    laptop.post("/accounts/sessions/", {"session": str(number)})
    assert is_in(laptop)


def test_another_password_ends_all_others() -> None:
    laptop, phone = on(LAPTOP), on(PHONE)
    new = "another walk by the sea"
    phone.post("/accounts/password/change/", {"oldpassword": people.PASSWORD, "password1": new, "password2": new})
    assert (is_in(laptop), is_in(phone)) == (False, True)
    html = text_of(phone.get("/accounts/sessions/"))
    assert "Safari on iPhone" in html
    assert "Firefox on Linux" not in html


def test_signing_out_takes_the_device_off_the_list() -> None:
    laptop, phone = on(LAPTOP), on(PHONE)
    laptop.post("/accounts/logout/")
    assert "Firefox" not in text_of(phone.get("/accounts/sessions/"))


def test_last_seen_is_written_four_times_an_hour_at_most() -> None:
    laptop = on(LAPTOP)
    first = UserSession.objects.get()
    UserSession.objects.update(last_seen_at=first.created_at - timedelta(hours=2))
    laptop.get("/account")
    assert UserSession.objects.get().last_seen_at < first.created_at
    session = laptop.session
    session[SEEN] -= EVERY.total_seconds() + 1
    session.save()
    laptop.get("/account")
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)


def test_who_only_reads_public_pages_leaves_nothing(client: Client) -> None:
    client.get("/")
    assert not UserSession.objects.exists()
    assert not client.cookies


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Safari on iPhone"),
        (LAPTOP, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8", "An unknown browser"),
        ("", "An unknown browser"),
        ("Something on Linux", "A browser on Linux"),
    ],
)
def test_a_device_has_a_name_that_its_owner_knows(agent: str, name: str) -> None:
    assert device_name(agent) == name

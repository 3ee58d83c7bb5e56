"""A second step at sign-in: codes from an app, recovery codes, and their limits."""

import re
import time
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.mfa import SEALED, SecondStep
from newsstand.accounts.models import User
from tests import people
from tests.accounts.test_pages import is_ours, sign_in, text_of

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code_of(secret: str, steps: int = 0) -> str:
    """The six digits that an app shows now (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_codes(user: User) -> User:
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def signed_in(client: Client) -> Client:
    """By the form, and the password once more: what concerns keys asks for it."""
    people.ann()
    assert sign_in(client).status_code == 302
    assert client.post("/accounts/reauthenticate/", {"password": people.PASSWORD}).status_code == 302
    return client


def test_an_app_is_set_up_by_its_square_and_gives_recovery_codes_at_once(client: Client) -> None:
    signed_in(client)
    page = client.get("/accounts/codes/totp/activate/")
    assert is_ours(page)
    tree = html5lib.parse(text_of(page), namespaceHTMLElements=False)
    square = tree.find(".//{http://www.w3.org/2000/svg}svg")
    assert square is not None
    assert (square.get("role"), square.get("class")) == ("img", "qr")
    secret = re.search(r'id="secret">([A-Z2-7]+)<', text_of(page))
    assert secret is not None
    wrong = client.post("/accounts/codes/totp/activate/", {"code": "000000"})
    assert "Incorrect code" in text_of(wrong)
    done = client.post("/accounts/codes/totp/activate/", {"code": code_of(secret[1])}, follow=True)
    assert is_ours(done)
    assert done.redirect_chain[-1][0] == "/accounts/codes/recovery-codes/"
    codes = re.findall(r"<li>(\d{8})</li>", text_of(done))
    assert len(set(codes)) == 10
    assert client.get("/accounts/codes/recovery-codes/download/").content.decode().split() == codes
    assert is_ours(client.get("/accounts/codes/"))


def test_the_square_holds_the_secret_under_the_sites_name() -> None:
    ann = people.ann()
    adapter = SecondStep()
    address = adapter.build_totp_url(ann, SECRET)
    assert address.startswith("otpauth://totp/ann%40example.org?")
    assert f"secret={SECRET}" in address
    assert "issuer=Newsstand" in address
    assert adapter.build_totp_svg(address) != adapter.build_totp_svg(adapter.build_totp_url(ann, SECRET[::-1]))


def test_after_the_password_the_code_is_asked_for(client: Client) -> None:
    with_codes(people.ann())
    answer = sign_in(client)
    assert answer["Location"] == "/accounts/codes/authenticate/"
    assert not is_in(client)
    assert is_ours(client.get("/accounts/codes/authenticate/"))
    wrong = client.post("/accounts/codes/authenticate/", {"code": "123"})
    assert is_ours(wrong)
    assert not is_in(client)
    client.post("/accounts/codes/authenticate/", {"code": code_of(SECRET)})
    assert is_in(client)


def test_a_code_that_was_seen_over_a_shoulder_is_good_no_second_time(client: Client) -> None:
    with_codes(people.ann())
    sign_in(client)
    code = code_of(SECRET)
    client.post("/accounts/codes/authenticate/", {"code": code})
    assert is_in(client)
    other = Client()
    sign_in(other)
    other.post("/accounts/codes/authenticate/", {"code": code})
    assert not is_in(other)


def test_codes_of_other_times_and_other_people_are_no_codes(client: Client) -> None:
    with_codes(people.ann())
    sign_in(client)
    for code in (code_of(SECRET, -3), code_of(SECRET, 3), code_of(SECRET[::-1]), ""):
        client.post("/accounts/codes/authenticate/", {"code": code})
        assert not is_in(client)


def test_a_recovery_code_lets_in_once(client: Client) -> None:
    ann = with_codes(people.ann())
    codes = Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes()
    sign_in(client)
    client.post("/accounts/codes/authenticate/", {"code": codes[3]})
    assert is_in(client)
    other = Client()
    sign_in(other)
    other.post("/accounts/codes/authenticate/", {"code": codes[3]})
    assert not is_in(other)
    other.post("/accounts/codes/authenticate/", {"code": codes[4]})
    assert is_in(other)
    assert Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes() == [
        *codes[:3],
        *codes[5:],
    ]


def test_guessing_codes_is_stopped_and_then_the_right_one_does_not_help(client: Client) -> None:
    with_codes(people.ann())
    sign_in(client)
    for guess in range(6):
        answer = client.post("/accounts/codes/authenticate/", {"code": f"00000{guess}"})
    assert "Too many" in text_of(answer)
    client.post("/accounts/codes/authenticate/", {"code": code_of(SECRET)})
    assert not is_in(client)


def test_who_forgot_the_password_is_asked_for_the_code_all_the_same(client: Client) -> None:
    with_codes(people.ann())
    client.post("/accounts/codes/authenticate/", {"code": code_of(SECRET)})
    assert not is_in(client)


def test_a_copy_of_the_database_holds_no_secret() -> None:
    ann = with_codes(people.ann())
    stored = str(list(Authenticator.objects.filter(user=ann).values_list("data", flat=True)))
    assert SECRET not in stored
    assert stored.count(SEALED) == 2


def test_with_another_key_of_the_site_no_code_fits_not_even_the_empty_secrets(client: Client, settings: Any) -> None:
    with_codes(people.ann())
    settings.SECRET_KEY = "another key of this site, which is as long as the one before was"
    adapter = SecondStep()
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert len(adapter.decrypt(sealed)) == 32
    assert adapter.decrypt(sealed) != adapter.decrypt(sealed)
    assert adapter.decrypt("a secret from before") == "a secret from before"
    sign_in(client)
    client.post("/accounts/codes/authenticate/", {"code": code_of("")})
    assert not is_in(client)


def test_codes_are_switched_off_by_who_gives_the_password_again(client: Client) -> None:
    ann = with_codes(people.ann())
    client.force_login(ann)
    answer = client.post("/accounts/codes/totp/deactivate/")
    assert "reauthenticate" in answer["Location"]
    asked = client.get(answer["Location"])
    assert is_ours(asked)
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    assert is_ours(client.get("/accounts/codes/totp/deactivate/"))
    client.post("/accounts/codes/totp/deactivate/")
    assert not Authenticator.objects.filter(user=ann).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/codes/",
        "/accounts/codes/webauthn/",
        "/accounts/codes/webauthn/add/",
        "/accounts/codes/recovery-codes/generate/",
        "/accounts/house/",
        "/accounts/email/",
        "/accounts/sessions/",
        "/account/name",
    ],
)
def test_every_page_about_keys_is_ours_and_nobodys_else(client: Client, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/accounts/login/")
    signed_in(client)
    if "recovery" in path:
        with_codes(people.ann())
    answer = client.get(path)
    assert answer.status_code == 200
    assert is_ours(answer)


def test_nobody_reaches_anothers_passkey(client: Client) -> None:
    key = Authenticator.objects.create(user=people.ben(), type="webauthn", data={"name": "Ben's", "credential": {}})
    signed_in(client)
    for verb in ("remove", "edit"):
        path = f"/accounts/codes/webauthn/keys/{key.pk}/{verb}/"
        assert client.get(path).status_code == client.post(path, {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()

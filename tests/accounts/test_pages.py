"""Sign up, sign in, leave; and every page on the way in our own design."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from newsstand.accounts.models import User
from tests import people

pytestmark = pytest.mark.django_db
FORM = {"name": "Ann", "email": "ann@example.org", "password1": people.PASSWORD}


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def text_of(response: Any) -> str:
    return str(response.content.decode())


def is_ours(response: Any) -> bool:
    """Whether the page stands in our base page: our main, our masthead, one heading, every field with its label."""
    tree = html5lib.parse(text_of(response), namespaceHTMLElements=False)
    assert tree.find(".//main[@id='main']") is not None
    assert tree.find(".//header[@class='masthead']") is not None
    assert len(list(tree.iter("h1"))) == 1
    labels = {label.get("for") for label in tree.iter("label")}
    for field in tree.iter("input"):
        if field.get("type") not in {"hidden", "submit"} and field.get("id"):
            assert field.get("id") in labels
    assert not [element for element in tree.iter() if element.get("style")]
    assert not [script for script in tree.iter("script") if not script.get("src")]
    return True


# --- sign up --------------------------------------------------------------------------------------------------------


def test_somebody_signs_up_with_a_name_an_address_and_a_password_and_is_in(client: Client) -> None:
    assert is_ours(client.get("/accounts/signup/"))
    answer = client.post("/accounts/signup/", {**FORM, "name": "  Ann   Lee "})
    assert answer.status_code == 302
    user = User.objects.get()
    assert (user.name, user.email, user.is_staff, user.is_active) == ("Ann Lee", "ann@example.org", False, True)
    assert "Ann Lee" in text_of(client.get("/account"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "required"),
        ("   ", "required"),
        ("\u200b\u200b\u200b", "letter or digit"),
        ("A", "at least 2"),
        ("x" * 61, "at most 60"),
        ("ben", "has that name already"),
        ("B\u200ben", "has that name already"),
    ],
)
def test_a_name_that_cannot_stand_is_refused_in_the_form(client: Client, name: str, said: str) -> None:
    people.ben()
    answer = client.post("/accounts/signup/", {**FORM, "name": name})
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert is_ours(answer)
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_a_weak_password_is_refused_in_the_form(client: Client, password: str) -> None:
    answer = client.post("/accounts/signup/", {**FORM, "password1": password})
    assert answer.status_code == 200
    assert "errorlist" in text_of(answer)
    assert not User.objects.exists()


def test_an_address_is_one_account_whatever_its_case(client: Client) -> None:
    client.post("/accounts/signup/", FORM)
    answer = Client().post("/accounts/signup/", {**FORM, "name": "Other", "email": "ANN@example.org"})
    assert answer.status_code == 200
    assert User.objects.count() == 1


def test_who_loses_the_race_for_a_name_is_asked_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    people.ann()
    monkeypatch.setattr("newsstand.accounts.forms.SignupNameForm.clean_name", lambda self: "Ann")
    answer = client.post("/accounts/signup/", {**FORM, "email": "other@example.org"}, follow=True)
    assert answer.redirect_chain == [("/accounts/signup/", 302)]
    assert "took that name or address" in text_of(answer)
    assert User.objects.count() == 1


# --- sign in and out ------------------------------------------------------------------------------------------------


def sign_in(client: Client, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": "ann@example.org", "password": people.PASSWORD, **more})


def test_somebody_signs_in_and_out_and_leaves_no_session_behind(client: Client) -> None:
    people.ann()
    assert is_ours(client.get("/accounts/login/"))
    assert "sessionid" not in client.cookies
    assert sign_in(client)["Location"] == "/"
    assert "Ann" in text_of(client.get("/account"))
    assert is_ours(client.get("/accounts/logout/"))
    answer = client.post("/accounts/logout/")
    assert answer["Location"] == "/"
    assert client.cookies["sessionid"].value == ""
    assert client.get("/account")["Location"].startswith("/accounts/login/")


def test_a_link_does_not_sign_anybody_out(client: Client) -> None:
    client.force_login(people.ann())
    client.get("/accounts/logout/")
    assert client.get("/account").status_code == 200


def test_a_wrong_password_says_so_in_our_page(client: Client) -> None:
    people.ann()
    answer = client.post("/accounts/login/", {"login": "ann@example.org", "password": "wrong"})
    assert answer.status_code == 200
    assert "not correct" in text_of(answer)
    assert is_ours(answer)


def test_guessing_passwords_is_stopped(client: Client) -> None:
    people.ann()
    for _ in range(12):
        answer = client.post("/accounts/login/", {"login": "ann@example.org", "password": "wrong"})
    assert "Too many" in text_of(answer) or answer.status_code == 429
    assert "_auth_user_id" not in client.session
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_signing_up_in_masses_is_stopped() -> None:
    answers = [Client().post("/accounts/signup/", {**FORM, "name": ""}).status_code for _ in range(21)]
    assert (answers[19], answers[20]) == (200, 429)


def test_a_shut_account_does_not_come_in(client: Client) -> None:
    ann = people.ann()
    ann.is_active = False
    ann.save()
    answer = sign_in(client)
    assert "_auth_user_id" not in client.session
    if answer.status_code == 302:
        assert is_ours(client.get(answer["Location"]))


# --- where to go afterwards -----------------------------------------------------------------------------------------


def test_after_signing_in_people_stand_where_they_were(client: Client) -> None:
    people.ann()
    page = client.get("/accounts/login/?next=/a/1/x%23comments")
    assert '<input type="hidden" name="next" value="/a/1/x#comments">' in text_of(page)
    assert "/accounts/signup/?next=%2Fa%2F1%2Fx%23comments" in text_of(page)
    assert sign_in(client, next="/a/1/x#comments")["Location"] == "/a/1/x#comments"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "///evil",
    ],
)
def test_nobody_is_led_to_another_site(client: Client, elsewhere: str) -> None:
    people.ann()
    assert sign_in(client, next=elsewhere)["Location"] == "/"
    again = client.get("/accounts/login/", {"next": elsewhere})
    assert again["Location"] == "/"
    client.post("/accounts/logout/", {"next": elsewhere})
    answer = client.post("/accounts/signup/", {**FORM, "name": "New", "email": "new@example.org", "next": elsewhere})
    assert answer["Location"] == "/"


# --- the other pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_every_page_for_strangers_is_ours(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert is_ours(answer)


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_logout", "account_reauthenticate", "account"],
)
def test_every_page_for_users_is_ours(client: Client, name: str) -> None:
    client.force_login(people.ann())
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert is_ours(answer)


def test_the_page_that_asks_to_look_into_the_mailbox_is_ours(client: Client) -> None:
    answer = client.get(reverse("account_email_verification_sent"), follow=True)
    assert is_ours(answer)


def test_somebody_without_a_password_gets_a_page_to_set_one(client: Client) -> None:
    ann = people.ann()
    ann.set_unusable_password()
    ann.save()
    client.force_login(ann)
    answer = client.get(reverse("account_set_password"))
    assert answer.status_code == 200
    assert is_ours(answer)


def test_a_forgotten_password_is_set_anew_by_a_message(client: Client) -> None:
    people.ann()
    answer = client.post("/accounts/password/reset/", {"email": "ann@example.org"}, follow=True)
    assert is_ours(answer)
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    page = client.get(link[1], follow=True)
    assert is_ours(page)
    new = "another walk by the sea"
    answer = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert is_ours(answer)
    assert User.objects.get().check_password(new)
    used = Client().get(link[1], follow=True)
    assert is_ours(used)
    assert "invalid" in text_of(used)


def test_a_password_is_changed_by_who_knows_it(client: Client) -> None:
    client.force_login(people.ann())
    new = "another walk by the sea"
    client.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": new, "password2": new})
    assert User.objects.get().check_password(people.PASSWORD)
    client.post("/accounts/password/change/", {"oldpassword": people.PASSWORD, "password1": new, "password2": new})
    assert User.objects.get().check_password(new)


def test_an_address_is_confirmed_by_its_link(client: Client) -> None:
    ann = people.ann()
    address = EmailAddress.objects.create(user=ann, email=ann.email, primary=True, verified=False)
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    page = client.get(link)
    assert is_ours(page)
    client.post(link)
    address.refresh_from_db()
    assert address.verified
    assert is_ours(client.get(reverse("account_confirm_email", args=["nonsense"])))


def test_a_strangers_account_page_leads_to_sign_in(client: Client) -> None:
    answer = client.get("/account")
    assert answer["Location"] == "/accounts/login/?next=%2Faccount"
    assert not answer.cookies

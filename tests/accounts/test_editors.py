"""Who is an editor, and what the tables show to whom."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from newsstand.accounts.editor import make_editor
from newsstand.accounts.models import User
from newsstand.lib.stamps import versions
from newsstand.publishers.models import Contract, Publisher, belongs
from newsstand.topics.models import Alias, Topic
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def test_the_operator_makes_an_editor_who_sets_a_password_by_mail(client: Client) -> None:
    user, created = make_editor(email=" Ed@Example.org ", name=" Ed  Itor ", now=NOW)
    assert created
    assert (user.name, user.email, user.is_editor, user.is_superuser) == ("Ed Itor", "ed@example.org", True, False)
    assert user.joined_at == NOW
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    client.post("/accounts/password/reset/", {"email": "ed@example.org"})
    assert "/accounts/password/reset/key/" in str(mail.outbox[0].body)


def test_somebody_who_is_here_keeps_name_and_password_and_becomes_an_editor() -> None:
    ann = people.ann()
    user, created = make_editor(email="ANN@example.org", name="Somebody Else", now=NOW)
    assert not created
    assert (user.pk, user.name, user.is_editor) == (ann.pk, "Ann", True)
    assert user.check_password(people.PASSWORD)


@pytest.mark.parametrize(
    ("email", "name", "said"),
    [("no address", "Ed", "no address"), ("ed@x.org", " ", "letter"), ("ed@x.org", "ANN", "ANN")],
)
def test_what_cannot_stand_is_refused_by_name(email: str, name: str, said: str) -> None:
    people.ann()
    with pytest.raises(ValueError, match=said):
        make_editor(email=email, name=name, now=NOW)
    assert User.objects.count() == 1


def test_an_editor_whose_account_is_shut_is_none() -> None:
    ed = people.ed()
    assert ed.is_editor
    ed.is_active = False
    assert not ed.is_editor
    assert not people.ann().is_editor


# --- the tables -----------------------------------------------------------------------------------------------------

TABLES = [
    "accounts/user",
    "publishers/publisher",
    "publishers/contract",
    "publishers/feed",
    "publishers/application",
    "topics/topic",
]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("table", TABLES)
def test_editors_read_the_tables_and_nobody_else_does(client: Client, table: str) -> None:
    assert signed_in(people.ed()).get(f"/admin/{table}/").status_code == 200
    assert signed_in(people.eve()).get(f"/admin/{table}/").status_code in {302, 403}
    assert client.get(f"/admin/{table}/").status_code == 302


def test_who_is_sent_to_sign_in_signs_in_where_everybody_does(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


def test_the_tables_need_no_script_or_style_that_our_policy_forbids() -> None:
    ed = signed_in(people.ed())
    publisher = Publisher.objects.create(name="Beacon", slug="beacon", joined_at=NOW)
    for address in (
        "/admin/",
        "/admin/publishers/publisher/",
        "/admin/topics/topic/add/",
        f"/admin/publishers/publisher/{publisher.pk}/change/",
    ):
        answer = ed.get(address)
        page = answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<style" not in page


def test_an_editor_changes_a_publisher_and_all_pages_are_new() -> None:
    publisher = Publisher.objects.create(name="Beacon", slug="beacon", joined_at=NOW)
    Contract.objects.create(publisher=publisher)
    before = versions(["site"])
    form = {
        "name": "The Beacon",
        "slug": "beacon",
        "joined_at_0": "2026-11-22",
        "joined_at_1": "15:00:00",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    answer = signed_in(people.ed()).post(f"/admin/publishers/publisher/{publisher.pk}/change/", form)
    assert answer.status_code == 302
    publisher = Publisher.objects.get()
    # Its contract is changed at the contract's own page, where it takes effect (tests/articles/test_terms.py).
    assert (publisher.name, publisher.contract.indexing) == ("The Beacon", "noindex")
    assert versions(["site"]) > before


def test_an_editor_says_who_belongs_to_a_publisher_and_who_does_not_any_more() -> None:
    publisher = Publisher.objects.create(name="Beacon", slug="beacon", joined_at=NOW)
    Contract.objects.create(publisher=publisher)
    form = {
        "name": "Beacon",
        "slug": "beacon",
        "joined_at_0": "2026-11-22",
        "joined_at_1": "15:00:00",
        "contract-TOTAL_FORMS": "0",
        "contract-INITIAL_FORMS": "0",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-publisher": str(publisher.pk),
        "memberships-0-user": str(people.cy().pk),
        "memberships-0-role": "editor",
        "memberships-0-since_0": "2026-11-22",
        "memberships-0-since_1": "15:00:00",
    }
    ed, address = signed_in(people.ed()), f"/admin/publishers/publisher/{publisher.pk}/change/"
    assert ed.post(address, form).status_code == 302
    assert belongs(people.cy(), publisher)
    assert not belongs(people.eve(), publisher)
    form |= {
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": str(publisher.memberships.get().pk),
        "memberships-0-DELETE": "on",
    }
    assert ed.post(address, form).status_code == 302
    assert not belongs(people.cy(), publisher)


def test_a_topic_made_by_an_editor_answers_to_its_name_and_its_other_names() -> None:
    form = {
        "name": "Lena River",
        "slug": "lena-river",
        "kind": "place",
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-name": "The  Lena",
    }
    ed = signed_in(people.ed())
    assert ed.post("/admin/topics/topic/add/", form).status_code == 302
    topic = Topic.objects.get()
    assert dict(topic.aliases.values_list("key", "name")) == {"the lena": "The Lena", "lena river": "Lena River"}
    answer = ed.post("/admin/topics/topic/add/", {**form, "name": "Lena", "slug": "lena"})
    assert answer.status_code == 200
    assert "leads to Lena River already" in answer.content.decode()
    assert Alias.objects.count() == 2


def test_an_editor_shuts_an_account_but_gives_no_rights_and_deletes_nobody() -> None:
    eve, ed = people.eve(), signed_in(people.ed())
    form = {"name": "Other", "email": "other@example.org", "is_staff": "on", "is_superuser": "on"}
    assert ed.post(f"/admin/accounts/user/{eve.pk}/change/", form).status_code == 302
    eve.refresh_from_db()
    assert (eve.is_active, eve.is_staff, eve.is_superuser) == (False, False, False)
    assert (eve.name, eve.email) == ("Eve", "eve@example.org")
    assert ed.post(f"/admin/accounts/user/{eve.pk}/delete/", {"post": "yes"}).status_code == 403
    root = User.objects.create_superuser("root@example.org", people.PASSWORD, name="Root")
    ed.post(f"/admin/accounts/user/{root.pk}/change/", {"name": "Root"})
    root.refresh_from_db()
    assert root.is_active

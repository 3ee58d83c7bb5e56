"""`/account` for those who wait: not confirmed, suspended, banned."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from newsstand.accounts.confirmed import why_not_write
from newsstand.comments.errors import RefusedError
from newsstand.comments.models import Comment
from newsstand.comments.write import post
from newsstand.lib.clock import now
from newsstand.moderation.sanction import sanction
from tests import people
from tests.accounts.test_pages import is_ours, sign_in, text_of
from tests.accounts.test_second_step import is_in
from tests.moderation.desk import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def test_who_has_not_confirmed_reads_and_is_told_how_to_write(client: Client, settings: Any) -> None:
    settings.NEWSSTAND_CONFIRM_TO_WRITE = True
    ann = people.ann()
    address = EmailAddress.objects.create(user=ann, email=ann.email, primary=True)
    client.force_login(ann)
    html = text_of(client.get("/account"))
    assert "to write, confirm it first" in html
    with pytest.raises(RefusedError, match="confirm your e-mail address"):
        post(article=make_article(), user=ann, text="Too early", now=now())
    assert not Comment.objects.exists()
    client.post("/accounts/email/", {"email": ann.email, "action_send": ""})
    assert mail.outbox[0].to == [ann.email]
    assert "/accounts/confirm-email/" in str(mail.outbox[0].body)
    address.verified = True
    address.save()
    assert why_not_write(ann) is None
    assert "to write, confirm it first" not in text_of(client.get("/account"))


def test_where_no_mail_goes_out_nothing_is_asked() -> None:
    assert why_not_write(people.ann()) is None


@pytest.mark.parametrize("kind", ["suspend", "ban"])
def test_who_is_sent_away_comes_in_reads_why_and_may_take_what_is_theirs(client: Client, kind: str) -> None:
    ann = people.ann()
    sanction(user=ann, kind=kind, by=people.ed(), reason="harassment", now=now(), days=None if kind == "ban" else 3)
    sign_in(client)
    assert is_in(client)
    page = client.get("/account")
    assert is_ours(page)
    assert '<a href="/decisions/' in text_of(page)
    assert "The reason, and how to appeal" in text_of(page)
    for path in ("/you/export.json", "/you/export", "/account/erase", "/accounts/sessions/", "/you/people", "/"):
        assert client.get(path).status_code == 200
    answer = client.post("/account/name", {"name": "Somebody Else"})
    assert answer.status_code == 422
    ann.refresh_from_db()
    assert ann.name == "Ann"


def test_the_page_costs_the_same_for_one_key_and_for_many(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(people.ann())
    with django_assert_max_num_queries(14):
        client.get("/account")

"""Every address, tried by everybody, with GET and POST: the table of who may is who_may.py."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from newsstand.accounts.models import User
from newsstand.lib.clock import now
from newsstand.moderation.sanction import sanction
from tests import people
from tests.security import addresses as table
from tests.security.addresses import addresses, path_of
from tests.security.test_headers_and_permissions import everything, newsroom
from tests.security.who_may import (
    AUTHOR,
    BANNED,
    EDITOR,
    EVERYBODY,
    MODERATOR,
    NOBODY,
    POST,
    READS,
    SEEN_BY_MODERATORS,
    SUSPENDED,
    THE_APPLICANTS,
    UNSEEN_BY_SANCTIONED,
)

pytestmark = pytest.mark.django_db
__all__ = ["newsroom"]

WHO: dict[str, Callable[[], User]] = {
    AUTHOR: people.ann,
    MODERATOR: people.mo,
    EDITOR: people.ed,
    SUSPENDED: people.di,
    BANNED: people.eve,
}
# What some form somewhere takes.
FIELDS = {
    "text": "Something to say",
    "wanted": "like",
    "decision": "accept",
    "action": "approve",
    "kind": "mute",
    "reason": "spam",
    "explanation": "Because",
    "name": "Newer Name",
    "email": "z@example.org",
    "number": "1",
    # None that anybody could be asked for: the one door has a connection of its own, which waits for ours.
    "address": "",
}


def signed_in(who: str) -> Client:
    """Their browser; who is sanctioned is so since a moment ago."""
    client = Client()
    if who == NOBODY:
        return client
    user = WHO.get(who, people.ben)()
    User.objects.filter(pk=user.pk).update(joined_at=now() - timedelta(days=90))
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True, verified=True)
    if who in {SUSPENDED, BANNED}:
        kind, days = ("suspend", 30) if who == SUSPENDED else ("ban", None)
        sanction(user=user, kind=kind, by=people.ed(), reason="spam", days=days, now=now())
    return client


def expected(name: str, who: str) -> int:
    """What GET answers, by the table of all addresses: to most as to any reader."""
    as_whom = {NOBODY: table.NOBODY, AUTHOR: table.READER, EDITOR: table.EDITOR}.get(who, table.APPLICANT)
    if who == MODERATOR and name in SEEN_BY_MODERATORS:
        as_whom = table.EDITOR
    if name in THE_APPLICANTS and as_whom == table.APPLICANT:
        as_whom = table.READER
    if who in {SUSPENDED, BANNED} and name in UNSEEN_BY_SANCTIONED:
        return 403
    return table.GET[name][as_whom]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_everybody_sees_what_the_tables_say(newsroom: dict[str, Any], who: str) -> None:
    client = signed_in(who)
    seen = {name: client.get(path_of(pattern, newsroom)).status_code for name, pattern in addresses()}
    wanted = {name: expected(name, who) for name in seen}
    assert {name: (seen[name], wanted[name]) for name in seen if seen[name] != wanted[name]} == {}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_form_does_nothing_for_who_may_not_send_it(newsroom: dict[str, Any], who: str) -> None:
    client = signed_in(who)
    before = everything()
    wrong = {}
    for name, pattern in addresses():
        if who in POST.get(name, frozenset()):
            continue
        answer = sent(client, path_of(pattern, newsroom))
        if not (name in READS or is_no(answer) or answer.status_code in {401, 404, 422}):
            wrong[name] = (answer.status_code, answer.get("Location", ""))
    assert wrong == {}
    after = everything()
    assert [table for table in before if before[table] != after[table]] == []


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_a_form_is_taken_from_who_may_send_it(newsroom: dict[str, Any], who: str) -> None:
    client = signed_in(who)
    wrong = {}
    for name, pattern in addresses():
        if who not in POST.get(name, frozenset()):
            continue
        # One deed must not get in the way of the next.
        with transaction.atomic():
            answer = sent(client, path_of(pattern, newsroom))
            transaction.set_rollback(True)
        if is_no(answer) or answer.status_code >= 500:
            wrong[name] = (answer.status_code, answer.get("Location", ""))
    assert wrong == {}


def sent(client: Client, path: str, fields: Mapping[str, Any] = FIELDS) -> Any:
    """The answer to a form; whoever sent it is signed in as before, and nobody is too fast."""
    cache.clear()
    cookies = copy(client.cookies)
    answer = client.post(path, fields)
    client.cookies = cookies
    return answer


def is_no(answer: Any) -> bool:
    """Whether somebody was told that they may not, or to sign in first."""
    return bool(
        answer.status_code == 403 or (answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"))
    )


def test_every_address_has_its_row() -> None:
    names = {name for name, _ in addresses()}
    assert set(POST) | READS == names
    assert not set(POST) & READS
    assert names >= SEEN_BY_MODERATORS | UNSEEN_BY_SANCTIONED

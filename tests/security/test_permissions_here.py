"""The doors of contributors and publishers, tried by everybody with GET and with a form that would do something."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.lib.clock import now
from newsstand.moderation.sanction import sanction
from tests import people
from tests.images.files import png
from tests.security.addresses import addresses, path_of
from tests.security.house import furnish, somebody
from tests.security.test_headers_and_permissions import everything, newsroom
from tests.security.test_permissions import is_no, sent
from tests.security.who_may_here import ALL, AS_WHOM, HERE, NOBODY, Row

pytestmark = pytest.mark.django_db
__all__ = ["newsroom"]

OF_THESE = ("write", "publishers", "contributors", "contest", "desk", "corrections", "you/watches", "about/numbers")
OF_ARTICLES = ("/contest", "/corrections.json", "/withdraw", "/numbers", "/numbers.<str:form>")
PATTERNS = dict(addresses())


def test_every_address_of_the_two_doors_has_its_row() -> None:
    names = {
        name
        for name, pattern in addresses()
        if pattern.startswith(OF_THESE) or (pattern.startswith("a/") and pattern.endswith(OF_ARTICLES))
    }
    assert {key.partition("#")[0] for key in HERE} == names


@pytest.mark.any_database
@pytest.mark.parametrize("who", sorted(ALL))
def test_everybody_does_what_the_table_says_and_nothing_else(newsroom: dict[str, Any], who: str) -> None:
    house = furnish(newsroom)
    client = Client()
    if who != NOBODY:
        client.force_login(somebody(who), "allauth.account.auth_backends.AuthenticationBackend")
    if who in AS_WHOM:
        sanction(user=somebody(who), kind="suspend", by=people.ed(), reason="spam", days=30, now=now())
    seen = {key: client.get(address(key, house)).status_code for key in HERE}
    wanted = {key: expected(row, AS_WHOM.get(who, who)) for key, row in HERE.items()}
    assert {key: (seen[key], wanted[key]) for key in HERE if seen[key] != wanted[key]} == {}
    before = everything()
    wrong = {key: found for key, row in HERE.items() if (found := tried(client, key, row, who, house))}
    assert wrong == {}
    after = everything()
    assert [table for table in before if before[table] != after[table]] == []


def expected(row: Row, whom: str) -> int:
    """What GET answers; who is suspended is asked for as whom they were before."""
    if whom in row.sees:
        return 200
    if row.refused == 405:
        return 405
    if whom in row.led:
        return row.elsewhere
    return 302 if whom == NOBODY and row.refused != 410 else row.refused


def tried(client: Client, key: str, row: Row, who: str, house: dict[str, dict[str, Any]]) -> str:
    """What is wrong with the answer to a form; "" where it is as the table says. What it did is undone."""
    form = form_of(key, row, house)
    if who not in row.sends:
        answer = sent(client, address(key, house), form)
        return "" if not row.sends or is_refusal(answer) else said(answer)
    # One deed must not get in the way of the next.
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        answer = sent(client, address(key, house), form)
        transaction.set_rollback(True)
    written = any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    is_taken = answer.status_code < 400 and (written or not row.is_deed)
    return "" if is_taken or (not row.is_deed and answer.status_code == 422) else said(answer)


def said(answer: Any) -> str:
    return f"{answer.status_code} {answer.get('Location', '')}"


def is_refusal(answer: Any) -> bool:
    """Whether an answer says no, or leads somewhere else than on: to sign in, to join, to one's own."""
    elsewhere = answer.status_code == 302 and answer["Location"] in {"/contributors/join", "/write"}
    return is_no(answer) or elsewhere or answer.status_code in {404, 422}


def address(key: str, house: dict[str, dict[str, Any]]) -> str:
    """The address of a row, with what stands behind it."""
    name, _, thing = key.partition("#")
    return path_of(PATTERNS[name], house["export" if name == "publisher_export_file" else thing])


def form_of(key: str, row: Row, house: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The form of a row with the numbers of this house; a file where it takes one."""
    values = house[key.partition("#")[2]]
    plain = {name: value.format(**values) for name, value in row.form.items()}
    if "picture" in plain:
        plain["picture"] = SimpleUploadedFile("bridge.png", png(400, 300), "image/png")
    return plain

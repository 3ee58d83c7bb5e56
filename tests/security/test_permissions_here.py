"""The doors of contributors and publishers, tried by everybody with GET and with a form that would do something."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

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

OF_THESE = ("write", "publishers", "contributors", "contest", "desk", "corrections", "api/1/corrections", "you/watches", "about/numbers")
OF_ARTICLES = ("/contest", "/withdraw", "/numbers", "/numbers.<str:form>")
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
    wanted = {key: expected(row, who) for key, row in HERE.items()}
    assert {key: (seen[key], wanted[key]) for key in HERE if seen[key] != wanted[key]} == {}
    before = everything()
    wrong = {key: found for key, row in HERE.items() if (found := tried(client, key, row, who, house, before))}
    assert wrong == {}


def expected(row: Row, who: str) -> int:
    """What GET answers."""
    whom = AS_WHOM.get(who, who)
    if whom in row.sees:
        return 200
    if row.refused == 405:
        return 405
    if whom in row.led:
        return row.elsewhere
    return 302 if who == NOBODY and row.refused != 410 else row.refused


def tried(
    client: Client, key: str, row: Row, who: str, house: dict[str, dict[str, Any]], before: dict[str, Any]
) -> str:
    """What is wrong with what a form does; "" where it does what the table says. Nothing of it stays."""
    with transaction.atomic():
        answer = sent(client, address(key, house), form_of(key, row, house))
        after = everything()
        transaction.set_rollback(True)
    changed = [table for table in before if before[table] != after[table]]
    said = f"{answer.status_code} {answer.get('Location', '')} {changed}"
    if who in row.sends:
        is_right = answer.status_code < 500 and not is_no(answer) and (bool(changed) or not row.is_deed)
    else:
        is_right = not changed and (not row.sends or is_refusal(answer))
    return "" if is_right else said


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

"""The door of advertisers and the counter, tried by everybody with GET and with a form that would do something."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.lib.clock import now
from newsstand.moderation.sanction import sanction
from tests import people
from tests.security.addresses import addresses
from tests.security.shops import furnish, somebody
from tests.security.test_headers_and_permissions import everything, newsroom
from tests.security.test_permissions_here import address, expected, tried
from tests.security.who_may_ads import ADS, ALL, AS_WHOM, NOBODY, OF_TOKENS

pytestmark = pytest.mark.django_db
__all__ = ["newsroom"]

OF_THESE = ("advertisers", "ads", "slots", "counter", "you/ads", "sellers.json", "api/conversions", "api/payments")


def test_every_address_of_advertising_has_its_row() -> None:
    names = {name for name, pattern in addresses() if pattern.startswith(OF_THESE)}
    assert {key.partition("#")[0] for key in ADS} | OF_TOKENS == names


@pytest.mark.any_database
@pytest.mark.parametrize("who", sorted(ALL))
def test_everybody_does_what_the_table_says_and_nothing_else(newsroom: dict[str, Any], who: str) -> None:
    cache.clear()
    house = furnish(newsroom)
    client = Client()
    if who != NOBODY:
        client.force_login(somebody(who), "allauth.account.auth_backends.AuthenticationBackend")
    if who in AS_WHOM:
        sanction(user=somebody(who), kind="suspend", by=people.ed(), reason="spam", days=30, now=now())
    whom = AS_WHOM.get(who, who)
    seen = {key: client.get(address(key, house)).status_code for key in ADS}
    wanted = {key: expected(row, whom) for key, row in ADS.items()}
    assert {key: (seen[key], wanted[key]) for key in ADS if seen[key] != wanted[key]} == {}
    before = everything()
    wrong = {key: found for key, row in ADS.items() if (found := tried(client, key, row, who, house))}
    assert wrong == {}
    after = everything()
    assert [table for table in before if before[table] != after[table]] == []

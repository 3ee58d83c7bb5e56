"""Every form of an advertiser's desk, tried by everybody: by role, by others' people, suspended, and signed out."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from newsstand.advertisers.models import Advertiser, Campaign, Change, Conversion, Invitation, Membership, Role, Rule
from newsstand.advertisers.rules import make_rule
from newsstand.algorithms.ad_rules import Terms
from newsstand.lib import clock
from newsstand.moderation.sanction import sanction
from tests.advertisers.town import advertiser, campaign, cashier, joined, manager, viewer
from tests.comments.talk import signed_in
from tests.people import ben, di, ed, eve, mo, person

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OWNERS, MANAGERS = {"owner"}, {"owner", "manager"}
RULE = {
    "do": "make", "metric": "click cost", "side": "over", "days": "3", "limit": "0.40", "least": "100", "rest": "24",
    "deed": "bid", "change": "-10", "lowest": "0.10",
}  # fmt: skip
FORMS: list[tuple[str, dict[str, str], set[str]]] = [
    ("/campaigns/{campaign}", {"do": "pause"}, MANAGERS),
    ("/rules", RULE | {"campaign": "{campaign}"}, MANAGERS),
    ("/rules", {"do": "off", "rule": "{rule}"}, MANAGERS),
    ("/rules", {"do": "delete", "rule": "{rule}"}, MANAGERS),
    ("/conversions", {"do": "make"}, MANAGERS),
    ("/people", {"do": "invite", "email": "new@example.org", "role": "viewer"}, OWNERS),
    ("/people", {"do": "role", "member": "{max}", "role": "viewer"}, OWNERS),
    ("/people", {"do": "remove", "member": "{max}"}, OWNERS),
    ("/close", {"name": "River Bakery"}, OWNERS),
    ("/export", {}, OWNERS),
]


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


def everybody(one: Advertiser) -> dict[str, Any]:
    stopped = joined(one, person("Stopped"), Role.OWNER)
    sanction(user=stopped, kind="suspend", by=ed(), reason="spam", days=30, now=clock.now())
    other = advertiser("Other Shop", owner=eve())
    assert other.pk != one.pk
    return {
        "owner": di(), "manager": manager(one), "viewer": viewer(one), "suspended owner": stopped, "cashier": cashier(),
        "other's owner": eve(), "editor": ed(), "moderator": mo(), "reader": ben(), "nobody": None,
    }  # fmt: skip


def state() -> list[list[Any]]:
    kinds = (Advertiser, Campaign, Change, Conversion, Invitation, Membership, Rule)
    return [list(kind._base_manager.order_by("pk").values()) for kind in kinds]


@pytest.mark.parametrize(("page", "form", "may"), FORMS)
def test_a_form_is_taken_from_who_may_and_does_nothing_for_the_others(
    page: str, form: dict[str, str], may: set[str]
) -> None:
    one = advertiser()
    of = campaign(one)
    terms = Terms("rate", over=True, limit=1, days=1, least=1, deed="tell")
    # Who is erased from the list by a form is not who sends it.
    third = joined(one, person("Third"), Role.MANAGER)
    rule = make_rule(campaign=of, terms=terms, by=di(), now=clock.now())
    numbers = {"campaign": of.pk, "rule": rule.pk, "max": third.pk}
    where = f"/advertisers/{one.slug}{page.format(**numbers)}"
    given = {name: value.format(**numbers) for name, value in form.items()}
    people = everybody(one)
    before = state()
    for who in sorted(set(people) - may):
        cache.clear()
        client = Client() if people[who] is None else signed_in(people[who])
        answer = client.post(where, given)
        assert answer.status_code in {302, 403, 422}, who
        assert answer.status_code != 302 or answer["Location"].startswith("/accounts/login/"), who
        assert state() == before, who
    for who in sorted(may):
        # One deed must not get in the way of the next.
        with transaction.atomic():
            answer = signed_in(people[who]).post(where, given)
            assert answer.status_code in {200, 302}, who
            assert page == "/export" or state() != before, who
            transaction.set_rollback(True)


def test_the_secret_is_shown_to_managers_alone() -> None:
    one = advertiser()
    Advertiser.objects.filter(pk=one.pk).update(conversion_secret="abcdefgh-very-secret")
    for user, sees in ((di(), True), (manager(one), True), (viewer(one), False), (cashier(), False)):
        page = signed_in(user).get(f"/advertisers/{one.slug}/conversions").content.decode()
        assert ("abcdefgh-very-secret" in page) is sees, user

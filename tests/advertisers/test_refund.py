"""A charge goes back once, at most whole, and may be spent again."""

from typing import Any

import pytest

from newsstand.advertisers import refund as refunds
from newsstand.advertisers.accounts import CLEARING
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import AdDay, Budget, BudgetDay, Decision, Purse, Refund
from newsstand.advertisers.refund import refund
from newsstand.ledger.accounts import balance
from newsstand.ledger.errors import OverdrawnError
from tests.advertisers.town import NOON, ad, cashier, funded
from tests.advertisers.vault import HARBOUR, a_campaign, a_charge, booked, charged, hold_together, spent

pytestmark = pytest.mark.django_db


def clicked(micros: int = 200_000) -> Decision:
    """A click that was charged, and counted."""
    shown = ad(a_campaign(funded(), bid=micros, total=micros))
    booked([a_charge(shown.campaign, 7, now=NOON)], shown, key="batch", now=NOON)
    found = Decision.objects.get(pk=7)
    AdDay.objects.create(
        ad=shown, day=found.day, slot=found.slot, context_id=found.context_id, clicks=1, charged=micros
    )
    return found


def test_a_refund_returns_to_the_wallet_and_may_be_spent_again() -> None:
    one = clicked()
    campaign = one.campaign
    assert charged([a_charge(campaign, 8, now=NOON)], key="full", now=NOON)[8].uncharged == "budget"
    made = refund(decision=one, reason="A farm clicked it", by=cashier(), now=NOON)
    assert made.micros == 200_000
    assert spent(campaign) == (0, 0)
    assert BudgetDay.objects.get(campaign=campaign).spent == 0
    assert Purse.objects.get(advertiser=campaign.advertiser).spent == 0
    assert balance(kind=CLEARING, owner=HARBOUR) == 0
    assert AdDay.objects.get().refunded == 200_000
    assert charged([a_charge(campaign, 9, now=NOON)], key="again", now=NOON)[9].micros == 200_000
    hold_together()


def test_the_same_refund_twice_is_one_and_another_is_refused() -> None:
    one = clicked()
    first = refund(decision=one, reason="Half of it", by=None, now=NOON, micros=100_000)
    assert refund(decision=one, reason="Half of it", by=None, now=NOON, micros=100_000) == first
    with pytest.raises(RefusedError, match="refunded once"):
        refund(decision=one, reason="The rest", by=None, now=NOON)
    assert Refund.objects.count() == 1
    assert Decision.objects.get(pk=7).refunded == 100_000
    hold_together()


@pytest.mark.parametrize(("fields", "said"), [
    ({"micros": 200_001}, "that or less"), ({"micros": 0}, "that or less"), ({"micros": -1}, "that or less"),
    ({"reason": "  "}, "why"), ({"reason": "x" * 301}, "why"),
])  # fmt: skip
def test_no_more_than_the_charge_goes_back_and_nothing_without_a_reason(fields: dict[str, Any], said: str) -> None:
    one = clicked()
    with pytest.raises(RefusedError, match=said):
        refund(**({"decision": one, "reason": "A farm", "by": None, "now": NOON} | fields))
    assert spent(one.campaign) == (200_000, 0)
    hold_together()


def test_what_cost_nothing_has_nothing_to_give_back() -> None:
    one = clicked()
    booked([a_charge(one.campaign, 8, now=NOON)], one.ad, key="full", now=NOON)
    with pytest.raises(RefusedError, match="cost nothing"):
        refund(decision=Decision.objects.get(pk=8), reason="A farm", by=None, now=NOON)


def test_where_nobody_has_the_money_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    one = clicked()

    def from_nobody(*, decision: Decision, micros: int, now: Any) -> refunds.Source:
        return refunds.take_from_clearing(decision=Decision(owner="publisher:99"), micros=micros, now=now)

    monkeypatch.setattr(refunds.sources, "take_from", from_nobody)
    with pytest.raises(OverdrawnError, match="publisher:99"):
        refund(decision=one, reason="A farm", by=None, now=NOON)
    assert Budget.objects.get(campaign=one.campaign).spent == 200_000
    assert Refund.objects.count() == 0
    hold_together()

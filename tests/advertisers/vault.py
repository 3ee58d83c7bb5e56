"""Charges to be made, their decisions, and everything about money added up anew (invariants I1 to I4, I7)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from newsstand.advertisers.accounts import CLEARING, WALLET, wallet_owner
from newsstand.advertisers.budgets import set_daily, set_total
from newsstand.advertisers.charge import Charge, Charged, charge
from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Ad, Advertiser, Budget, BudgetDay, Campaign, Context, Decision, Lease, Purse
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Account, Entry
from tests.advertisers import town
from tests.ledger.books import add_up

HARBOUR = "publisher:3"


def a_campaign(
    one: Advertiser | None = None, *, bid: int, total: int = 100_000_000, daily: int | None = None, pricing: str = "cpc"
) -> Campaign:
    """A campaign of the bakery's, or of `one`, with any bid and budget: below the floors of the site, too."""
    made = town.campaign(one, pricing=pricing, bid=5_000_000)
    made.bid = bid
    made.save()
    set_total(campaign=made, total=total, now=town.NOON)
    set_daily(campaign=made, daily=daily, now=town.NOON)
    return made


def a_charge(campaign: Campaign, decision: int, *, now: datetime, **fields: Any) -> Charge:
    """A click or view of a campaign at its bid, on the harbour paper's pages, on its advertiser's day."""
    advertiser = campaign.advertiser
    usual = {
        "decision": decision,
        "campaign": campaign.pk,
        "advertiser": advertiser.pk,
        "owner": HARBOUR,
        "day": day_of(advertiser.zone, now),
        "pricing": campaign.pricing,
        "price": campaign.bid,
        "lease": None,
        "at": now,
    }
    return Charge(**(usual | fields))


def charged(charges: Sequence[Charge], *, key: str, now: datetime) -> dict[int, Charged]:
    """Charge them in a transaction of their own."""
    with transaction.atomic():
        return charge(charges, key=key, now=now)


def booked(charges: Sequence[Charge], ad: Ad, *, key: str, now: datetime) -> dict[int, Charged]:
    """Charge them, and write their decisions down with what they cost, in one transaction."""
    context, _ = Context.objects.get_or_create(digest="0" * 32, defaults={"kind": "front"})
    with transaction.atomic():
        found = charge(charges, key=key, now=now)
        Decision.objects.bulk_create(
            Decision(
                id=one.decision, ad=ad, campaign_id=one.campaign, context=context, slot="front-1", owner=one.owner,
                pricing=one.pricing, price=one.price, rate=0.01, runner_up=0.0, floor=1, decided_at=one.at, day=one.day,
                lease=one.lease, viewed_at=one.at, charged=found[one.decision].micros,
                charged_at=now if found[one.decision].micros else None, uncharged=found[one.decision].uncharged,
                transaction_id=found[one.decision].transaction,
            )
            for one in charges
        )  # fmt: skip
    return found


def spent(campaign: Campaign) -> tuple[int, int]:
    """What the budget says is spent and leased."""
    found = Budget.objects.get(campaign=campaign)
    return found.spent, found.leased


def hold_together() -> None:
    """Every wall against every other: no limit is passed, leased is what leases hold, wallets are what purses say."""
    add_up()
    open_leases = Lease.objects.filter(closed_at=None)
    rests: Counter[int] = Counter()
    day_rests: Counter[tuple[int, date]] = Counter()
    for campaign, day, rest in open_leases.annotate(rest=F("granted") - F("used")).values_list(
        "campaign_id", "day", "rest"
    ):
        assert rest >= 0
        rests[campaign] += rest
        day_rests[campaign, day] += rest
    purses: Counter[int] = Counter()
    purse_rests: Counter[int] = Counter()
    for budget in Budget.objects.select_related("campaign"):
        assert 0 <= budget.spent <= budget.spent + budget.leased <= budget.total
        assert 0 <= budget.carry < 1000
        assert budget.leased == rests[budget.pk]
        days = BudgetDay.objects.filter(campaign=budget.pk)
        assert (days.aggregate(all=Sum("spent"))["all"] or 0) == budget.spent
        purses[budget.campaign.advertiser_id] += budget.spent
        purse_rests[budget.campaign.advertiser_id] += budget.leased
    for one in BudgetDay.objects.all():
        assert one.leased == day_rests[one.campaign_id, one.day]
        assert one.spent >= 0
        assert one.most is None or one.spent + one.leased <= one.most
    for purse in Purse.objects.all():
        assert purse.spent == purses[purse.pk]
        assert purse.leased == purse_rests[purse.pk]
        assert purse.spent + purse.leased <= purse.funded
        assert balance(kind=WALLET, owner=wallet_owner(purse.pk)) == purse.funded - purse.spent


def everything_charged() -> int:
    """Micros that came to clearing, whosesoever page it was."""
    return Entry.objects.filter(account__kind=CLEARING, micros__gt=0).aggregate(all=Sum("micros"))["all"] or 0


def as_decisions_say() -> None:
    """Decisions against the books, transaction by transaction: what each wallet paid, and each owner's clearing got."""
    wanted: Counter[tuple[int, str, str]] = Counter()
    rows = Decision.objects.filter(charged__gt=0).select_related("campaign")
    for one in rows:
        wanted[one.transaction_id, WALLET, wallet_owner(one.campaign.advertiser_id)] -= one.charged
        wanted[one.transaction_id, CLEARING, one.owner] += one.charged
    numbers = {number for number, _, _ in wanted}
    entries = Entry.objects.filter(transaction__in=numbers).values_list(
        "transaction_id", "account__kind", "account__owner", "micros"
    )
    assert {(number, kind, owner): micros for number, kind, owner, micros in entries} == dict(wanted)
    assert Account.objects.filter(kind=WALLET, balance__lt=0).count() == 0

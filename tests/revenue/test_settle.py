"""What ads cost on somebody's pages is theirs and the platform's: by article and day, every micro of it, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F, Sum

from newsstand.advertisers.models import Decision, Pricing, Purse
from newsstand.advertisers.refund import refund
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Account, Entry, Transaction
from newsstand.publishers.models import Contract, ContractChange
from newsstand.revenue import earned
from newsstand.revenue.models import AdLine, Booking, Settlement
from newsstand.revenue.settle import last_due, settle_day, settle_due
from tests import people
from tests.ledger.books import add_up
from tests.revenue.ads import EURO, campaign, seen
from tests.revenue.town import make_town

pytestmark = pytest.mark.django_db

FIRST = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 10, 5, 0, tzinfo=UTC)


def all_is_somebodys() -> None:
    """I7: what wallets paid, and came into funds, is what all others have together; nothing of it twice."""
    add_up()
    paid = Decision.objects.aggregate(net=Sum(F("charged") - F("refunded")))["net"] or 0
    booked = Booking.objects.aggregate(all=Sum("micros"))["all"] or 0
    kinds = ("fund", "clearing", "held", "payable", "platform", "paid_out")
    lies = Account.objects.filter(kind__in=kinds).aggregate(all=Sum("balance"))["all"] or 0
    assert paid + booked == lies
    spent = Purse.objects.aggregate(all=Sum("spent"))["all"] or 0
    assert spent == paid
    for row in Settlement.objects.prefetch_related("lines"):
        assert row.gross == row.micros + row.rest == sum(line.gross for line in row.lines.all())
        assert row.micros == sum(line.micros for line in row.lines.all())


def test_a_days_ads_are_shared_by_the_contract_and_the_setting() -> None:
    town = make_town(reads=False)
    bay, ben = f"publisher:{town.bay.pk}", f"contributor:{town.ben.pk}"
    seen(bay, NOON, article=town.harbour.pk, times=4)
    seen(bay, NOON)
    seen(ben, NOON, article=town.bridge.pk, times=2)
    seen("site", NOON)
    assert settle_due(now=LATER) == 3
    assert earned.owed(publisher=town.bay) == EURO  # 80 % of 5 clicks for 0.25
    assert earned.owed(contributor=town.ben) == 350_000  # 70 %
    assert balance(kind="platform", owner="site") == 250_000 + 150_000 + 250_000
    assert [balance(kind="clearing", owner=one) for one in (bay, ben, "site")] == [0, 0, 0]
    row = Settlement.objects.get(owner=bay)
    assert (row.about, row.day, row.share, row.views, row.clicks) == (FIRST, FIRST, 8_000, 0, 5)
    assert list(row.lines.order_by("article").values_list("article", "clicks", "gross", "micros")) == [
        (0, 1, 250_000, 200_000),
        (town.harbour.pk, 4, EURO, 800_000),
    ]
    all_is_somebodys()


def test_one_click_is_followed_from_the_wallet_to_its_author_by_rows() -> None:
    town = make_town(reads=False)
    [click] = seen(f"contributor:{town.ben.pk}", NOON, article=town.bridge.pk, price=333_333)
    settle_due(now=LATER)
    click = Decision.objects.select_related("transaction", "campaign").get(pk=click.pk)
    assert click.transaction is not None
    paid = Entry.objects.get(transaction=click.transaction, account__kind="wallet")
    assert (paid.account.owner, paid.micros) == (f"advertiser:{click.campaign.advertiser_id}", -333_333)
    came = Entry.objects.get(transaction=click.transaction, account__kind="clearing")
    assert (came.account.owner, came.micros) == (click.owner, 333_333)
    line = AdLine.objects.get(settlement__owner=click.owner, settlement__about=FIRST, article=click.article)
    shares = dict(Entry.objects.filter(transaction=line.settlement.transaction).values_list("account__kind", "micros"))
    assert shares == {"clearing": -333_333, "payable": line.micros, "platform": 333_333 - line.micros}
    assert line.micros == 233_333
    all_is_somebodys()


def test_a_thousand_views_at_a_price_give_away_exactly_that_price() -> None:
    town = make_town(reads=False)
    views = campaign(pricing=Pricing.CPM)
    seen(f"publisher:{town.bay.pk}", NOON, article=town.harbour.pk, price=2_345_677, times=1_000, of=views)
    settle_due(now=LATER)
    row = Settlement.objects.get()
    assert (row.gross, row.views, row.clicks) == (2_345_677, 1_000, 0)
    all_is_somebodys()


def test_a_day_waits_and_is_settled_once_however_often_it_is_asked_for() -> None:
    town = make_town(reads=False)
    seen(f"publisher:{town.bay.pk}", NOON)
    assert last_due(LATER - timedelta(seconds=1)) < FIRST
    assert settle_due(now=LATER - timedelta(seconds=1)) == 0
    assert settle_due(now=LATER) == 1
    keys = list(Transaction.objects.values_list("key", flat=True))
    for later in range(3):
        assert settle_due(now=LATER + timedelta(days=later)) == 0
    assert list(Transaction.objects.values_list("key", flat=True)) == keys
    all_is_somebodys()


def test_charges_that_came_late_are_settled_when_they_are_there() -> None:
    town = make_town(reads=False)
    bay = f"publisher:{town.bay.pk}"
    seen(bay, NOON, article=town.harbour.pk)
    seen(bay, NOON + timedelta(days=3))
    settle_due(now=LATER + timedelta(days=3))
    seen(bay, NOON, article=town.harbour.pk)
    assert settle_due(now=LATER + timedelta(days=4)) == 1
    assert list(Settlement.objects.filter(about=FIRST).order_by("number").values_list("number", "gross")) == [
        (1, 250_000),
        (2, 250_000),
    ]
    all_is_somebodys()


def test_the_share_is_that_of_the_day_not_that_of_the_settlement() -> None:
    town = make_town(reads=False)
    seen(f"publisher:{town.bay.pk}", NOON)
    seen(f"publisher:{town.bay.pk}", NOON + timedelta(days=2))
    for day, before, after in ((2, 8_000, 5_000), (4, 5_000, 10_000)):
        at = datetime(2026, 10, day, 9, tzinfo=UTC)
        change = {"by": people.ed(), "at": at, "before": {"share": before}, "after": {"share": after}}
        ContractChange.objects.create(publisher=town.bay, **change)
        Contract.objects.filter(publisher=town.bay).update(share=after)
    settle_due(now=LATER + timedelta(days=2))
    assert dict(Settlement.objects.values_list("about", "share")) == {FIRST: 8_000, date(2026, 10, 3): 5_000}


def test_a_day_is_one_of_utc_whatever_the_advertisers_clock_does() -> None:
    town = make_town(reads=False)
    shop = campaign("Lord Howe", zone="Australia/Lord_Howe")
    for hour in range(48):
        seen(f"publisher:{town.bay.pk}", datetime(2026, 10, 3, tzinfo=UTC) + timedelta(hours=hour), of=shop)
    settle_due(now=LATER + timedelta(days=4))
    assert dict(Settlement.objects.values_list("about", "clicks")) == {date(2026, 10, 3): 24, date(2026, 10, 4): 24}
    assert [micros for _, micros in earned.by_day(publisher=town.bay, first=FIRST, last=date(2026, 10, 5))] == [
        *(0, 0),
        *(24 * 200_000, 24 * 200_000),
        0,
    ]
    all_is_somebodys()


def test_a_refund_before_settling_comes_out_of_clearing_and_is_never_settled() -> None:
    town = make_town(reads=False)
    first, _ = seen(f"publisher:{town.bay.pk}", NOON, article=town.harbour.pk, times=2)
    refund(decision=first, reason="It was a double click", by=None, now=NOON)
    settle_due(now=LATER)
    assert list(Settlement.objects.values_list("gross", "clicks")) == [(250_000, 1)]
    all_is_somebodys()


def test_a_refund_after_settling_takes_each_part_from_whom_it_was_given() -> None:
    town = make_town(reads=False)
    click, _ = seen(f"publisher:{town.bay.pk}", NOON, article=town.harbour.pk, times=2)
    settle_due(now=LATER)
    refund(decision=click, reason="It was a double click", by=None, now=LATER)
    assert earned.owed(publisher=town.bay) == 200_000
    assert balance(kind="platform", owner="site") == 50_000
    back = Settlement.objects.get(kind=Settlement.Kind.REFUNDED)
    assert (back.gross, back.micros, back.clicks, back.about, back.day) == (
        -250_000,
        -200_000,
        -1,
        FIRST,
        LATER.date(),
    )
    assert settle_day(day=FIRST, now=LATER) == 0
    all_is_somebodys()


def test_what_is_not_owed_any_more_is_refunded_by_the_platform() -> None:
    town = make_town(reads=False)
    clicks = seen(f"publisher:{town.bay.pk}", NOON, article=town.harbour.pk, times=9)
    settle_due(now=LATER)
    from newsstand.ledger.accounts import account
    from newsstand.ledger.post import post
    from newsstand.revenue.accounts import payable

    owed = earned.owed(publisher=town.bay)
    out = account(kind="paid_out", owner="tests", never_negative=True, now=LATER)
    post(key="all", entries=[(payable(f"publisher:{town.bay.pk}", LATER), -owed), (out, owed)], at=LATER, memo="out")
    refund(decision=clicks[0], reason="It was a double click", by=None, now=LATER)
    back = Settlement.objects.get(kind=Settlement.Kind.REFUNDED)
    assert (back.micros, back.rest, back.share) == (0, -250_000, 0)
    all_is_somebodys()

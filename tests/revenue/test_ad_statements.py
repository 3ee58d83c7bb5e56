"""Statements with ads: every line can be computed again, and the month's sums are the ledger's."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from newsstand.advertisers.models import Decision
from newsstand.advertisers.refund import refund
from newsstand.algorithms.statements import differences, lines_of
from newsstand.ledger.models import Entry
from newsstand.revenue.close import close
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.export import file_of
from newsstand.revenue.hold import hold
from newsstand.revenue.models import Closing, Settlement, Statement
from newsstand.revenue.pay_out import approve, draft, fail
from newsstand.revenue.settle import settle_due
from tests import people
from tests.revenue.ads import EURO, campaign, seen
from tests.revenue.test_hold import REASONS, cashier
from tests.revenue.test_pay_out import IBAN
from tests.revenue.test_settle import all_is_somebodys
from tests.revenue.town import OCTOBER, Town, give, make_town

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)
EARLY = datetime(2026, 11, 3, 23, 59, 59, tzinfo=UTC)
DUE = datetime(2026, 11, 4, tzinfo=UTC)
LATER = datetime(2026, 12, 6, tzinfo=UTC)


def october(*, reads: bool = True) -> Town:
    """A month of ads: around the end of summer time, in the first and the last minute, in three zones."""
    town = make_town(reads=reads)
    bay, ben = f"publisher:{town.bay.pk}", f"contributor:{town.ben.pk}"
    shops = [campaign(name, zone=zone) for name, zone in
             (("Berlin", "Europe/Berlin"), ("York", "America/New_York"), ("Howe", "Australia/Lord_Howe"))]  # fmt: skip
    for at in (
        datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
    ):  # fmt: skip
        for shop in shops:
            seen(bay, at, article=town.harbour.pk, price=333_333, of=shop)
            seen(ben, at, article=town.bridge.pk, price=77_777, of=shop)
    return town


def test_a_month_of_ads_alone_is_closed_when_its_last_day_is_settled() -> None:
    town = october(reads=False)
    with pytest.raises(RefusedError, match="4 November 2026"):
        close(month=OCTOBER, by=people.ed(), now=EARLY)
    closing = close(month=OCTOBER, by=people.ed(), now=DUE)
    assert (closing.fund, closing.weights) == (0, [])
    statement = Statement.objects.get(publisher=town.bay)
    assert (statement.place, statement.micros, statement.ads_gross) == (None, 0, 12 * 333_333)
    assert statement.ads == statement.balance == statement.earned
    all_is_somebodys()


def test_the_sums_of_a_month_are_those_of_the_ledger_and_of_the_decisions() -> None:
    october()
    give(100 * EURO)
    close(month=OCTOBER, by=people.ed(), now=DUE)
    assert Statement.objects.count() == 3
    for one in Statement.objects.all():
        rows = Entry.objects.filter(account__kind="payable", account__owner=one.owner, transaction__day__range=(
            OCTOBER, date(2026, 10, 31)))  # fmt: skip
        assert one.earned == rows.aggregate(all=Sum("micros"))["all"]
        charged = Decision.objects.filter(owner=one.owner, charged_at__lt=datetime(2026, 11, 1, tzinfo=UTC))
        assert one.ads_gross == (charged.aggregate(all=Sum("charged"))["all"] or 0)
        assert differences(file_of(one).text) == []
        assert file_of(one).digest == one.digest
    all_is_somebodys()


def test_what_is_taken_back_and_paid_stands_in_the_month_in_which_it_was() -> None:
    town = october()
    give(100 * EURO)
    kim = cashier()
    close(month=OCTOBER, by=people.ed(), now=DUE)
    before = {one.owner: file_of(one).text for one in Statement.objects.all()}
    refund(decision=Decision.objects.filter(owner=f"publisher:{town.bay.pk}")[0], reason="A mistake", by=kim, now=DUE)
    from newsstand.revenue.pay_to import say_where

    say_where(publisher=town.bay, name="Bay", method="iban", where=IBAN, by=people.cy(), now=DUE)
    [payout] = draft(month=OCTOBER, by=kim, now=DUE)
    approve(payout=payout, by=kim, now=DUE)
    close(month=NOVEMBER, by=people.ed(), now=LATER)
    first, second = Statement.objects.filter(publisher=town.bay).order_by("closing__month")
    assert (second.opening, second.previous) == (first.balance, first.digest)
    assert (second.paid, second.ads_gross) == (payout.micros, 2 * 333_333)
    kinds = [json.loads(line) for line in file_of(second).text.splitlines()]
    assert [one["ad"]["gross"] for one in kinds if "ad" in one] == [333_333 * 3, -333_333]
    assert [one["paid"]["micros"] for one in kinds if "paid" in one] == [payout.micros]
    assert {one.owner: file_of(one).text for one in Statement.objects.filter(closing__month=OCTOBER)} == before
    for one in Statement.objects.all():
        assert differences(file_of(one).text) == []
    fail(payout=payout, why="It came back", by=kim, now=LATER)
    december = close(month=date(2026, 12, 1), by=people.ed(), now=LATER + timedelta(days=40))
    third = Statement.objects.get(publisher=town.bay, closing=december)
    assert (third.opening, third.paid) == (second.balance, -payout.micros)
    assert differences(file_of(third).text) == []
    all_is_somebodys()


def test_months_with_ads_are_closed_in_their_order() -> None:
    october(reads=False)
    settle_due(now=LATER)
    with pytest.raises(RefusedError, match="Close 2026-10 first"):
        close(month=NOVEMBER, by=people.ed(), now=LATER)
    close(month=OCTOBER, by=people.ed(), now=LATER)
    close(month=NOVEMBER, by=people.ed(), now=LATER)
    assert Closing.objects.count() == 2


def test_what_is_released_after_its_month_was_closed_is_booked_on_that_day() -> None:
    from newsstand.revenue.hold import release

    town = october(reads=False)
    one = hold(owner=f"publisher:{town.bay.pk}", day=date(2026, 10, 31), reasons=REASONS, by=None, now=DUE)
    assert one is not None
    close(month=OCTOBER, by=people.ed(), now=DUE)
    release(hold=one, why="It was a good day", by=cashier(), now=DUE + timedelta(days=2))
    row = Settlement.objects.get(owner=one.owner, about=one.day)
    assert row.day == date(2026, 11, 6)
    all_is_somebodys()


def change_gross(records: list[dict[str, Any]]) -> None:
    next(one["ad"] for one in records if "ad" in one)["gross"] += 100


def change_micros(records: list[dict[str, Any]]) -> None:
    next(one["ad"] for one in records if "ad" in one)["micros"] += 1


def change_share(records: list[dict[str, Any]]) -> None:
    next(one["ad"] for one in records if "ad" in one)["share"] = 10_000


def change_day(records: list[dict[str, Any]]) -> None:
    next(one["ad"] for one in records if "ad" in one)["day"] = "2026-11-01"


def leave_out(records: list[dict[str, Any]]) -> None:
    records.remove(next(one for one in records if "ad" in one))


def change_sum(records: list[dict[str, Any]]) -> None:
    records[-1]["sum"]["ads"] += 1


def change_paid(records: list[dict[str, Any]]) -> None:
    records[-1]["sum"]["paid"] += 1


def change_rule(records: list[dict[str, Any]]) -> None:
    records[0]["head"]["rule"]["ads"]["earned"] = "whatever"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_gross, "paid by advertisers"), (change_micros, "the share of it"), (change_share, "the share of it"),
        (change_day, "no day of 2026-10"), (leave_out, "the lines of ads together"), (change_sum, "earned by ads"),
        (change_paid, "paid out"), (change_rule, "another rule"),
    ],
)  # fmt: skip
def test_who_changes_a_line_of_ads_is_found(change: Callable[[list[dict[str, Any]]], None], said: str) -> None:
    town = october()
    give(100 * EURO)
    close(month=OCTOBER, by=people.ed(), now=DUE)
    text = file_of(Statement.objects.get(publisher=town.bay)).text
    records = [json.loads(line) for line in text.splitlines()[:-1]]
    change(records)
    found = differences("".join(f"{line}\n" for line in lines_of(records)))
    assert any(said in one for one in found), found


@pytest.mark.any_database
def test_its_page_shows_the_lines_of_ads_and_the_fund_page_closes_a_month_without_a_fund() -> None:
    october(reads=False)
    settle_due(now=LATER)
    editor = Client()
    editor.force_login(people.ed())
    assert "October 2026" in editor.get("/desk/funds").content.decode()
    close(month=OCTOBER, by=people.ed(), now=DUE)
    client = Client()
    client.force_login(people.cy())
    page = client.get("/publishers/bay-courier/statements/2026-10").content.decode()
    assert "By article, of ads" in page
    assert "The harbour opens" in page
    assert client.get("/publishers/bay-courier/statements").status_code == 200
    text = client.get("/publishers/bay-courier/statements/2026-10.jsonl").content.decode()
    assert differences(text) == []

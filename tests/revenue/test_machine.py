"""Any order of charging, settling, holding, refunding, closing and paying: no micro is made, lost or paid twice."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from newsstand.advertisers.errors import RefusedError as AdsRefusedError
from newsstand.advertisers.models import Decision, Pricing
from newsstand.advertisers.refund import refund
from newsstand.algorithms.statements import differences
from newsstand.ledger.accounts import balance
from newsstand.ledger.errors import LedgerError
from newsstand.revenue.claw_back import claw_back
from newsstand.revenue.close import close
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.export import file_of
from newsstand.revenue.hold import hold, move_due, release, undo_release
from newsstand.revenue.models import AdLine, Hold, Payout, Settlement, Statement
from newsstand.revenue.months import month_of
from newsstand.revenue.pay_out import approve, cancel, draft, fail
from newsstand.revenue.pay_to import say_where
from newsstand.revenue.settle import settle_due
from tests import people
from tests.revenue.ads import EURO, campaign, seen
from tests.revenue.test_hold import REASONS, cashier
from tests.revenue.test_pay_out import IBAN
from tests.revenue.test_settle import all_is_somebodys
from tests.revenue.town import make_town

pytestmark = pytest.mark.django_db

START = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)
FEW = st.integers(0, 3)
DEEDS = st.one_of(
    *(
        st.tuples(st.just(name), FEW, st.integers(1, 9))
        for name in (
            *("seen", "seen", "wait", "settle", "hold", "move", "release", "undo", "claw", "refund", "refund"),
            *("draft", "approve", "cancel", "fail", "close"),
        )
    )
)


class Books:
    """A town in which things happen one after the other; `do` does one, where it may be done."""

    def __init__(self) -> None:
        town = make_town(reads=False)
        self.owners = [f"publisher:{town.bay.pk}", f"contributor:{town.ben.pk}", f"contributor:{town.eve.pk}", "site"]
        self.articles = [town.harbour.pk, town.bridge.pk, town.garden.pk, None]
        self.shops = [campaign("Shop", pricing=pricing, total=500 * EURO) for pricing in (Pricing.CPC, Pricing.CPM)]
        self.kim, self.now = cashier(), START
        for who, by in (({"publisher": town.bay}, people.cy()), ({"contributor": town.ben}, people.ben())):
            say_where(name="A. Name", method="iban", where=IBAN, by=by, now=START, **who)  # type: ignore[arg-type]

    def do(self, name: str, which: int, much: int) -> None:
        with suppress(RefusedError, AdsRefusedError, LedgerError):
            getattr(self, name)(which, much)

    def seen(self, which: int, much: int) -> None:
        shop = self.shops[much % 2]
        seen(self.owners[which], self.now, article=self.articles[which], times=much, price=3_333_337 * much, of=shop)

    def wait(self, which: int, much: int) -> None:
        self.now += timedelta(days=which, hours=much)

    def settle(self, which: int, much: int) -> None:
        settle_due(now=self.now)

    def hold(self, which: int, much: int) -> None:
        day = (self.now - timedelta(days=much % 3)).date()
        hold(owner=self.owners[which], day=day, reasons=REASONS, by=None, now=self.now)

    def move(self, which: int, much: int) -> None:
        move_due(now=self.now)

    def release(self, which: int, much: int) -> None:
        release(hold=self.one(Hold, which), why="It was honest", by=self.kim, now=self.now)

    def undo(self, which: int, much: int) -> None:
        undo_release(hold=self.one(Hold, which), why="It was not", by=self.kim, now=self.now)

    def claw(self, which: int, much: int) -> None:
        claw_back(hold=self.one(Hold, which), why="It is a farm", by=self.kim, now=self.now)

    def refund(self, which: int, much: int) -> None:
        decision = self.one(Decision, which * 5 + much)
        refund(decision=decision, reason="A mistake", by=self.kim, now=self.now,
               micros=None if much % 2 else decision.charged // much)  # fmt: skip

    def draft(self, which: int, much: int) -> None:
        draft(month=month_of(self.now), by=self.kim, now=self.now)

    def approve(self, which: int, much: int) -> None:
        approve(payout=self.one(Payout, which), by=self.kim, now=self.now)

    def cancel(self, which: int, much: int) -> None:
        cancel(payout=self.one(Payout, which), why="Not now", by=self.kim, now=self.now)

    def fail(self, which: int, much: int) -> None:
        fail(payout=self.one(Payout, which), why="It came back", by=self.kim, now=self.now)

    def close(self, which: int, much: int) -> None:
        last = month_of(self.now) - timedelta(days=1)
        close(month=last.replace(day=1), by=people.ed(), now=self.now)

    def one(self, model: Any, which: int) -> Any:
        rows = list(model.objects.order_by("pk"))
        if not rows:
            raise RefusedError("There is none yet.")
        return rows[which % len(rows)]

    def hold_together(self) -> None:
        """What must be true after each deed."""
        all_is_somebodys()
        for owner in self.owners:
            held = Hold.objects.filter(owner=owner).aggregate(all=Sum("micros"))["all"] or 0
            assert held == balance(kind="held", owner=owner)
            net = Decision.objects.filter(owner=owner).aggregate(all=Sum(F("charged") - F("refunded")))["all"] or 0
            settled = Settlement.objects.filter(owner=owner).aggregate(all=Sum("gross"))["all"] or 0
            assert settled + held + balance(kind="clearing", owner=owner) == net
            assert (AdLine.objects.filter(settlement__owner=owner).aggregate(all=Sum("gross"))["all"] or 0) == settled
            out = Payout.objects.filter(owner=owner, transaction__isnull=False, back=None)
            assert balance(kind="paid_out", owner=owner) == (out.aggregate(all=Sum("micros"))["all"] or 0)

    def statements_add_up(self) -> None:
        for one in Statement.objects.all():
            assert differences(file_of(one).text) == []
            assert file_of(one).digest == one.digest


@settings(max_examples=15)
@given(st.lists(DEEDS, min_size=5, max_size=30))
def test_no_order_of_deeds_makes_or_loses_a_micro(deeds: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        books = Books()
        for name, which, much in deeds:
            books.do(name, which, much)
            books.hold_together()
        books.now += timedelta(days=40)
        for name in ("move", "settle", "close"):
            books.do(name, 0, 1)
            books.hold_together()
        books.statements_add_up()
        transaction.set_rollback(True)

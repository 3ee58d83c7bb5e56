"""Whatever happens in whatever order, no wall is passed: tried against a model of plain numbers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsstand.advertisers.budgets import room, set_daily, set_total
from newsstand.advertisers.days import day_of
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.fund import fund, unfund
from newsstand.advertisers.leases import Return, Wish, give_back, reclaim, take
from newsstand.advertisers.models import Advertiser, Budget, BudgetDay, Campaign, Decision, Lease, Purse
from newsstand.advertisers.refund import refund
from tests.advertisers.town import NOON, ad, funded
from tests.advertisers.vault import a_campaign, a_charge, as_decisions_say, booked, hold_together

pytestmark = pytest.mark.django_db
MICROS = st.integers(1, 5_000)
WHICH = st.integers(0, 1)


class Walls(RuleBasedStateMachine):
    """One purse, a campaign paid by clicks and one by views; the model is what was spent, by campaign and day."""

    @initialize()
    def begin(self) -> None:
        self.before = transaction.savepoint()
        self.now = NOON
        self.one: Advertiser = funded(micros=10_000)
        self.campaigns: list[Campaign] = [
            a_campaign(self.one, bid=1_000, total=20_000, pricing="cpc"),
            a_campaign(self.one, bid=1_000_000, total=20_000, pricing="cpm"),
        ]
        self.ads = [ad(of) for of in self.campaigns]
        self.funded = 10_000
        self.spent = [0, 0]
        self.thousandths = 0
        self.leases: list[Lease] = []
        self.decisions: list[int] = []
        self.steps = 0

    def teardown(self) -> None:
        if hasattr(self, "before"):
            transaction.savepoint_rollback(self.before)

    def key(self) -> str:
        self.steps += 1
        return f"step:{self.steps}"

    @rule(micros=MICROS)
    def money_comes(self, micros: int) -> None:
        fund(advertiser=self.one, micros=micros, key=self.key(), memo="in", now=self.now)
        self.funded += micros

    @rule(micros=MICROS)
    def money_goes(self, micros: int) -> None:
        free = self.funded - sum(self.spent) - Purse.objects.get(pk=self.one.pk).leased
        key = self.key()
        if micros > free:
            with pytest.raises(RefusedError) as refused:
                unfund(advertiser=self.one, micros=micros, key=key, memo="out", now=self.now)
            assert refused.value.most == free
            return
        unfund(advertiser=self.one, micros=micros, key=key, memo="out", now=self.now)
        self.funded -= micros

    @rule(micros=MICROS, nodes=st.integers(1, 4), grow=st.booleans())
    def a_node_takes(self, micros: int, nodes: int, grow: bool) -> None:
        of = self.campaigns[1]
        day = day_of(self.one.zone, self.now)
        free = room([of.pk], self.now)[of.pk]
        lease = self.leases[-1].pk if grow and self.leases else None
        grants = take([Wish(of.pk, day, micros, 500, lease)], node="a", nodes=nodes, until=self.now, now=self.now)
        assert bool(grants) == (free >= 500)
        for grant in grants:
            assert grant.micros == max(500, min(micros, free // (2 * nodes)))
            if grant.is_new:
                self.leases.append(Lease.objects.get(pk=grant.lease))

    @precondition(lambda self: self.leases)
    @rule(which=st.integers(0, 9), micros=MICROS)
    def a_node_returns(self, which: int, micros: int) -> None:
        lease = self.leases[which % len(self.leases)]
        give_back([Return(lease.pk, lease.campaign_id, lease.day, micros)], now=self.now)

    @rule(which=WHICH, prices=st.lists(st.integers(1, 3_000), min_size=1, max_size=6), leased=st.booleans())
    def pages_are_seen(self, which: int, prices: list[int], leased: bool) -> None:
        of = self.campaigns[which]
        scale = 1 if which == 0 else 777
        charges = []
        for price in prices:
            lease = self.leases[price % len(self.leases)] if leased and self.leases and which == 1 else None
            self.decisions.append(len(self.decisions))
            known: dict[str, Any] = {"price": price * scale}
            if lease is not None:
                known |= {"lease": lease.pk, "day": lease.day}
            charges.append(a_charge(of, self.decisions[-1], now=self.now, **known))
        found = booked(charges, self.ads[which], key=self.key(), now=self.now)
        for one in charges:
            done = found[one.decision]
            self.spent[which] += done.micros
            if which == 0:
                assert done.micros == (one.price if not done.uncharged else 0)
            elif not done.uncharged:
                self.thousandths += one.price
        assert Budget.objects.get(pk=self.campaigns[1].pk).carry == self.thousandths % 1000

    @precondition(lambda self: self.decisions)
    @rule(which=st.integers(0, 99))
    def a_charge_goes_back(self, which: int) -> None:
        one = Decision.objects.get(pk=self.decisions[which % len(self.decisions)])
        try:
            made = refund(decision=one, reason="A farm", by=None, now=self.now)
        except RefusedError:
            assert one.charged == 0
            return
        if not one.refunded:
            self.spent[self.campaigns.index(one.campaign)] -= made.micros

    @rule(which=WHICH, total=st.integers(1, 30_000))
    def the_budget_is_changed(self, which: int, total: int) -> None:
        before = Budget.objects.get(pk=self.campaigns[which].pk)
        if total >= before.spent + before.leased:
            set_total(campaign=self.campaigns[which], total=total, now=self.now)
            return
        with pytest.raises(RefusedError) as refused:
            set_total(campaign=self.campaigns[which], total=total, now=self.now)
        assert refused.value.lowest == before.spent + before.leased

    @rule(which=WHICH, daily=st.none() | st.integers(1, 10_000))
    def the_daily_budget_is_changed(self, which: int, daily: int | None) -> None:
        set_daily(campaign=self.campaigns[which], daily=daily, now=self.now)

    @rule(minutes=st.sampled_from([1, 5, 45, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(skew=st.sampled_from([-5, 0, 5]))
    def the_worker_reclaims(self, skew: int) -> None:
        reclaim(now=self.now + timedelta(minutes=skew))

    @invariant()
    def nothing_is_passed(self) -> None:
        if not hasattr(self, "campaigns"):
            return
        hold_together()
        as_decisions_say()
        rows = {one.pk: one.spent for one in Budget.objects.filter(campaign__advertiser=self.one)}
        assert [rows[of.pk] for of in self.campaigns] == self.spent
        purse = Purse.objects.get(pk=self.one.pk)
        assert (purse.funded, purse.spent) == (self.funded, sum(self.spent))


def test_no_order_of_events_passes_a_wall() -> None:
    few = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Walls, settings=few)


CHEATS: dict[str, Callable[[], object]] = {
    "more spent than there is": lambda: Budget.objects.update(spent=F("total") + 1),
    "more leased than there is": lambda: Budget.objects.update(leased=F("total") - F("spent") + 1),
    "less than nothing spent": lambda: Budget.objects.update(spent=-1),
    "less than nothing leased": lambda: Budget.objects.update(leased=-1),
    "a limit below what is spent": lambda: Budget.objects.update(total=F("spent") - 1),
    "a carry of a whole micro": lambda: Budget.objects.update(carry=1000),
    "a purse that is overdrawn": lambda: Purse.objects.update(spent=F("funded") + 1),
    "a purse of less than is leased": lambda: Purse.objects.update(funded=F("spent") + F("leased") - 1),
    "a day that is passed": lambda: BudgetDay.objects.update(spent=F("most") - F("leased") + 1),
    "a lease that is passed": lambda: Lease.objects.update(used=F("granted") + 1),
    "less than nothing used": lambda: Lease.objects.update(used=-1),
}


@pytest.mark.parametrize("name", CHEATS)
def test_the_database_itself_refuses(name: str) -> None:
    of = a_campaign(funded(micros=9_000_000), bid=1_000_000, total=1_000_000, daily=500_000, pricing="cpm")
    booked([a_charge(of, 1, now=NOON)], ad(of), key="one", now=NOON)
    take([Wish(of.pk, day_of("Europe/Berlin", NOON), 5_000, 1, None)], node="a", nodes=1, until=NOON, now=NOON)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        CHEATS[name]()
    hold_together()

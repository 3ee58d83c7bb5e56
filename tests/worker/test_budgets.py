"""The worker brings back what nodes that are gone still hold."""

import asyncio
from datetime import timedelta

import pytest

from newsstand.advertisers.leases import KEPT, Wish, take
from newsstand.advertisers.models import Lease
from newsstand.worker.budgets import Budgets
from tests.advertisers.town import NOON, funded
from tests.advertisers.vault import a_campaign, hold_together, spent

pytestmark = pytest.mark.django_db(transaction=True)


def test_leases_of_a_dead_node_come_back_and_old_ones_are_deleted() -> None:
    of = a_campaign(funded(), bid=1_000_000, pricing="cpm")
    take([Wish(of.pk, NOON.date(), 5_000, 1_000, None)], node="gone", nodes=1, until=NOON, now=NOON)
    now = [NOON + timedelta(minutes=39)]
    steps = Budgets(lambda: now[0])
    asyncio.run(steps.step())
    assert spent(of) == (0, 5_000)
    now[0] = NOON + timedelta(minutes=40)
    assert not asyncio.run(steps.step())
    assert spent(of) == (0, 0)
    hold_together()
    now[0] += KEPT + timedelta(hours=1)
    asyncio.run(steps.step())
    assert not Lease.objects.exists()

"""`python -m bench.ad_money_round CHARGES BATCH CAMPAIGNS ROUNDS NODES`: one database's figures as JSON.

A charge is a click of a CPC campaign, or a view of a CPM campaign out of an open lease; each batch is a transaction:
walls, carries and one transaction of the ledger. The bare UPDATE adds a number to one row and commits.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from time import perf_counter

from bench.home import prepare
from bench.progress import steps

BEST_OF = 3
OWNERS = 50
LOOKS = 10


def main(charges: int, batch: int, campaigns: int, rounds: int, nodes: int) -> dict[str, object]:
    """The best of three rounds of each, and then the kills."""
    prepare()
    clicks, views, look = make_town(campaigns, batch)
    bare = make_bare()
    deeds = {"clicks_a_second": clicks, "leased_views_a_second": views}
    best: dict[str, float] = {}
    for _ in steps("ad money", BEST_OF):
        for name, deed in deeds.items():
            best[name] = max(best.get(name, 0.0), rate(deed, charges // batch, batch))
        best["bare_updates_a_second"] = max(best.get("bare_updates_a_second", 0.0), rate(bare, charges // 20, 1))
    figures: dict[str, object] = {name: round(value, 1) for name, value in best.items()}
    for name in deeds:
        figures[name.replace("a_second", "to_bare_updates")] = round(best[name] / best["bare_updates_a_second"], 2)
    begun = perf_counter()
    for _ in range(LOOKS):
        look()
    figures["a_nodes_look_ms"] = round((perf_counter() - begun) / LOOKS * 1000, 2)
    return {**figures, **killed(rounds, nodes)}


def rate(deed: Callable[[], object], times: int, each: int) -> float:
    begun = perf_counter()
    for _ in range(times):
        deed()
    return times * each / (perf_counter() - begun)


def make_town(campaigns: int, batch: int) -> tuple[Callable[[], object], Callable[[], object], Callable[[], object]]:
    """What charges a batch of clicks, what charges one of views, and what has a node look at all campaigns."""
    from newsstand.advertisers.days import day_of
    from newsstand.advertisers.leases import Wish, take
    from newsstand.advertisers.models import Advertiser, Campaign
    from newsstand.advertisers.node import new_node
    from tests.advertisers.town import NOON, ad, funded
    from tests.advertisers.vault import a_campaign, a_charge, charged

    def town(pricing: str, bid: int) -> list[Campaign]:
        found = []
        for at in range(campaigns):
            one = Advertiser.objects.create(
                name=f"{pricing} {at % 20}", slug=f"{pricing}-{at}", payer="Bench", joined_at=NOON
            )
            funded(one, 10**12, key=f"{pricing}:{at}")
            found.append(a_campaign(one, bid=bid, total=10**12, pricing=pricing))
            ad(found[-1])
        return found

    by_clicks, by_views = town("cpc", 4_000), town("cpm", 5_000_000)
    day = day_of("UTC", NOON)
    wishes = [Wish(of.pk, day, 10**11, 1, None) for of in by_views]
    leases = {one.campaign: one.lease for one in take(wishes, node="bench", nodes=1, until=NOON, now=NOON)}
    numbers, node = count(1), new_node()

    def some(town: list[Campaign]) -> object:
        charges = []
        for number in (next(numbers) for _ in range(batch)):
            of = town[number % len(town)]
            owner = f"publisher:{number % OWNERS}"
            charges.append(a_charge(of, number, now=NOON, owner=owner, lease=leases.get(of.pk), day=day))
        return charged(charges, key=f"bench:{next(numbers)}", now=NOON)

    return lambda: some(by_clicks), lambda: some(by_views), lambda: node.refresh(NOON)


def make_bare() -> Callable[[], object]:
    """One row, and a statement that adds to it, committed each time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id bigint PRIMARY KEY, micros bigint)")
        cursor.execute("INSERT INTO bench_bare VALUES (1, 0)")

    def update() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE bench_bare SET micros = micros + 4000 WHERE id = 1")

    return update


def killed(rounds: int, nodes: int) -> dict[str, object]:
    """Nodes with wrong clocks lease, promise and book, and are killed; then everything is added up."""
    from django.db.models import F, Sum

    from newsstand.advertisers.leases import reclaim
    from newsstand.advertisers.models import Budget, Decision, Lease
    from newsstand.ledger.models import Entry
    from newsstand.lib import clock
    from tests.advertisers.killed_nodes import killed_nodes
    from tests.advertisers.town import ad, advertiser, funded
    from tests.advertisers.vault import a_campaign, as_decisions_say, hold_together

    one = funded(advertiser(zone="Australia/Lord_Howe"), 50_000_000)
    views = ad(a_campaign(one, bid=4_000_000, total=20_000_000, pricing="cpm"))
    clicks = ad(a_campaign(one, bid=1_000, total=20_000_000, pricing="cpc"))
    for at in steps("ad money kills", rounds):
        killed_nodes(nodes, views, clicks, seed=at, first=at * nodes)
        hold_together()
    later = clock.now() + timedelta(hours=3)
    while reclaim(now=later):
        pass
    hold_together()
    as_decisions_say()
    of_both = Budget.objects.filter(campaign__in=(views.campaign, clicks.campaign))
    spent = of_both.aggregate(all=Sum("spent"))["all"]
    wanted = Decision.objects.filter(charged__gt=0).aggregate(all=Sum("charged"))["all"]
    return {
        "nodes_killed": rounds * nodes,
        "decisions_charged": Decision.objects.filter(charged__gt=0).count(),
        "charges_less_decision_rows": spent - wanted,
        "budgets_overspent": of_both.filter(total__lt=F("spent") + F("leased")).count(),
        "leases_left_open": Lease.objects.filter(closed_at=None).count(),
        "all_entries": Entry.objects.aggregate(all=Sum("micros"))["all"],
    }


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

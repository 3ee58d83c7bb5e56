"""Nodes that lease, promise and book until they are killed: run by killed_nodes.py.

`python -m tests.advertisers.spending_node NODES FIRST VIEWED CLICKED`: how many processes, the number of the first, and
the ads of a campaign that pays for views and of one that pays for clicks. Each says its number once it has booked.
"""

import os
import sys
from datetime import datetime, timedelta
from itertools import count
from random import Random

import django
from django.conf import settings

PAGES_A_ROUND = 20
SEEN = 0.6
CLICKED = 0.5
LATEST = 3
# By how many seconds clocks are wrong.
SKEWS = (0, 300, -300, 120, -60, 0, 299, -299)


def main(nodes: int, first: int, viewed: int, clicked: int) -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
    django.setup()
    starter = os.getpid()
    for which in range(nodes):
        if os.fork() == 0:
            spend(first + which, SKEWS[which % len(SKEWS)], viewed, clicked, starter)
    for _ in range(nodes):
        os.wait()


def spend(number: int, skew: int, viewed: int, clicked: int, starter: int) -> None:
    """Until this process is killed, or whoever started it is gone."""
    from newsstand.advertisers.models import Ad
    from newsstand.advertisers.node import node
    from newsstand.lib import clock

    ads = [Ad.objects.select_related("campaign__advertiser").get(pk=pk) for pk in (viewed, clicked)]
    chance, decisions = Random(number), count(number * 10**9)
    waiting: list[tuple[int, list[object]]] = []
    for step in count():
        if os.getppid() != starter:
            os._exit(1)
        if step == LATEST + 1:
            # It has booked something. One write: what several processes print at once would be mixed.
            os.write(1, f"{os.getpid()}\n".encode())
        now = clock.now() + timedelta(seconds=skew)
        node().refresh(now)
        batch: list[object] = [*promised(ads[0], chance, decisions, now), *clicks(ads[1], chance, decisions, now)]
        # What is heard is booked now or some rounds later, as from files that wait.
        waiting.append((step + chance.randrange(LATEST), batch))
        due = [one for at, one in waiting if at <= step]
        waiting = [one for one in waiting if one[0] > step]
        for at, one in enumerate(due):
            book(one, ads, f"node:{number}:{step}:{at}", now)


def promised(ad: object, chance: Random, decisions: "count[int]", now: datetime) -> list[object]:
    """Views that were reserved and seen; many are reserved and not seen."""
    from newsstand.advertisers.days import day_of
    from newsstand.advertisers.node import node
    from tests.advertisers.vault import a_charge

    campaign = ad.campaign  # type: ignore[attr-defined]
    day = day_of(campaign.advertiser.zone, now)
    found: list[object] = []
    for _ in range(PAGES_A_ROUND):
        price = chance.randrange(campaign.bid // 2, campaign.bid + 1)
        lease = node().reserve(campaign.pk, day, -(-price // 1000), now)
        if lease is not None and chance.random() < SEEN:
            found.append(a_charge(campaign, next(decisions), now=now, day=day, lease=lease, price=price))
    return found


def clicks(ad: object, chance: Random, decisions: "count[int]", now: datetime) -> list[object]:
    from newsstand.advertisers.node import node
    from tests.advertisers.vault import a_charge

    campaign = ad.campaign  # type: ignore[attr-defined]
    if node().left(campaign.pk) <= 0:
        return []
    return [
        a_charge(campaign, next(decisions), now=now, owner=f"publisher:{chance.randrange(5)}")
        for _ in range(PAGES_A_ROUND)
        if chance.random() < CLICKED
    ]


def book(batch: list[object], ads: list[object], key: str, now: datetime) -> None:
    from tests.advertisers.vault import booked

    if batch:
        booked(batch, ads[0], key=key, now=now)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

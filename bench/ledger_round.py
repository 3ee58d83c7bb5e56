"""`python -m bench.ledger_round POSTS BATCH`: one database's figures as JSON, in this environment's installation.

A transaction moves money from a purse to an earner and the platform: one row, three entries, three balances, all
looked at by the database. A bare insert writes one row with a unique key into a table without anything.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import perf_counter

from bench.home import prepare
from bench.progress import steps

ROUNDS = 3
EARNERS = 1_000
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
# Writes so many things, of which the first has this number.
Deed = Callable[[int, int], None]


def main(posts: int, batch: int) -> dict[str, object]:
    """Ours and the bare insert in turn; the best of three rounds of each, because the machine does other things too."""
    prepare()
    post_some, insert_some = make_post(posts), make_bare()
    best: dict[str, float] = {}
    begin = 0
    for _ in steps("ledger", ROUNDS):
        for name, size, threads in (("one_by_one", 1, 1), (f"by_{batch}", batch, 1), ("eight_at_once", 1, 8)):
            for what, deed in (("posts", post_some), ("bare_inserts", insert_some)):
                key = f"{what}_a_second_{name}"
                best[key] = max(best.get(key, 0), rate(deed, posts, size, threads, begin))
                begin += posts
    figures: dict[str, object] = {key: round(value, 1) for key, value in best.items()}
    for key, value in best.items():
        if key.startswith("posts"):
            bare = best[key.replace("posts", "bare_inserts")]
            figures[key.replace("posts_a_second", "posts_to_bare")] = round(value / bare, 3)
    return {**figures, "everything_sums_to_zero": adds_up()}


def rate(deed: Deed, number: int, size: int, threads: int, begin: int) -> float:
    """Deeds a second, shared by so many threads with a connection each."""
    starts = range(begin, begin + number, size)

    def work(mine: range) -> None:
        from django.db import connection

        try:
            for start in mine:
                deed(start, size)
        finally:
            if threads > 1:
                connection.close()

    begun = perf_counter()
    if threads == 1:
        work(starts)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, [starts[at::threads] for at in range(threads)]))
    return len(starts) * size / (perf_counter() - begun)


def make_post(posts: int) -> Deed:
    """A purse that holds enough for all rounds, earners, and the platform."""
    from newsstand.ledger.accounts import account
    from newsstand.ledger.post import Posting, post, post_all

    def opened(kind: str, owner: str, *, never_negative: bool = True) -> int:
        return account(kind=kind, owner=owner, never_negative=never_negative, now=NOON).pk

    purse, platform = opened("purse", "advertiser"), opened("platform", "bench")
    earners = [opened("payable", f"earner:{number}") for number in range(EARNERS)]
    outside = account(kind="outside", owner="bench", never_negative=False, now=NOON)
    whole = 4_000 * posts * 3 * ROUNDS
    [given] = [account(kind="purse", owner="advertiser", never_negative=True, now=NOON)]
    post(key="bench", entries=[(outside, -whole), (given, whole)], at=NOON, memo="what the purse holds")

    def some(start: int, size: int) -> None:
        post_all(
            [
                Posting(
                    f"bench:{number}",
                    {purse: -4_000, earners[number % EARNERS]: 2_800, platform: 1_200},
                    NOON,
                    NOON.date(),
                    "one click",
                )
                for number in range(start, start + size)
            ]
        )

    return some


def make_bare() -> Deed:
    """A table with a key, and nothing that looks at what is written."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (key varchar(200) PRIMARY KEY, memo varchar(300), micros bigint)")

    def some(start: int, size: int) -> None:
        values = [value for number in range(start, start + size) for value in (f"bench:{number}", "one click", 4_000)]
        rows = ", ".join(["(%s, %s, %s)"] * size)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO bench_bare (key, memo, micros) VALUES {rows}", values)

    return some


def adds_up() -> bool:
    """Whether all balances together, and all entries, are zero."""
    from django.db.models import Sum

    from newsstand.ledger.models import Account, Entry

    balances = Account.objects.aggregate(all=Sum("balance"))["all"]
    return bool(balances == 0 == Entry.objects.aggregate(all=Sum("micros"))["all"])


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

"""`python -m bench.ad_events_round VIEWS CLICKS KILLS`: one database's figures as JSON, in this environment's home.

Events are written to the log as a web process does, and booked by `book.drain` as its thread does: parsed, judged,
charged, with the walls, the ledger, the decisions and all counters. A bare insert writes rows of the same width and
count into a table with a key and nothing else, by the same way, in the same batches. Beside each second by the clock
stands one of processor time, ours and that of our PostgreSQL process, which a busy machine changes less.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from bench.ad_events_town import NOON, click, make_town, offers, view
from bench.home import prepare
from bench.progress import steps

ROUNDS = 3
# As many views as a piece of the log holds.
AT_ONCE = 20_000


def main(views: int, clicks: int, kills: int) -> dict[str, object]:
    """Views and then their clicks, and bare inserts, in turn: the best of three, as the machine does other things."""
    prepare()
    town = make_town()
    make_bare()
    best: dict[str, float] = {}
    for at in steps("views and clicks", ROUNDS):
        begin = at * (views + clicks)
        seen = list(offers(town, views, begin))
        clicked = list(offers(town, clicks, begin + views, only="cpc"))
        rate([view(one) for one in clicked])
        figures = {
            **named("views", *rate([view(one) for one in seen])),
            **named("bare_inserts", *bare_rate(seen)),
            **named("clicks", *rate([click(one) for one in clicked])),
            **named("bare_inserts_as_many_as_clicks", *bare_rate(clicked, begin=views)),
        }
        best = {name: max(best.get(name, 0), value) for name, value in figures.items()}
    from bench.ad_events_killed import killed_again_and_again

    return {
        **{name: round(value) for name, value in best.items()},
        "views_to_bare_inserts": round(best["views_a_second"] / best["bare_inserts_a_second"], 3),
        "clicks_to_bare_inserts": round(best["clicks_a_second"] / best["bare_inserts_as_many_as_clicks_a_second"], 3),
        **totals(),
        **(killed_again_and_again(town, kills) if kills else {}),
    }


def named(what: str, by_clock: float, by_processor: float) -> dict[str, float]:
    return {f"{what}_a_second": by_clock, f"{what}_a_second_of_processor_time": by_processor}


def rate(events: Iterable[object]) -> tuple[float, float]:
    """Events booked a second, from the file to the commit; by the clock, and by the processors' time."""
    from newsstand.advertisers.book import drain
    from newsstand.advertisers.events import own_log

    number = 0
    for event in events:
        own_log().append(event)  # type: ignore[arg-type]
        number += 1
    return timed(number, lambda: drain(now=NOON + timedelta(seconds=10)))


def timed(number: int, deed: Callable[[], object]) -> tuple[float, float]:
    """So many things a second, by the clock and by the processors' time, when the deed does them all."""
    begun, spent = perf_counter(), processor_seconds()
    deed()
    return number / (perf_counter() - begun), number / (processor_seconds() - spent)


def processor_seconds() -> float:
    """What this process used so far, and the process of PostgreSQL that works for it."""
    from django.db import connection

    own = process_time()
    if connection.vendor != "postgresql":
        return own
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [number] = cursor.fetchone()
    # proc(5): after the name in parentheses, utime and stime are the twelfth and thirteenth.
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def make_bare() -> None:
    """A table with a key, of the same columns."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_decision AS SELECT * FROM advertisers_decision WHERE false")
        cursor.execute("CREATE UNIQUE INDEX bench_decision_key ON bench_decision (id)")


def bare_rate(seen: Sequence[object], *, begin: int = 0) -> tuple[float, float]:
    """Bare rows a second by the same way, as many at once as a piece of the log holds."""
    from django.db import transaction

    from newsstand.advertisers.book_rows import DECISION, whole
    from newsstand.advertisers.book_sql import insert
    from newsstand.advertisers.charge import NOTHING
    from newsstand.algorithms.ad_judge import Row

    rows = [whole(Row(one, begin), NOTHING, None) for one in seen]  # type: ignore[arg-type]

    def all_of_them() -> None:
        for start in range(0, len(rows), AT_ONCE):
            with transaction.atomic():
                insert("bench_decision", DECISION, rows[start : start + AT_ONCE])

    return timed(len(rows), all_of_them)


def totals() -> dict[str, object]:
    """Whether every charge is in a decision, in a day and in the books. Raises AssertionError where it is not."""
    from django.db.models import Sum

    from newsstand.advertisers.models import AdDay, Budget, Decision
    from newsstand.ledger.models import Account, Entry

    rows = Decision.objects.aggregate(all=Sum("charged"))["all"]
    days = AdDay.objects.aggregate(all=Sum("charged"))["all"]
    spent = Budget.objects.aggregate(all=Sum("spent"))["all"]
    books = Account.objects.filter(kind="clearing").aggregate(all=Sum("balance"))["all"]
    entries = Entry.objects.aggregate(all=Sum("micros"))["all"]
    if not rows == days == spent == books or entries:
        raise AssertionError(f"Not the same: decisions {rows}, days {days}, budgets {spent}, books {books}, {entries}.")
    return {"micros_charged": rows, "charged_in_rows_days_budgets_and_books_alike": True}


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

"""`python -m bench.thread_round COMMENTS VOTES PEOPLE EVERYTHING BLOCK TIMES`: one database's figures as JSON."""

import json
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from bench.conversation_rows import big_thread, fill_up, tidy
from bench.home import prepare

if TYPE_CHECKING:
    from newsstand.articles.models import Article


def main(comments: int, votes: int, people: int, everything: int, block: int, times: int) -> dict[str, object]:
    """Each order in the small database and in the large one; the whole thread beside them."""
    prepare()
    article = big_thread(comments, votes, people)
    tidy()
    small = orders(article, times)
    whole = round(median(spent(lambda: whole_thread(article), max(3, times // 10))), 1)
    fill_up(everything, block)
    tidy()
    large = orders(article, times)
    ratios = {name: round(large[name]["ms"] / small[name]["ms"], 2) for name in small}
    return {
        "deepest": deepest(article),
        "first_page": small,
        "whole_thread_ms": whole,
        "first_page_in_the_large_database": large,
        "large_to_small": ratios,
        "worst_large_to_small": max(ratios.values()),
        "whole_thread_to_first_page": round(whole / median(one["ms"] for one in small.values()), 1),
    }


def orders(article: "Article", times: int) -> dict[str, dict[str, Any]]:
    """Of each order: milliseconds (median and 95 of 100) and queries of the first page, and of the page after it."""
    from newsstand.comments.sorts import Sort

    found: dict[str, list[float]] = {sort.value: [] for sort in Sort}
    # In turn, so that what else the machine does meets all of them.
    for _ in range(times):
        for sort in Sort:
            found[sort.value] += spent(lambda sort=sort: first_page(article, sort), 1)  # type: ignore[misc]
    return {
        name: {
            "ms": round(median(some), 2),
            "p95_ms": round(sorted(some)[int(len(some) * 0.95)], 2),
            "queries": queries(article, name),
        }
        for name, some in found.items()
    }


def first_page(article: "Article", sort: str) -> Any:
    """As a page of the site loads it, for who is not signed in."""
    from newsstand.comments.sorts import Sort
    from newsstand.comments.thread import load
    from newsstand.lib.clock import now

    return load(article=article, viewer=None, sort=Sort(sort), now=now())


def whole_thread(article: "Article") -> int:
    """Every comment of the thread, in reading order: what sites without pages do."""
    from newsstand.algorithms.threads import reading_order
    from newsstand.comments.models import Comment

    rows = list(Comment.objects.filter(article=article).order_by("pk"))
    return len(list(reading_order({row.pk: row.parent_id for row in rows})))


def queries(article: "Article", sort: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        page = first_page(article, sort)
    assert page.shown
    return len(captured)


def deepest(article: "Article") -> int:
    from django.db.models import Max

    from newsstand.comments.models import Comment

    return int(Comment.objects.filter(article=article).aggregate(deepest=Max("depth"))["deepest"])


def spent(deed: Callable[[], object], times: int) -> list[float]:
    """Milliseconds, one for each time: of this process's CPU with SQLite, which works in it; of the clock otherwise."""
    from django.db import connection

    clock = process_time if connection.vendor == "sqlite" else perf_counter
    found = []
    for _ in range(times):
        begun = clock()
        deed()
        found.append(1000 * (clock() - begun))
    return found


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

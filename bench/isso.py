"""The first page of a thread of 1,000 comments: ours beside Isso, which is fetched into an environment of its own."""

import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.conversation import conversation
from bench.home import prepare
from bench.isso_server import THREAD, isso
from bench.processes import OTHER_CORE, ask, pin
from bench.progress import steps
from bench.servers import newsstand_web

if TYPE_CHECKING:
    from newsstand.articles.models import Article

COMMENTS, ROUNDS = 1_000, 15
QUICK = {"COMMENTS": 60, "ROUNDS": 2}
# What Isso's own script in a browser asks for as it comes: all beginnings of conversations, five answers to each.
AS_IT_COMES = {"uri": THREAD, "sort": "oldest", "nested_limit": 5, "offset": 0}
# The same amount as a page of ours: nobody's setting, for comparison alone.
AS_OURS = {**AS_IT_COMES, "limit": 20, "nested_limit": 3}
# A page that is kept is looked at again twice a second (newsstand/lib/pagecache.py).
UNTIL_LOOKED_AT = 0.6


def run() -> dict[str, object]:
    """Milliseconds from request to last byte: our page of comments, kept and made anew, and Isso's JSON, in turn."""
    home = prepare()
    from bench.conversation_rows import articles, store

    [article] = articles(1)
    said = conversation(COMMENTS, seed=1)
    store(article, said, 1)
    page = f"/a/{article.pk}/comments"
    with isso(home / "peers" / "isso", said) as peer, newsstand_web() as (site, _):
        pin(OTHER_CORE)
        cases: dict[str, tuple[str, Callable[[], None]]] = {
            "ours_kept": (site + page, lambda: keep(site + page)),
            "ours_made_anew": (site + page, lambda: change(article)),
            "ours_whole_article_made_anew": (site + article.get_absolute_url(), lambda: change(article)),
            "isso_as_it_comes": (f"{peer}/?{urlencode(AS_IT_COMES)}", nothing),
            "isso_asked_for_as_little_as_ours": (f"{peer}/?{urlencode(AS_OURS)}", nothing),
        }
        spent, sizes = in_turn(cases)
    ms = {name: median(times) for name, times in spent.items()}
    return {
        "comments": COMMENTS,
        **{f"{name}_ms": round(value, 2) for name, value in ms.items()},
        **{f"{name}_worst_ms": round(max(times), 2) for name, times in spent.items()},
        **{f"{name}_bytes": size for name, size in sizes.items()},
        "isso_to_ours_kept": round(ms["isso_as_it_comes"] / ms["ours_kept"], 1),
        "isso_to_ours_made_anew": round(ms["isso_as_it_comes"] / ms["ours_made_anew"], 1),
        "isso_asked_for_as_little_to_ours_made_anew": round(
            ms["isso_asked_for_as_little_as_ours"] / ms["ours_made_anew"], 2
        ),
    }


def in_turn(cases: dict[str, tuple[str, Callable[[], None]]]) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Each case once a round, so that what else the machine does meets all; the first round only warms up."""
    spent: dict[str, list[float]] = {name: [] for name in cases}
    sizes: dict[str, int] = {}
    for number in steps("isso", ROUNDS + 1):
        for name, (address, before) in cases.items():
            before()
            begun = time.perf_counter()
            status, _, body = ask(address)
            took = 1000 * (time.perf_counter() - begun)
            assert status == 200, (address, status)
            sizes[name] = len(body)
            if number:
                spent[name].append(took)
    return spent, sizes


def nothing() -> None:
    """Isso keeps nothing: each answer is made anew."""


def keep(address: str) -> None:
    """Somebody has just looked at it."""
    ask(address)


def change(article: "Article") -> None:
    """Somebody changed the thread: no page of it that was kept may be given any more."""
    from newsstand.lib.stamps import touch

    touch([f"article:{article.pk}"])
    time.sleep(UNTIL_LOOKED_AT)

"""An article page with 50 comments for a visitor who is not signed in, beside nginx serving the same bytes."""

import time
from statistics import median
from typing import TYPE_CHECKING

import psutil

from bench.home import prepare
from bench.load import Load, load
from bench.processes import OTHER_CORE, ask, pin
from bench.progress import steps
from bench.servers import newsstand_web, nginx

if TYPE_CHECKING:
    from newsstand.articles.models import Article

COMMENTS = 50
ROUNDS = 5
NEW_COMMENTS = 7
# Enough that both servers always have work, as on a busy evening; and few, as most of the time.
BUSY = 32
QUIET = 2

Server = tuple[str, psutil.Process]


def run() -> dict[str, object]:
    """Requests a CPU-second and p99 of both; milliseconds until a new comment is on the page for everybody."""
    home = prepare()
    from bench.towns import article

    shown = article(COMMENTS)
    with newsstand_web() as (site, process):
        page = site + shown.get_absolute_url()
        _, headers, body = ask(page)
        packed = ask(page, accept_encoding="gzip")[2]
        with nginx(home / "nginx", body, headers) as beside:
            figures = side_by_side((page, process), beside)
        pin(OTHER_CORE)
        waited = [until_visible(page, shown, number) for number in range(NEW_COMMENTS)]
    return {
        "comments": COMMENTS,
        "bytes": len(body),
        "gzip_bytes": len(packed),
        "connections": BUSY,
        "quiet_connections": QUIET,
        **figures,
        "new_comment_visible_ms": round(median(waited)),
        "new_comment_visible_worst_ms": round(max(waited)),
    }


def cases(address: str) -> dict[str, tuple[dict[str, str], int]]:
    """By name: what a visitor asks with, and over how many connections."""
    tag = ask(address)[1]["etag"]
    return {
        "": ({}, BUSY),
        "gzip_": ({"Accept-Encoding": "gzip"}, BUSY),
        "not_modified_": ({"If-None-Match": tag}, BUSY),
        "quiet_": ({}, QUIET),
    }


def side_by_side(ours: Server, beside: Server) -> dict[str, object]:
    """All cases, ours and nginx in turn, medians of the rounds."""
    asked = {"": cases(ours[0]), "nginx_": cases(beside[0])}
    seen: dict[str, list[Load]] = {}
    for number in steps("article_page", ROUNDS + 1):
        for case in asked[""]:
            for who, server in (("", ours), ("nginx_", beside)):
                headers, connections = asked[who][case]
                one = load(*server, headers, connections=connections)
                # The first round only warms up.
                if number:
                    seen.setdefault(who + case, []).append(one)
    cost = {name: median(one.per_cpu_second for one in runs) for name, runs in seen.items()}
    return {
        **{f"{name}requests_per_cpu_second": round(each) for name, each in cost.items()},
        "ratio_to_nginx_per_cpu_second": round(cost[""] / cost["nginx_"], 3),
        "gzip_ratio_to_nginx_per_cpu_second": round(cost["gzip_"] / cost["nginx_gzip_"], 3),
        **{f"{name}p99_ms": round(median(one.p99_ms for one in runs), 2) for name, runs in seen.items()},
    }


def until_visible(page: str, shown: "Article", number: int) -> float:
    """Milliseconds from a comment's commit, in this process, until the page that the web server gives shows it."""
    from bench.towns import reader
    from newsstand.comments.write import post
    from newsstand.lib.clock import now

    words = f"Seen by everybody, number {number}."
    # Somewhere else in the page's half second each time.
    time.sleep(0.6 + 0.07 * number)
    ask(page)
    time.sleep(0.07 * number)
    post(article=shown, user=reader("Somebody new"), text=words, now=now())
    start = time.perf_counter()
    while words.encode() not in ask(page)[2]:
        time.sleep(0.005)
    return 1000 * (time.perf_counter() - start)

"""`python -m bench.dashboard_round ARTICLES DAYS TIMES`: one database's figures of a publisher's desk, as JSON."""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench.conversation_rows import tidy
from bench.home import CannotMeasureError, prepare

if TYPE_CHECKING:
    from django.test import Client

    from newsstand.publishers.models import Publisher

# An article is read for so many days, half as often each day as the day before.
READ_DAYS = 10
SMALLER = 100
SOURCES = ("direct", "search", "feed", "here:front", "here:story", "facebook.com", "example.org", "unknown")
PAGES = {
    "figures_7_days": "?days=7",
    "figures_28_days": "?days=28",
    "figures_a_year": "?days=365",
    "articles": "/articles",
    "articles_found_by_headline": "/articles?q=report+9",
    "contract": "/contract",
    "csv_of_a_year": "/figures.csv?days=365",
}


def main(articles: int, days: int, times: int) -> dict[str, object]:
    """Each page of a large and of a small publisher, and the sums that the counters save."""
    prepare()
    large, small = make("large", articles, days), make("small", max(10, articles // SMALLER), days)
    tidy()
    pages = {name: pages_of(publisher, times) for name, publisher in (("large", large), ("small", small))}
    for name, one in pages["large"].items():
        if one["queries"] != pages["small"][name]["queries"]:
            raise CannotMeasureError(f"{name} costs {one['queries']} queries, and fewer for fewer articles.")
    return {
        **pages["large"],
        "for_a_hundredth_of_the_articles": {name: one["ms"] for name, one in pages["small"].items()},
        "summing_a_year_at_view_time_ms": summed(large, days, times),
        "the_same_from_counters_ms": kept(large, days, times),
    }


def make(slug: str, count: int, days: int) -> "Publisher":
    """A publisher whose articles came evenly over the days, with a feed, its items, and an owner."""
    from newsstand.articles.models import Article
    from newsstand.ingest.models import Item
    from newsstand.lib.clock import now
    from newsstand.publishers.models import Contract, Feed, Membership, Publisher
    from tests import people

    moment = now()
    publisher = Publisher.objects.create(name=f"The {slug} paper", slug=slug, joined_at=moment)
    Contract.objects.create(publisher=publisher)
    Membership.objects.create(publisher=publisher, user=people.cy(), since=moment)
    feed = Feed.objects.create(
        publisher=publisher, address=f"https://{slug}.example/feed", next_check_at=moment, checked_at=moment
    )
    rows = []
    for number in range(count):
        at = moment - timedelta(days=number * days / count, hours=1)
        rows.append(
            Article(publisher=publisher, headline=f"Report {number} of the harbour", slug=f"report-{number}",
                    body="<p>Text.</p>", text="Text.", published_at=at, received_at=at, revised_at=at)
        )  # fmt: skip
    made = Article.objects.bulk_create(rows, batch_size=500)
    Item.objects.bulk_create(
        [
            Item(feed=feed, key=str(at), title=one.headline, outcome="rejected" if at % 20 == 0 else "accepted",
                 reason="It has no text." if at % 20 == 0 else "", article=one, first_seen_at=one.received_at,
                 decided_at=one.received_at)
            for at, one in enumerate(made)
        ],
        batch_size=100,
    )  # fmt: skip
    make_reads(publisher, made)
    return publisher


def make_reads(publisher: "Publisher", articles: "list[Any]") -> None:
    """Counters as counting leaves them, added by what adds real ones."""
    from django.db import transaction

    from newsstand.lib.clock import now
    from newsstand.reads.add import add
    from newsstand.reads.count import Owned

    today = now().date()
    sums: defaultdict[tuple[int, date], Counter[str]] = defaultdict(Counter)
    sources: Counter[tuple[int, date, str]] = Counter()
    for number, article in enumerate(articles):
        first = article.published_at.date()
        for later in range(READ_DAYS):
            day, reads = first + timedelta(days=later), (200 + number % 300) >> later
            if day > today or not reads:
                break
            sums[article.pk, day].update(reads=reads, finished=reads * 2 // 5, referrals=reads // 12)
            sources[article.pk, day, SOURCES[(number + later) % len(SOURCES)]] += reads
    with transaction.atomic():
        add(sums, sources, {one.pk: Owned(None, None, None, publisher.pk) for one in articles})


def pages_of(publisher: "Publisher", times: int) -> dict[str, dict[str, Any]]:
    """Of each page: median and slowest milliseconds through Django's test client, and queries, the session's too."""
    from django.test import Client

    from tests import people

    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(people.cy(), "allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for name, path in PAGES.items():
        address = f"/publishers/{publisher.slug}{path}"
        # The first time, templates are read.
        look(browser, address)
        spent = [milliseconds(lambda: look(browser, address)) for _ in range(times)]  # noqa: B023 (called at once)
        found[name] = {
            "ms": round(median(spent), 1),
            "slowest_ms": round(max(spent), 1),
            "queries": queries(browser, address),
        }
    return found


def look(browser: "Client", address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise CannotMeasureError(f"{address} answered {answer.status_code}.")


def queries(browser: "Client", address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        look(browser, address)
    return len(captured)


def milliseconds(deed: Callable[[], object]) -> float:
    begun = perf_counter()
    deed()
    return 1000 * (perf_counter() - begun)


def summed(publisher: "Publisher", days: int, times: int) -> float:
    """What the chart would cost if a publisher's days were added up from its articles' when somebody looks."""
    from django.db.models import Sum

    from newsstand.lib.clock import now
    from newsstand.reads.models import ArticleDay

    first = now().date() - timedelta(days=days)
    rows = ArticleDay.objects.filter(article__publisher=publisher, day__gte=first).values("day")
    sums = rows.annotate(all_reads=Sum("reads"), all_finished=Sum("finished")).order_by("day")
    return round(median(milliseconds(lambda: list(sums.all())) for _ in range(times)), 1)


def kept(publisher: "Publisher", days: int, times: int) -> float:
    from newsstand.lib.clock import now
    from newsstand.reads.numbers import days as days_of

    last = now().date()
    first = last - timedelta(days=days)
    return round(
        median(milliseconds(lambda: days_of(publisher=publisher.pk, first=first, last=last)) for _ in range(times)), 1
    )


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))

"""A signed-in reader's front page out of 100,000 live articles: ranking alone, and the page from the server."""

import time
from datetime import datetime, timedelta
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.home import CannotMeasureError, prepare
from bench.processes import OTHER_CORE, pin
from bench.progress import steps
from bench.servers import newsstand_web
from bench.signed_in import milliseconds

if TYPE_CHECKING:
    from newsstand.accounts.models import User
    from newsstand.algorithms.ranking import Reader
    from newsstand.articles.models import Article
    from newsstand.publishers.models import Publisher
    from newsstand.ranking.models import Candidate

ARTICLES = 100_000
PUBLISHERS = 800
TOPICS = 5000
SECTIONS = 8
RANKED = 400
BATCH = 5000


def run() -> dict[str, object]:
    """Milliseconds of ranking alone and of the whole page, the pool's filling and memory, and the page's queries."""
    prepare()
    from bench.towns import reader, session_of
    from newsstand.lib.clock import now

    present = now()
    fill_tables(present)
    somebody = reader("Reader 1")
    make_reader(somebody, present)
    figures = ranking_alone(present)
    figures["queries_a_page"] = queries(somebody)
    with newsstand_web() as (site, _):
        pin(OTHER_CORE)
        spent = milliseconds(site, "/", f"sessionid={session_of(somebody)}")
    figures["page_p50_ms"] = round(median(spent), 1)
    figures["page_p99_ms"] = round(quantiles(spent, n=100)[98], 1)
    return figures


def ranking_alone(present: datetime) -> dict[str, object]:
    """All parts of the page for readers of many kinds, from the pool in memory."""
    from newsstand.ranking.keep import kept
    from newsstand.ranking.live import Live
    from newsstand.ranking.sheets import Wanted, bucket, sheets
    from newsstand.topics.models import Topic

    process, draw = Live(), Random(3)
    start = time.perf_counter()
    live = process.ask(len, now=present)
    filled = time.perf_counter() - start
    if live != ARTICLES:
        raise CannotMeasureError(f"{live} candidates are live instead of {ARTICLES}.")
    sections = dict(Topic.objects.filter(section__isnull=False).values_list("slug", "pk"))
    ranked, stored = [], []
    for number in steps("front_page: ranking", RANKED):
        wanted = Wanted(f"reader:{number}", a_reader(draw), sections, is_personal=True)
        start = time.perf_counter()
        made = process.ask(lambda pool, for_whom=wanted: sheets(pool, for_whom, now=present), now=present)
        ranked.append(1000 * (time.perf_counter() - start))
        start = time.perf_counter()
        kept(wanted.page, made, user=None, at=bucket(present))
        stored.append(1000 * (time.perf_counter() - start))
    return {
        "live_articles": live,
        "ranking_p50_ms": round(median(ranked), 2),
        "ranking_p99_ms": round(quantiles(ranked, n=100)[98], 2),
        "making_the_order_ready_to_store_p50_ms": round(median(stored), 2),
        "filling_the_pool_once_s": round(filled, 1),
    }


def a_reader(draw: Random) -> "Reader":
    """Somebody with a place, two dozen follows and thirty beliefs."""
    from newsstand.algorithms.ranking import Reader

    return Reader(
        place=(draw.uniform(45, 55), draw.uniform(0, 15)),
        publishers=frozenset(draw.sample(range(1, PUBLISHERS + 1), 10)),
        topics=frozenset(draw.sample(range(1, TOPICS), 15)),
        likes_topics={draw.randrange(1, TOPICS): round(draw.uniform(-1, 1), 2) for _ in range(20)},
        likes_publishers={draw.randrange(1, PUBLISHERS + 1): round(draw.random(), 2) for _ in range(10)},
        seen=frozenset(draw.sample(range(1, ARTICLES), 200)),
    )


def fill_tables(present: datetime) -> None:
    """Publishers, sections, towns, articles of the last week, and a candidate for each."""
    from newsstand.articles.models import Article
    from newsstand.publishers.models import Contract, Publisher
    from newsstand.ranking.models import Candidate, Watermark
    from newsstand.topics.models import Topic

    draw = Random(1)
    papers = [Publisher(name=f"Paper {n}", slug=f"paper-{n}", joined_at=present) for n in range(PUBLISHERS)]
    Publisher.objects.bulk_create(papers)
    Contract.objects.bulk_create([Contract(publisher=one) for one in papers])
    Topic.objects.bulk_create(
        [Topic(name=f"Topic {n}", slug=f"topic-{n}", section=n if n < SECTIONS else None) for n in range(TOPICS)]
    )
    for batch in steps("front_page: articles", ARTICLES // BATCH):
        rows = [an_article(batch * BATCH + n, papers, present, draw) for n in range(BATCH)]
        Article.objects.bulk_create(rows, batch_size=500)
        Candidate.objects.bulk_create([a_candidate(row, draw, present) for row in rows], batch_size=500)
    Watermark.objects.bulk_create(
        [
            Watermark(name="candidates", value=1),
            Watermark(name="articles", value=ARTICLES),
            Watermark(name="epoch", value=7),
        ]
    )


def an_article(number: int, papers: "list[Publisher]", present: datetime, draw: Random) -> "Article":
    """An article of the last six days."""
    from newsstand.articles.models import Article

    at = present - timedelta(minutes=draw.random() * 6 * 24 * 60)
    return Article(
        publisher=papers[number % PUBLISHERS],
        headline=f"What was said in the hall on day {number} and who said it",
        slug=f"what-was-said-{number}",
        summary="The council met for three hours and left the old ferry landing for the end.",
        published_at=at,
        received_at=at,
        revised_at=at,
    )


def a_candidate(row: "Article", draw: Random, present: datetime) -> "Candidate":
    """What the worker would have written about it."""
    from newsstand.algorithms.orders import without_defaults
    from newsstand.algorithms.ranking import Candidate as Numbers
    from newsstand.algorithms.ranking import base
    from newsstand.ranking.candidates import NO_CANDIDATE, plain
    from newsstand.ranking.models import Candidate
    from newsstand.ranking.numbers import hours

    numbers = Numbers(
        id=0,
        article=row.pk,
        hour=hours(row.published_at),
        outlets=min(40, int(draw.paretovariate(1.6))),
        shown=round(draw.random() * 400, 1),
        opened=round(draw.random() * 60, 1),
        read=round(draw.random() * 30, 1),
        comments=int(draw.paretovariate(1.2)) - 1,
        rate=round(draw.random() * 30, 2),
        publisher=row.publisher_id or 0,
        publishers=(row.publisher_id or 0,),
        authors=(draw.randrange(1, 4000),),
        topics=tuple(sorted((topic, round(draw.random(), 2)) for topic in draw.sample(range(1, TOPICS), 5))),
        places=((round(draw.uniform(45, 55), 3), round(draw.uniform(0, 15), 3), 0.9),),
    )
    return Candidate(
        article_id=row.pk,
        published_at=row.published_at,
        base=base(numbers),
        numbers=plain(without_defaults(numbers, NO_CANDIDATE)),
        version=1,
        checked_at=present,
    )


def make_reader(user: "User", present: datetime) -> None:
    """The same kind of reader, in the tables."""
    from newsstand.publishers.models import Publisher
    from newsstand.readers.models import Affinity, Follow, FrontPage
    from newsstand.topics.models import Topic

    draw = Random(5)
    topics, papers = list(Topic.objects.all()[:TOPICS]), list(Publisher.objects.all())
    place = Topic.objects.create(name="Town", slug="town", kind="place", latitude=51.0, longitude=7.0)
    FrontPage.objects.create(user=user, place=place)
    Follow.objects.bulk_create([Follow(user=user, topic=one, since=present) for one in draw.sample(topics, 15)])
    Follow.objects.bulk_create([Follow(user=user, publisher=one, since=present) for one in draw.sample(papers, 10)])
    likes = [
        Affinity(user=user, topic=one, strength=round(draw.uniform(-1, 1), 2), liked=1, met=2, changed_at=present)
        for one in draw.sample(topics, 30)
    ]
    Affinity.objects.bulk_create(likes)


def queries(user: "User") -> int:
    """How many queries Django makes for the page, the session's and the visitor's among them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    # The first time, templates are read and the pool is filled.
    browser.get("/")
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get("/")
    if answer.status_code != 200 or "For you" not in answer.content.decode():
        raise CannotMeasureError(f"/ answered {answer.status_code} and not as to a signed-in reader.")
    return len(captured)

"""How often the town's ads were seen and clicked: invented, and chosen, heard, charged and counted as any others."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.advertisers.book import book
from newsstand.advertisers.choose import Filled, choose
from newsstand.advertisers.contexts import context_row
from newsstand.advertisers.models import Decision
from newsstand.advertisers.node import node
from newsstand.advertisers.slots import ON_PAGE
from newsstand.advertisers.token_keys import keys
from newsstand.algorithms.ad_log import CLICK, VIEW, Asked, Heard
from newsstand.algorithms.ad_tokens import EPOCH, read
from newsstand.articles.models import Article
from newsstand.demo.reads import digits, number
from newsstand.demo.server import DemoServer
from newsstand.pages.ads.contexts import about_page, forget

A_DAY = timedelta(days=1)
DAYS = 8
# At most so many readers of an article a day see its ads, of whom so many in a thousand click.
MOST_READERS = 9
SEEN, CLICKED = 640, 35
FRONT_PAGES = 40
# Who looks at a page does so together with others: what is known of all ads is made anew for each second.
ROUND = timedelta(hours=3)
SECONDS_TO_SEE, SECONDS_TO_CLICK = timedelta(seconds=6), timedelta(seconds=19)


def fill_views(server: DemoServer) -> None:
    """Let the town see its shops' ads in the last days, once: where anything was seen already nothing is added."""
    if Decision.objects.exists():
        return
    forget()
    for day in range(DAYS, 0, -1):
        begins = server.started_at - day * A_DAY
        heard: list[Heard] = []
        asked: list[Asked] = []
        pages = sorted((at, kind, which) for kind, which, at in pages_of(begins, begins + A_DAY))
        for place, (at, kind, which) in enumerate(pages):
            rounded = begins + ((at - begins) // ROUND + 1) * ROUND
            look_at(kind, which, rounded + place * timedelta(microseconds=100), f"{day}:{place}", heard, asked)
        with transaction.atomic():
            book(heard, asked, key=f"demo:{begins:%Y%m%d%H%M}", now=server.started_at)
    node().give_back(server.started_at)
    forget()


def pages_of(begins: datetime, ends: datetime) -> Iterator[tuple[str, str, datetime]]:
    """The pages that somebody looked at between two moments, each with its own: (kind, which, when)."""
    articles = Article.objects.published(ends).filter(published_at__gt=ends - 4 * A_DAY).order_by("pk")
    for pk, headline, published_at in articles.values_list("pk", "headline", "published_at"):
        since = max(begins, published_at + timedelta(minutes=2))
        for reader in range(number(f"{headline}:{ends - published_at > A_DAY}", MOST_READERS)):
            at = since + (ends - since) * (number(f"{headline}:{begins:%j}:{reader}", 1000) / 1000)
            if since < at < ends:
                yield "article", str(pk), at
    for reader in range(FRONT_PAGES):
        yield "front", "", begins + A_DAY * (number(f"front:{begins:%j}:{reader}", 1000) / 1000)


def look_at(kind: str, which: str, at: datetime, key: str, heard: list[Heard], asked: list[Asked]) -> None:
    """One page: its slots are filled, and what becomes of the ads is added to `heard`, what was asked to `asked`."""
    about = about_page(kind, which, now=at)
    slots = ON_PAGE[kind]
    mark = digits(key)[:12]
    filled = choose(
        page=kind, slots=slots, context=about.context, owner=about.owner, article=about.article, without=(),
        seed=number(key, 2**63), mark=mark, now=at,
    )  # fmt: skip
    here = {one.slot.key for one in filled}
    context = context_row(about.context).pk
    asked += [Asked(micros_of(at), context, slot, slot in here) for slot in slots]
    for place, one in enumerate(filled):
        heard += events_of(one, at, f"{key}:{place}", mark)


def events_of(one: Filled, at: datetime, key: str, mark: str) -> Iterator[Heard]:
    """A view, of most ads, and a click of a few."""
    offer = read(one.token, keys=keys(), now=at)
    if number(f"{key}:seen", 1000) >= SEEN:
        return
    yield Heard(VIEW, micros_of(at + SECONDS_TO_SEE), "", mark, mark, offer)
    if number(f"{key}:clicked", 1000) < CLICKED:
        yield Heard(CLICK, micros_of(at + SECONDS_TO_CLICK), "", mark, mark, offer)


def micros_of(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)

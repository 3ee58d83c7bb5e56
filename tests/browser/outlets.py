"""A publisher's own pages with everything on them: figures, something contested, refused, taken down and changed."""

from collections.abc import Callable
from datetime import timedelta

from newsstand.algorithms.read_sources import LABELS
from newsstand.articles.models import Article
from newsstand.lib.clock import now
from newsstand.publishers.models import FeedEvent
from newsstand.publishers_desk.change_contract import change_contract, latest_change
from newsstand.publishers_desk.leave import leave
from newsstand.publishers_desk.make_export import ask_export
from newsstand.publishers_desk.models import TakeDown
from newsstand.publishers_desk.take_down import articles_of, take_down
from newsstand.reads.models import ArticleDay, ArticleMonth, ArticleTotal, PublisherDay, PublisherSource
from tests import people
from tests.browser.coverage import covered
from tests.browser.town import Town

DESK = "/publishers/ferry-post"


def figured(town: Town, path: str = DESK) -> str:
    """A page of a publisher that was read for four weeks, by robots too, and changed its contract twice."""
    if PublisherDay.objects.filter(publisher=town.publisher).exists():
        return path
    covered(town)
    today = now().date()
    for ago in range(28):
        counts = {"reads": 90 + (ago * 37) % 110, "finished": 40 + (ago * 17) % 50, "referrals": ago % 9, "robots": 12}
        day = today - timedelta(days=ago)
        PublisherDay.objects.get_or_create(publisher=town.publisher, day=day, defaults=counts)
        for number, source in enumerate([*LABELS][:6]):
            kept = {"reads": 9 * (7 - number)}
            PublisherSource.objects.get_or_create(publisher=town.publisher, day=day, source=source, defaults=kept)
    for number, article in enumerate(Article.objects.filter(publisher=town.publisher).newest()[:12]):
        counts = {"reads": 900 // (number + 1), "finished": 400 // (number + 1), "referrals": 9}
        ArticleDay.objects.get_or_create(article=article, day=today, defaults=counts)
        ArticleMonth.objects.get_or_create(article=article, month=today.replace(day=1), defaults=counts)
        ArticleTotal.objects.get_or_create(article=article, defaults={**counts, "publisher": town.publisher})
    for terms in ({"licence": "CC BY 4.0"}, {"excerpt_words": 120, "embargo_minutes": 30}):
        seen = latest_change(town.publisher)
        change_contract(publisher=town.publisher, terms=terms, seen=seen, by=people.cy(), now=now())
    feed = town.publisher.feeds.get()
    FeedEvent.objects.create(feed=feed, kind="failed", text=f"It fails. {'x' * 150}", at=now())
    FeedEvent.objects.create(feed=feed, kind="paused", by=people.cy(), at=now())
    return path


def taken(town: Town) -> str:
    """Where two articles that were taken down can be brought back."""
    figured(town)
    found = TakeDown.objects.first()
    some = articles_of(town.publisher).filter(pk__in=articles_of(town.publisher).newest().values("pk")[8:10])
    reason = "The source took it back."
    made = found or take_down(publisher=town.publisher, articles=some, reason=reason, by=people.cy(), now=now())
    return made.get_absolute_url()


def exported(town: Town) -> str:
    """Where a file is being made."""
    ask_export(publisher=town.publisher, by=people.cy(), now=now())
    return f"{DESK}/export"


def left(town: Town) -> str:
    """Where a publisher that has left may come back; its articles stay."""
    leave(publisher=town.publisher, articles="kept", name=town.publisher.name, by=people.cy(), now=now())
    return f"{DESK}/leave"


# By the name of the page: where it is.
PATHS: dict[str, Callable[[Town], str]] = {
    "a publisher's figures": figured,
    "a publisher's articles": lambda town: figured(town, f"{DESK}/articles"),
    "articles taken down": taken,
    "a publisher's contract": lambda town: figured(town, f"{DESK}/contract"),
    "a publisher's feeds": lambda town: figured(town, f"{DESK}/feeds"),
    "taking everything along": exported,
    "leaving": lambda _: f"{DESK}/leave",
    "having left": left,
}

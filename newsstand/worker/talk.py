"""What the worker does for comments: every few minutes, how often they were seen since the last time."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsstand.articles.models import Article
from newsstand.comments.measure import Opened, measure
from newsstand.comments.models import Audience
from newsstand.lib.leases import in_thread
from newsstand.ranking.models import Reading

EVERY = timedelta(minutes=3)
# A thread is active for so long after somebody opened its article.
ACTIVE = timedelta(hours=2)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Talk:
    """The step, and when it was done last."""

    clock: Callable[[], datetime]
    measured_at: datetime = LONG_AGO

    async def step(self) -> bool:
        """Measure the active threads when it is time; False, because there is nothing more to do at once."""
        now = self.clock()
        if now - self.measured_at >= EVERY:
            self.measured_at = now
            await in_thread(measure_active, now=now)
        return False


def measure_active(*, now: datetime) -> int:
    """Fold what was seen into the comments of every active thread; how many there were. A transaction each."""
    articles = list(Article.objects.filter(pk__in=active(now), comment_count__gt=0).only("id").order_by("id"))
    hours = opened([article.pk for article in articles], now)
    for article in articles:
        measure(article=article, opened=Opened(hours[article.pk]), now=now)
    return len(articles)


def active(now: datetime) -> set[int]:
    """Articles that were opened lately: where nobody was, nothing was seen."""
    lately = Reading.objects.filter(hour__gte=now - ACTIVE, opened__gt=0)
    return set(lately.values_list("article", flat=True))


def opened(articles: list[int], now: datetime) -> defaultdict[int, dict[datetime, float]]:
    """How often each of the articles was opened, by the hour, since it was measured last."""
    found: defaultdict[int, dict[datetime, float]] = defaultdict(dict)
    for at in range(0, len(articles), 400):
        some = articles[at : at + 400]
        since = dict(Audience.objects.filter(article__in=some).values_list("article", "hour"))
        oldest = min(since.values(), default=now - ACTIVE)
        rows = Reading.objects.filter(article__in=some, hour__gte=oldest)
        for article, hour, number in rows.values_list("article", "hour", "opened"):
            found[article][hour] = number
    return found

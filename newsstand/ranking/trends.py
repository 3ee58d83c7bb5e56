"""What is rising for its size is counted anew every few minutes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from newsstand.algorithms.crowds import outlets_evidence
from newsstand.algorithms.trending import LEAST_OUTLETS, Counts, Rise, rise
from newsstand.articles.models import Copy, may_be_seen
from newsstand.lib.stamps import touch
from newsstand.ranking.models import Reading, Trend
from newsstand.topics.models import ArticlePlace, Mention

WINDOW = timedelta(hours=8)
PAST = timedelta(days=7)
EVERY = timedelta(minutes=10)
MOST_EACH = 12
# Places with fewer articles in the window have no trends of their own.
LEAST_AT_A_PLACE = 5
MOST_PLACES = 60
LEAST_WEIGHT = 0.15

# Of one mention: the topic, the outlet, the article, and how many windows ago.
Told = tuple[int, int, int, int]


def count_trends(*, now: datetime) -> int:
    """Count what is rising now, everywhere and by place; returns how many trends there are.

    1. Load: the mentions of the window and its past, copies left out, and the reading of their articles.
    2. Decide: how surprising each topic's count is (algorithms.trending).
    3. Save: the most surprising in the place of what was there. The front page hears of it when the topics differ.
    """
    told = mentions(now)
    readers = readers_of(now)
    at = places_of({article for _, _, article, ago in told if ago == 0})
    found: list[tuple[int | None, int, Rise]] = [(None, topic, one) for topic, one in rising(told, readers)]
    for place, articles in at.items():
        here = [row for row in told if row[3] > 0 or row[2] in articles]
        local = rising(past_of_place(here, place, now), readers)
        found += [(place, topic, one) for topic, one in local if topic != place]
    with transaction.atomic():
        before: set[tuple[int, int | None]] = set(Trend.objects.values_list("topic_id", "place_id"))
        Trend.objects.all().delete()
        Trend.objects.bulk_create(
            [
                Trend(topic_id=topic, place_id=place, score=one.score, numbers=rounded(one), counted_at=now)
                for place, topic, one in found
            ],
            batch_size=200,
        )
        if before != {(topic, place) for place, topic, _ in found}:
            touch(["front"])
    return len(found)


def rounded(one: Rise) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(one).items()}


def mentions(now: datetime) -> list[Told]:
    """The mentions of now and of the past of those topics that more than one outlet mentions now."""
    shown = Mention.objects.shown().filter(may_be_seen(now, via="article__"), topic__section=None)
    told = shown.filter(article__publisher__isnull=False).exclude(article__in=Copy.objects.values("article"))
    told = told.exclude(weight__gt=0, weight__lt=LEAST_WEIGHT)
    recent = told.filter(published_at__gt=now - WINDOW, published_at__lte=now)
    outlets: dict[int, set[int]] = defaultdict(set)
    for topic, outlet in recent.values_list("topic_id", "article__publisher_id"):
        outlets[topic].add(outlet)
    wanted = [topic for topic, who in outlets.items() if len(who) >= LEAST_OUTLETS]
    rows = told.filter(topic__in=wanted, published_at__gt=now - WINDOW - PAST, published_at__lte=now)
    return [
        (topic, outlet, article, int((now - at) / WINDOW))
        for topic, outlet, article, at in rows.values_list(
            "topic_id", "article__publisher_id", "article_id", "published_at"
        )
    ]


def readers_of(now: datetime) -> dict[tuple[int, int], float]:
    """(article, windows ago) -> readers, weighed."""
    rows = Reading.objects.filter(hour__gt=now - WINDOW - PAST, hour__lte=now)
    found: Counter[tuple[int, int]] = Counter()
    for article, hour, opened in rows.values_list("article_id", "hour", F("opened")):
        found[article, int((now - hour) / WINDOW)] += opened
    return dict(found)


def places_of(articles: set[int]) -> dict[int, set[int]]:
    """Place -> its articles of the window, for the places that have the most; those around a place count, too."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ArticlePlace.objects.right().filter(article__in=articles)
    for article, place in rows.values_list("article_id", "place_id"):
        found[place].add(article)
    full = [(place, here) for place, here in found.items() if len(here) >= LEAST_AT_A_PLACE]
    return dict(sorted(full, key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_PLACES])


def past_of_place(told: Iterable[Told], place: int, now: datetime) -> list[Told]:
    """The mentions with only that part of the past that played at the place."""
    rows = ArticlePlace.objects.right().filter(place=place, published_at__gt=now - WINDOW - PAST)
    here = set(rows.values_list("article_id", flat=True))
    return [row for row in told if row[2] in here]


def rising(told: Iterable[Told], readers: Mapping[tuple[int, int], float]) -> list[tuple[int, Rise]]:
    """The topics that are trending, the most surprising first."""
    of_topic: dict[int, dict[int, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    reading: dict[int, Counter[int]] = defaultdict(Counter)
    for topic, outlet, article, ago in told:
        of_topic[topic][ago][outlet] += 1
        for window in {0, ago}:
            reading[topic][window] += readers.get((article, window), 0.0)  # type: ignore[assignment]
    hours, past_hours = WINDOW / timedelta(hours=1), PAST / timedelta(hours=1)
    found: list[tuple[int, Rise]] = []
    for topic, windows in of_topic.items():
        counts = Counts(
            by_outlet=windows.get(0, {}),
            readers=reading[topic][0],
            past_evidence=sum(outlets_evidence(outlets) for ago, outlets in windows.items() if ago),
            past_readers=sum(amount for ago, amount in reading[topic].items() if ago),
        )
        one = rise(counts, hours=hours, past_hours=past_hours)
        if one.is_shown:
            found.append((topic, one))
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0]))[:MOST_EACH]

"""A page learns from what its reader does: what they like is believed a little more, the rest a little less."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.algorithms.crowds import decayed, strength
from newsstand.articles.models import Article, Byline
from newsstand.ranking.candidates import locked, value_of
from newsstand.ranking.models import Signal, Watermark
from newsstand.readers.models import Affinity, FrontPage
from newsstand.topics.models import Mention

MOST_AT_ONCE = 500
MOST_TOPICS = 5
LEAST_WEIGHT = 0.2
# What each deed says: that they had the choice, and that they liked it.
MET = {Signal.Kind.OPENED: 1.0, Signal.Kind.HIDDEN: 2.0}
LIKED = {Signal.Kind.READ: 1.0, Signal.Kind.SAVED: 1.0, Signal.Kind.FOLLOWED: 1.0}
# What the reader said themselves is stronger than most that is learnt, and nothing learnt overrules it.
SAID = {Affinity.Said.MORE: 0.8, Affinity.Said.LESS: -0.8}

Aim = tuple[str, int]


def believe(*, now: datetime) -> int:
    """Learn from the signals of users since the last time; returns how many there were.

    1. Load: signals after the watermark, whose they are, what their articles are about.
    2. Decide: how often each aim was met and liked, older counts worth less (algorithms.crowds).
    3. Save: the affinities; nothing for users whose page may not learn.
    """
    if not Signal.objects.filter(pk__gt=value_of("believed"), user__isnull=False).exists():
        return 0
    with transaction.atomic():
        mark = locked("believed")
        signals = list(Signal.objects.filter(pk__gt=mark.value, user__isnull=False).order_by("pk")[:MOST_AT_ONCE])
        if not signals:
            return 0
        users = {signal.user_id for signal in signals}
        deaf = set(FrontPage.objects.filter(user__in=users, learns=False).values_list("user_id", flat=True))
        aims = aims_of({signal.article_id for signal in signals})
        counts: dict[int, dict[Aim, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        for signal in signals:
            if signal.user_id is None or signal.user_id in deaf:
                continue
            for aim in aims[signal.article_id]:
                found = counts[signal.user_id][aim]
                found[0] += LIKED.get(Signal.Kind(signal.kind), 0.0)
                found[1] += MET.get(Signal.Kind(signal.kind), 0.0)
        for user, of_user in sorted(counts.items()):
            add(user, of_user, now)
        Watermark.objects.filter(pk=mark.pk).update(value=signals[-1].pk)
    return len(signals)


def aims_of(articles: Iterable[int]) -> dict[int, list[Aim]]:
    """What a deed with each article is about: its publisher, its authors, its heaviest topics."""
    ids = list(articles)
    found: dict[int, list[Aim]] = defaultdict(list)
    for article, publisher in Article.objects.filter(pk__in=ids, publisher__isnull=False).values_list(
        "pk", "publisher_id"
    ):
        found[article].append(("publisher", publisher or 0))
    for article, author in Byline.objects.filter(article__in=ids).order_by("pk").values_list("article_id", "author_id"):
        found[article].append(("author", author))
    mentions = Mention.objects.shown().filter(article__in=ids).by_weight()
    topics: dict[int, int] = defaultdict(int)
    for article, topic, weight in mentions.values_list("article_id", "topic_id", "weight"):
        # 0: nobody has weighed it yet.
        if topics[article] < MOST_TOPICS and (weight == 0 or weight >= LEAST_WEIGHT):
            topics[article] += 1
            found[article].append(("topic", topic))
    return found


def add(user: int, counts: dict[Aim, list[float]], now: datetime) -> None:
    """Add to what is known of one user."""
    known = {aim_of(row): row for row in Affinity.objects.filter(user=user)}
    for (kind, number), (more_liked, more_met) in sorted(counts.items()):
        row = known.get((kind, number)) or Affinity(user_id=user, changed_at=now, **{f"{kind}_id": number})
        liked, met = decayed([row.liked, row.met], days=(now - row.changed_at) / timedelta(days=1))
        row.liked = liked + more_liked
        row.met = max(met + more_met, row.liked)
        if not row.said:
            row.strength = strength(liked=row.liked, met=row.met)
        row.changed_at = now
        row.save()


def aim_of(row: Affinity) -> Aim:
    """The kind and id of what an affinity is about."""
    for kind in ("publisher", "author", "topic"):
        if (number := getattr(row, f"{kind}_id")) is not None:
            return kind, number
    raise ValueError(f"Affinity {row.pk} is about nothing.")

"""What ranking may know of a reader: follows, what they hid and opened, beliefs, the place they chose."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from newsstand.accounts.models import User
from newsstand.algorithms.ranking import Reader
from newsstand.readers.models import Affinity, Follow, FrontPage, Hidden, Seen
from newsstand.topics.models import Topic

# What was opened longer ago may stand on the page again: by then it is old anyway.
REMEMBERED = timedelta(days=7)
# A belief weaker than this decides nothing.
LEAST_STRENGTH = 0.05


def reader_of(user: User, *, choices: FrontPage, now: datetime) -> Reader:
    """What the page knows of a user. Four queries."""
    follows = list(Follow.objects.filter(user=user).values_list("publisher", "author", "topic", "story"))
    hidden = list(Hidden.objects.filter(user=user).values_list("article", "story", "publisher", "author", "topic"))
    seen = Seen.objects.filter(user=user, at__gte=now - REMEMBERED).values_list("article_id", flat=True)
    publishers, authors, topics = believed(user) if choices.learns else ({}, {}, {})
    return Reader(
        place=coordinates(choices.place),
        publishers=column(follows, 0),
        authors=column(follows, 1),
        topics=column(follows, 2),
        stories=column(follows, 3),
        likes_publishers=publishers,
        likes_authors=authors,
        likes_topics=topics,
        hidden_articles=column(hidden, 0),
        hidden_stories=column(hidden, 1),
        hidden_publishers=column(hidden, 2),
        hidden_authors=column(hidden, 3),
        hidden_topics=column(hidden, 4),
        seen=frozenset(seen) if choices.keeps_history else frozenset(),
    )


def column(rows: Iterable[tuple[int | None, ...]], at: int) -> frozenset[int]:
    """The ids in one column, empty cells left out."""
    return frozenset(row[at] for row in rows if row[at] is not None)  # type: ignore[misc]


def believed(user: User) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    """Strengths by publisher, author and topic."""
    found: tuple[dict[int, float], dict[int, float], dict[int, float]] = ({}, {}, {})
    strong = Affinity.objects.filter(user=user).exclude(strength__range=(-LEAST_STRENGTH, LEAST_STRENGTH))
    for *aims, strength in strong.values_list("publisher", "author", "topic", "strength"):
        for of_kind, aim in zip(found, aims, strict=True):
            if aim is not None:
                of_kind[aim] = round(strength, 3)
    return found


def coordinates(place: Topic | None) -> tuple[float, float] | None:
    """Degrees north and east of a place; None for none, and for one that is on no map."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return round(place.latitude, 4), round(place.longitude, 4)


def anybody(place: Topic | None) -> Reader:
    """A reader of whom nothing is known but the place they chose."""
    return replace(Reader(), place=coordinates(place))

"""The front page's bands: the newest articles of each section, in a number of queries that stays the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, QuerySet, Subquery

from newsstand.articles.models import Article, may_be_seen
from newsstand.topics.firsts import firsts
from newsstand.topics.models import Mention, Topic

EACH = 4
# How far down a section we look for articles that stand nowhere else on the page.
DEPTH = 24


@dataclass(frozen=True, slots=True)
class Band:
    """A section and the articles shown under its name."""

    topic: Topic
    articles: Sequence[Article]


def bands(sections: Sequence[Topic], *, taken: Iterable[int]) -> list[Band]:
    """A band for each section that has news. No article stands twice, nor any of `taken` (ids)."""
    chosen = choose(newest_of(sections), [topic.pk for topic in sections], set(taken))
    wanted = [pk for pks in chosen.values() for pk in pks]
    found = Article.objects.published().for_cards().in_bulk(wanted) if wanted else {}
    made = [Band(topic, [found[pk] for pk in chosen.get(topic.pk, []) if pk in found]) for topic in sections]
    return [band for band in made if band.articles]


def choose(mentions: Iterable[tuple[int, int]], order: Sequence[int], taken: set[int]) -> dict[int, list[int]]:
    """Section id -> ids of its articles, from (section id, article id) pairs that come newest first."""
    of_section: dict[int, list[int]] = {}
    for topic_id, article_id in mentions:
        of_section.setdefault(topic_id, []).append(article_id)
    used, chosen = set(taken), {}
    for topic_id in order:
        chosen[topic_id] = [pk for pk in of_section.get(topic_id, []) if pk not in used][:EACH]
        used.update(chosen[topic_id])
    return chosen


def newest_of(sections: Sequence[Topic]) -> list[tuple[int, int]]:
    """(section id, article id) of the newest mentions of each section, newest first. Two queries.

    The first finds how far back each section's newest DEPTH go, so that the second walks one short piece of an index
    for each, however long the archive is.
    """
    if not sections:
        return []
    shown: QuerySet[Mention] = firsts(Mention.objects.filter(may_be_seen(via="article__")))
    last = shown.filter(topic=OuterRef("pk")).order_by("-published_at", "-article").values("published_at")
    since = dict(
        Topic.objects.filter(pk__in=[topic.pk for topic in sections])
        .annotate(since=Subquery(last[DEPTH - 1 : DEPTH]))
        .values_list("pk", "since")
    )
    pieces = [Q(topic=pk) if start is None else Q(topic=pk, published_at__gte=start) for pk, start in since.items()]
    found = shown.filter(reduce(or_, pieces)).order_by("-published_at", "-article")
    return list(found.values_list("topic_id", "article_id"))

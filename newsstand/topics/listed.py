"""Which articles stand in a topic's list: those that mention it, and for a place those that play in or near it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from newsstand.articles.models import Article, may_be_seen
from newsstand.topics.around import near
from newsstand.topics.firsts import firsts
from newsstand.topics.models import ArticlePlace, Mention, Topic

Cursor = tuple[datetime, int]


def articles_of(topic: Topic, *, before: Cursor | None, most: int, km: float = 0.0) -> list[int]:
    """Ids of the newest articles of a topic before a place in the list, newest first.

    Of a place: also those that play in places within it, and with `km` in places so near. Each list walks its own
    index of (topic, date); both together are one list.
    """
    mentions = after(firsts(Mention.objects.filter(may_be_seen(via="article__"), topic=topic)), before)
    rows = set(mentions.order_by("-published_at", "-article").values_list("published_at", "article")[:most])
    if topic.kind == Topic.Kind.PLACE:
        places = {topic.pk, *(place.pk for _, place in near(topic, km=km))} if km else {topic.pk}
        playing = after(playing_at(places), before).order_by("-published_at", "-article")
        rows.update(playing.values_list("published_at", "article").distinct()[:most])
    return [article_id for _, article_id in sorted(rows, reverse=True)[:most]]


def playing_at(places: Collection[int]) -> "QuerySet[ArticlePlace]":
    """The rows of articles that play at these places, without copies of those that do too."""
    original = Article.objects.published().filter(copies__article=OuterRef("article"), places__place__in=places)
    rows = ArticlePlace.objects.right().filter(may_be_seen(via="article__"), place__in=places)
    return rows.exclude(Exists(original))


def after(rows: "QuerySet[Any]", before: Cursor | None) -> "QuerySet[Any]":
    """The rows that follow a place in the list."""
    if before is None:
        return rows
    when, article_id = before
    return rows.filter(Q(published_at__lt=when) | Q(published_at=when, article__lt=article_id))

"""Which outlets are local to a place: those that write about it often."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from newsstand.articles.models import Article
from newsstand.topics.models import Mention, Topic

LATELY = timedelta(days=60)
# Of an outlet's articles this part mentions the place, or a part of it; and it has written so many at least.
OFTEN = 0.25
FEWEST = 4


def local_outlets(place: Topic | None, publishers: Collection[int], *, now: datetime) -> set[int]:
    """Those of these publishers that are local to a place; none where no place is known. One query."""
    if place is None or not publishers:
        return set()
    here = Mention.objects.filter(Q(topic=place) | Q(topic__parent=place), article=OuterRef("pk"))
    rows = (
        Article.objects.filter(publisher__in=publishers, published_at__gt=now - LATELY)
        .annotate(is_here=Exists(here))
        .values("publisher")
        .annotate(all=Count("pk"), here=Count("pk", filter=Q(is_here=True)))
        .order_by()
    )
    return {row["publisher"] for row in rows if row["all"] >= FEWEST and row["here"] >= OFTEN * row["all"]}

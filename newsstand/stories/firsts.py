"""The stories that a publisher told first."""

from datetime import datetime

from newsstand.publishers.models import Publisher
from newsstand.stories.models import Coverage, CoverageQuerySet


def firsts(publisher: Publisher, *, since: datetime) -> CoverageQuerySet:
    """Its articles that reported a story first which other outlets told too, published since then, the latest first.

    Stories that nobody else took up, and copies of others' texts, are none. One query, of articles that readers see.
    """
    return (
        Coverage.objects.shown()
        .filter(
            article__publisher=publisher,
            role=Coverage.Role.FIRST,
            story__merged_into=None,
            story__outlet_count__gt=1,
            published_at__gte=since,
        )
        .select_related("article", "story")
        .only(
            *("published_at", "story__title", "story__slug", "story__outlet_count"),
            *("article__headline", "article__slug", "article__published_at"),
        )
        .order_by("-published_at", "-article")
    )

"""The feeds of this installation as a list that others can take."""

from collections.abc import Iterator

from newsstand.algorithms.opml import Outline
from newsstand.publishers.models import Contract, Feed


def listed_feeds(*, fictional: bool) -> Iterator[Outline]:
    """The feeds that are read, by publisher; those of the demonstration town only where they are wanted."""
    feeds = Feed.objects.filter(retired_at=None).select_related("publisher").order_by("publisher__slug", "id")
    feeds = feeds.exclude(publisher__in=Contract.objects.suspended())
    if not fictional:
        feeds = feeds.filter(publisher__is_fictional=False)
    for feed in feeds.iterator(chunk_size=1000):
        owner = feed.publisher
        yield Outline(feed.address, owner.name, owner.site_url, owner.language, owner.description[:500])

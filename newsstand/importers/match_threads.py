"""Which article each page of another system is."""

from collections.abc import Iterator, Mapping

from newsstand.algorithms.comment_files.mapping import mapped
from newsstand.articles.by_address import articles_at
from newsstand.articles.models import Article
from newsstand.importers.models import ForeignThread
from newsstand.ingest.models import Item

AT_ONCE = 300


def match_threads(*, source: str, mapping: Mapping[str, str]) -> None:
    """Find the articles of a source's threads that have none yet: by address, as it is now, then by the feed's guid."""
    for some in batches(source):
        addresses = {
            thread.pk: [mapped(one, dict(mapping)) for one in [*thread.addresses, thread.guid] if one]
            for thread in some
        }
        at = articles_at([one for every in addresses.values() for one in every], Article.objects.all())
        guids = by_guid([thread.guid for thread in some if thread.guid])
        for thread in some:
            known = next((at[one].number for one in addresses[thread.pk] if one in at), guids.get(thread.guid))
            if known is not None:
                thread.article_id = known
        ForeignThread.objects.bulk_update([one for one in some if one.article_id is not None], ["article"])


def batches(source: str) -> Iterator[list[ForeignThread]]:
    last = 0
    threads = ForeignThread.objects.filter(source=source, article=None).order_by("pk")
    while some := list(threads.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk


def by_guid(guids: list[str]) -> dict[str, int]:
    """The articles that entries of feeds with these guids became."""
    rows = Item.objects.filter(guid__in=guids, article__isnull=False).order_by("-pk") if guids else Item.objects.none()
    return {guid: article for guid, article in rows.values_list("guid", "article") if article is not None}

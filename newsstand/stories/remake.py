"""Stories are worked out anew after an editor's decision: what they keep, and what clustering knows of them."""

from collections.abc import Collection
from datetime import datetime

from newsstand.algorithms.clusters import Clusters
from newsstand.algorithms.vectors import read
from newsstand.articles.models import Article
from newsstand.lib.stamps import touch
from newsstand.stories import state
from newsstand.stories.documents import articles_of, documents_of
from newsstand.stories.keep import recount
from newsstand.stories.models import Coverage, Memory, Story

# The newest of a story say what it is about.
MOST_READ = 60


def remake(stories: Collection[Story], *, now: datetime) -> None:
    """Work out these stories anew, and let the clusterer know. Inside the transaction that holds the memory's row."""
    row = Memory.objects.get(name=state.NAME)
    words = state.known_words(row)
    ids = sorted({story.pk for story in stories})
    clusters = Clusters()
    for pk in ids:
        newest = Coverage.objects.filter(story=pk, article__withdrawn_at=None).exclude(role=Coverage.Role.COPY)
        chosen = newest.order_by("-published_at", "-article").values_list("article_id", flat=True)[:MOST_READ]
        articles = sorted(articles_of(chosen).values(), key=published)
        documents = documents_of(articles)
        for article in articles:
            clusters.join(pk, read(documents[article.pk], words, count=False))
    for pk in ids:
        centroid = clusters.groups[pk].packed() if pk in clusters.groups else b""
        Story.objects.filter(pk=pk).update(centroid=centroid, version=row.version + 1)
    Memory.objects.filter(name=state.NAME).update(version=row.version + 1)
    recount(ids, now=now)
    # Their articles' pages lead to other stories now.
    everything = Coverage.objects.filter(story__in=ids).values_list("article_id", flat=True)
    touch(["front", *(f"story:{pk}" for pk in ids), *(f"article:{pk}" for pk in everything)])


def published(article: Article) -> tuple[datetime, int]:
    return article.published_at, article.pk

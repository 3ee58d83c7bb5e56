"""An article says something else from now on; what it said before is kept."""

from datetime import datetime

from django.db import transaction

from newsstand.algorithms.urls import slug
from newsstand.articles.authors import bylines, known_authors
from newsstand.articles.models import Article, Byline, Revision
from newsstand.articles.publish import say, stamps_of
from newsstand.articles.text import Text, storable
from newsstand.images.models import remember
from newsstand.lib.stamps import touch


def revise(*, article: Article, text: Text, now: datetime) -> bool:
    """Let the article say what `text` says. Returns whether a reader could notice.

    1. Load: the article as it stands, by authors and pictures.
    2. Decide: the same words and pictures are no revision.
    3. Save: the former text as a revision, the new one as the article's, "Updated" now.
    """
    if text.hash == article.content_hash:
        return False
    with transaction.atomic():
        keep(article, now)
        rewrite(article=article, text=text, now=now)
        article.updated_at = now
        article.save(update_fields=["updated_at"])
    return True


def rename(*, article: Article, headline: str, now: datetime) -> bool:
    """Give an article another headline and leave its text. Returns whether it is another."""
    headline = storable(headline, 500)
    if headline == article.headline:
        return False
    with transaction.atomic():
        keep(article, now)
        article.headline, article.slug = headline, slug(headline)[:100]
        article.revised_at = article.updated_at = now
        article.save(update_fields=["headline", "slug", "revised_at", "updated_at"])
        touch_all(article)
    return True


def keep(article: Article, now: datetime) -> None:
    """Keep what the article says until now as a revision; what stood for no time nobody has read."""
    if article.revised_at >= now:
        return
    Revision.objects.create(
        article=article, since=article.revised_at, until=now, headline=article.headline, body=article.body
    )


def complete(*, article: Article, text: Text, now: datetime) -> bool:
    """Take the whole text where the feed had only a summary: no revision. Returns whether it differs."""
    if text.hash == article.content_hash:
        return False
    with transaction.atomic():
        rewrite(article=article, text=text, now=now)
    return True


def rewrite(*, article: Article, text: Text, now: datetime) -> None:
    """Save the words of `text` as the article's own, with its byline, and say so to the pages that show it."""
    image_ids = remember(text.all_pictures(), now=now)
    say(article, text, image_ids, now)
    article.save()
    if text.authors:
        authors = known_authors(article.publisher, text.authors)
        article.bylines.all().delete()
        Byline.objects.bulk_create(bylines(article, text.authors, authors))
    touch_all(article)


def touch_all(article: Article) -> None:
    """Every page of articles/ and below that shows this article is out of date now."""
    slugs = article.authors.values_list("slug", flat=True)
    touch(["front", f"article:{article.pk}", *stamps_of(article.publisher), *(f"author:{s}" for s in slugs)])

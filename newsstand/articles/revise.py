"""An article says something else from now on; what it said before is kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from newsstand.algorithms.noticeable import said
from newsstand.algorithms.provenance import is_the_pages
from newsstand.algorithms.urls import slug
from newsstand.articles.authors import bylines, known_authors
from newsstand.articles.copies import recognise, shows
from newsstand.articles.listeners import changed, revised
from newsstand.articles.models import Article, Byline, Revision
from newsstand.articles.publish import SAID, say, stamps_of
from newsstand.articles.text import Text, storable
from newsstand.images.models import remember
from newsstand.lib.stamps import touch


def revise(*, article: Article, text: Text, now: datetime) -> bool:
    """Let the article say what `text` says. Returns whether a reader could notice.

    1. Load: the article as it stands, by authors and pictures.
    2. Decide: the same words, links and pictures are no revision (`algorithms.noticeable`); a source that names no
       author or lead picture takes none away. What nobody could see yet changes unseen.
    3. Save: the former text as a revision, the new one as the article's, "Updated" now.
    """
    filled = with_what_others_said(article, text)
    if article.content_hash in {text.hash, filled.hash} and said(text.headline) == said(article.headline):
        return False
    with transaction.atomic():
        was_seen = article.opens_at is None or article.opens_at <= now
        before = keep(article, now) if was_seen else None
        rewrite(article=article, text=filled, now=now)
        if was_seen:
            article.updated_at = now
            article.save(update_fields=["updated_at"])
        if before is not None:
            revised(article, before, now)
    return True


def with_what_others_said(article: Article, text: Text) -> Text:
    """`text` with the byline, and with the lead picture of the page, where its source has none; so are its sources."""
    sources = dict(text.sources)
    if not text.authors:
        text = replace(text, authors=tuple(byline_of(article)))
        sources.pop("byline", None)
    if not text.lead_picture and is_the_pages(article.sources, "lead picture") and article.lead_picture:
        own, alt, caption = article.lead_picture.source_url, article.lead_alt, article.lead_caption
        text = replace(text, lead_picture=own, lead_alt=alt, lead_caption=caption)
        sources.pop("lead picture", None)
    return replace(text, sources=tuple(sources.items()))


def rename(*, article: Article, headline: str, now: datetime) -> bool:
    """Give an article another headline and leave its text. Returns whether it is another."""
    headline = storable(headline, 500)
    if said(headline) == said(article.headline):
        return False
    with transaction.atomic():
        before = keep(article, now)
        article.headline, article.slug = headline, slug(headline)[:100]
        article.revised_at = article.updated_at = now
        article.save(update_fields=["headline", "slug", "revised_at", "updated_at"])
        touch_all(article)
        changed([article.pk])
        if before is not None:
            revised(article, before, now)
    return True


def keep(article: Article, now: datetime) -> Revision | None:
    """Keep what the article says until now as a revision; None for what stood for no time: nobody has read it."""
    if article.revised_at >= now:
        return None
    return Revision.objects.create(
        article=article,
        since=article.revised_at,
        until=now,
        headline=article.headline,
        body=article.body,
        summary=article.summary,
        byline=byline_line(byline_of(article)),
        lead_picture_id=article.lead_picture_id,
        lead_caption=article.lead_caption,
    )


def byline_of(article: Article) -> list[str]:
    """The names in the byline, in their order."""
    return list(article.bylines.order_by("position", "pk").values_list("author__name", flat=True))


def byline_line(names: Iterable[str]) -> str:
    """A byline as one line, as revisions keep it."""
    return storable(", ".join(names), 1000)


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
    article.save(update_fields=SAID)
    if text.authors:
        authors = known_authors(article.publisher, text.authors)
        article.bylines.all().delete()
        Byline.objects.bulk_create(bylines(article, text.authors, authors))
    touch_all(article, recognise([article]))
    changed([article.pk])


def touch_all(article: Article, linked: Iterable[int] = ()) -> None:
    """Every page of articles/ and below that shows this article, or those linked with it, is out of date now."""
    touch([*stamps_of(article.publisher), *shows([article.pk, *linked])])

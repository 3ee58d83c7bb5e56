"""Texts become articles."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from newsstand.algorithms import contracts
from newsstand.algorithms.urls import slug
from newsstand.algorithms.wire import credit
from newsstand.articles.authors import bylines, known_authors
from newsstand.articles.copies import recognise, shows
from newsstand.articles.listeners import changed
from newsstand.articles.models import Article, Author
from newsstand.articles.text import Text, storable
from newsstand.images.models import remember
from newsstand.lib.rows import insert
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Publisher


def publish(
    *, publisher: Publisher | None, texts: Sequence[Text], now: datetime, authors: dict[str, Author] | None = None
) -> list[Article]:
    """Store new articles of one publisher, or of contributors when `publisher` is None, in the order given.

    1. Load: the authors by name (or those given, for contributors), the ids of all pictures.
    2. Decide: which of them are copies of what others had first.
    3. Save: articles, bylines, copies, stamps, in one transaction.
    """
    if not texts:
        return []
    with transaction.atomic(savepoint=False):
        known = (
            known_authors(publisher, [name for text in texts for name in text.authors]) if authors is None else authors
        )
        image_ids = remember([address for text in texts for address in text.all_pictures()], now=now)
        articles = [new_article(publisher, text, image_ids, now) for text in texts]
        insert(articles)
        insert(
            [
                line
                for article, text in zip(articles, texts, strict=True)
                for line in bylines(article, text.authors, known)
            ]
        )
        linked = recognise(articles, new=True)
        names = {name for text in texts for name in text.authors}
        slugs = [f"author:{known[name].slug}" for name in names if name in known]
        touch(["front", *stamps_of(publisher), *slugs, *(shows(linked) if linked else ())])
        changed([article.pk for article in articles])
    return articles


def new_article(publisher: Publisher | None, text: Text, image_ids: dict[str, str], now: datetime) -> Article:
    """An unsaved article that says what `text` says."""
    article = Article(publisher=publisher, received_at=now, published_at=text.published_at)
    say(article, text, image_ids, now)
    article.opens_at, article.closes_at = window_of(publisher, text.published_at)
    if text.page_needed:
        article.page = Article.Page.DUE
        article.page_due_at = now
    return article


def window_of(publisher: Publisher | None, published_at: datetime) -> tuple[datetime | None, datetime | None]:
    """From when an article of this publisher may be seen and until when, by its contract; None: no such limit."""
    contract = getattr(publisher, "contract", None)
    if contract is None:
        return None, None
    seen = contracts.window(
        published_at, embargo_minutes=contract.embargo_minutes, expires_after_days=contract.expires_after_days
    )
    return seen.opens, seen.closes


# What `say` writes, and all that it may: the rest of the row is kept by others, who may write at the same moment.
SAID = (
    *("headline", "slug", "summary", "body", "text", "language", "categories", "original_url", "original_key"),
    *("agency", "agency_evidence", "lead_picture", "lead_alt", "lead_caption", "content_hash", "revised_at"),
    *("section", "sources"),
)


def say(article: Article, text: Text, image_ids: dict[str, str], now: datetime) -> None:
    """Put the words of `text` into an article; nothing is saved."""
    article.headline = storable(text.headline, 500)
    article.slug = slug(text.headline)[:100]
    article.summary = storable(text.summary, 2000)
    article.body = storable(text.own_body(image_ids))
    article.text = storable(text.plain)
    article.language = storable(text.language, 20)
    article.categories = [storable(category, 120) for category in text.categories]
    article.section = storable(text.section, 120)
    article.sources = {**article.sources, **{name: storable(source, 200) for name, source in text.sources}}
    article.original_url = storable(text.original_url) if len(text.original_url) <= 2000 else ""
    article.original_key = text.original_key
    wire = credit(article.text, text.authors)
    article.agency, article.agency_evidence = (wire.agency, storable(wire.evidence, 200)) if wire else ("", "")
    article.lead_picture_id = image_ids.get(text.lead_picture) if text.lead_picture else None
    article.lead_alt = storable(text.lead_alt, 500)
    article.lead_caption = storable(text.lead_caption, 1000)
    article.content_hash = text.hash
    article.revised_at = now


def stamps_of(publisher: Publisher | None) -> list[str]:
    """What of a publisher's shows its list of articles."""
    return [f"publisher:{publisher.slug}", "publishers"] if publisher is not None else []

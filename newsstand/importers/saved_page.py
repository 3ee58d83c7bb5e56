"""The text of a saved article page becomes an article with its comments."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape

from django.db import IntegrityError, transaction

from newsstand.algorithms import saved_page as pages
from newsstand.algorithms.urls import slug
from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text, storable
from newsstand.importers.comments import add_comments
from newsstand.importers.models import SavedPage
from newsstand.lib.stamps import touch
from newsstand.publishers.models import Contract, Publisher
from newsstand.topics.mention import mention
from newsstand.topics.models import Mention, Topic
from newsstand.topics.registry import key_of, topics_for

MOST_SUMMARY = 400


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a saved page. `created` says whether the article is new."""

    article: Article
    created: bool
    new_comments: int


def import_page(*, text: str, file_name: str, captured: date | None, now: datetime) -> Imported:
    """Store a saved page. `captured` goes before the day that the file tells; `file_name` is kept as a note.

    1. Load: whether this page is here already, from this or another day.
    2. Decide: read the page; nothing is stored of one that cannot be read whole (algorithms.saved_page.SavedPageError).
    3. Save: publisher, article, topics and comments, in one transaction. A page that is here already brings only the
       comments and likes that it has more.
    """
    page = pages.read_page(text, captured)
    if page.captured is not None and page.captured > (now.astimezone(UTC) + timedelta(days=1)).date():
        problem = pages.Problem(1, f"The day of capture, {page.captured.isoformat()}, is still to come.")
        raise pages.SavedPageError([problem])
    try:
        return store(page, file_name, now)
    except IntegrityError:
        # Somebody imported the same page in the same moment: now it is here.
        return store(page, file_name, now)


def store(page: pages.SavedPage, file_name: str, now: datetime) -> Imported:
    with transaction.atomic():
        key = key_for(page)
        known = SavedPage.objects.filter(key=key).select_related("article").first()
        article = known.article if known else add_article(page, now)
        if known is None:
            note = storable(file_name, 300)
            SavedPage.objects.create(key=key, article=article, file_name=note, captured=page.captured, imported_at=now)
        new_comments = add_comments(article, page.comments)
    return Imported(article, known is None, new_comments)


def key_for(page: pages.SavedPage) -> str:
    """What the same page has on every day: publisher, headline, authors and the first paragraph."""
    first = next(block.text for block in page.blocks if isinstance(block, pages.Paragraph))
    said = [page.publisher, page.headline, *page.authors, first]
    plain = json.dumps([" ".join(part.split()).casefold() for part in said])
    return hashlib.sha256(plain.encode()).hexdigest()


def add_article(page: pages.SavedPage, now: datetime) -> Article:
    """The article of a page, with publisher, authors, pictures and topics."""
    publisher = known_publisher(page.publisher, now) if page.publisher else None
    [article] = publish(publisher=publisher, texts=[text_of(page, publisher)], now=now)
    listed = topics_for(page.topics)
    people = topics_for(page.people, kind=Topic.Kind.PERSON)
    join(article, [listed[key_of(name)] for name in page.topics if key_of(name) in listed], Mention.Source.PAGE)
    join(article, people.values(), Mention.Source.TEXT)
    mention([article])
    touch([f"article:{article.pk}"])
    return article


def known_publisher(name: str, now: datetime) -> Publisher:
    """The publisher of that name, made with a contract of our usual terms when there is none."""
    plain = storable(" ".join(name.split()), 200)
    found = Publisher.objects.filter(name__iexact=plain).order_by("id").first()
    if found is None:
        found = Publisher.objects.create(name=plain, slug=free_slug(plain), joined_at=now)
        touch(["publishers", f"publisher:{found.slug}"])
    Contract.objects.get_or_create(publisher=found)
    return found


def free_slug(name: str) -> str:
    """An address for a new publisher: its name, with a number where another has that."""
    plain = slug(name)[:70]
    taken = set(Publisher.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(free for number in range(1, len(taken) + 2) if (free := numbered(plain, number)) not in taken)


def numbered(plain: str, number: int) -> str:
    return plain if number == 1 else f"{plain}-{number}"


def text_of(page: pages.SavedPage, publisher: Publisher | None) -> Text:
    """The page's words as an article's: paragraphs, and pictures in their places."""
    paragraphs = [block.text for block in page.blocks if isinstance(block, pages.Paragraph)]
    pictures = tuple(block.url for block in page.blocks if isinstance(block, pages.Picture))
    return Text(
        headline=page.headline,
        published_at=page.published_at,
        summary=shortened(" ".join(paragraphs)),
        body="".join(map(block_html, page.blocks)),
        plain="\n\n".join(paragraphs),
        language=publisher.language if publisher else "",
        authors=page.authors,
        lead_picture=pictures[0] if pictures else "",
        pictures=pictures,
    )


def block_html(block: pages.Paragraph | pages.Picture) -> str:
    if isinstance(block, pages.Picture):
        return f'<figure><img src="{escape(block.url)}" alt=""></figure>'
    return f"<p>{'<br>'.join(escape(line, quote=False) for line in block.text.split(chr(10)))}</p>"


def shortened(text: str) -> str:
    """The beginning of a text, to the end of a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_SUMMARY else flat[:MOST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def join(article: Article, topics: Iterable[Topic], source: Mention.Source) -> None:
    """Say that an article mentions topics, in their order."""
    Mention.objects.bulk_create(
        [
            Mention(article=article, topic=topic, source=source, position=position, published_at=article.published_at)
            for position, topic in enumerate(topics)
        ],
        ignore_conflicts=True,
    )
    touch([f"topic:{topic.slug}" for topic in topics])

"""All comments as JSON, an object a line (docs/moving-comments.md): for other programs, and to be imported again."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.conf import settings

from newsstand.algorithms.comment_files import ours
from newsstand.algorithms.comment_files.values import NOBODY, Said, State, Thread
from newsstand.articles.models import Article
from newsstand.comments.models import Comment

AT_ONCE = 1000


def exported(*, article: Article | None = None, everything: bool = False, now: datetime) -> Iterator[str]:
    """The lines of the export, article by article, comments in the order in which they came.

    Without `everything` what is held or removed is not in it; where somebody answered it, its place is, without words
    and name, as everybody sees it. E-mail addresses are never in it.
    """
    yield ours.head_line(site=settings.NEWSSTAND_URL, now=now)
    articles = (
        Article.objects.filter(comments__isnull=False) if article is None else Article.objects.filter(pk=article.pk)
    )
    chosen = articles.order_by("pk").distinct().only("pk", "headline", "slug", "original_url")
    for one in chosen.iterator(AT_ONCE):
        yield from lines_of(one, everything=everything)


def lines_of(article: Article, *, everything: bool) -> Iterator[str]:
    """An article's thread; nothing where nothing of it may be said."""
    rows = Comment.objects.filter(article=article).order_by("pk")
    places: Collection[int] = set() if everything else places_of(article)
    begun = False
    for row in rows.iterator(AT_ONCE):
        shown = row.status == Comment.Status.SHOWN and row.withdrawn_at is None
        if not (everything or shown or row.pk in places):
            continue
        if not begun:
            addresses = (article.original_url,) if article.original_url else ()
            thread = Thread(str(article.pk), addresses, "", article.headline)
            yield ours.thread_line(thread, f"{settings.NEWSSTAND_URL}{article.get_absolute_url()}")
            begun = True
        yield ours.comment_line(said(row, with_words=everything or shown))


def places_of(article: Article) -> set[int]:
    """Comments that nobody sees, above some that everybody sees."""
    rows = Comment.objects.filter(article=article).values_list("pk", "parent", "status", "withdrawn_at")
    parents: dict[int, int | None] = {}
    hidden, needed = set(), set()
    for pk, parent, status, withdrawn_at in rows.order_by("-pk").iterator(AT_ONCE):
        parents[pk] = parent
        if status == Comment.Status.SHOWN and withdrawn_at is None:
            needed.add(parent)
        else:
            hidden.add(pk)
    for pk in sorted(hidden, reverse=True):
        # An answer has a higher number than what it answers: all below were looked at before.
        if pk in needed:
            needed.add(parents[pk])
    return hidden & needed


def said(row: Comment, *, with_words: bool) -> Said:
    return Said(
        key=str(row.pk),
        thread=str(row.article_id),
        parent=str(row.parent_id or ""),
        name=row.name if with_words else NOBODY,
        text=row.text if with_words else "",
        posted_at=row.posted_at,
        state=state_of(row, with_words=with_words),
        likes=row.like_count + row.imported_likes,
        edited_at=row.edited_at if with_words else None,
    )


def state_of(row: Comment, *, with_words: bool) -> State:
    if row.withdrawn_at is not None:
        return State.GONE
    if row.status == Comment.Status.HELD and with_words:
        return State.HELD
    return State.SHOWN if row.status == Comment.Status.SHOWN else State.REFUSED

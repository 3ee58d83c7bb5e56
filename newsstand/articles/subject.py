"""Articles as moderators see them. An article that is removed is withdrawn with the reason; it is never held."""

from collections.abc import Collection
from datetime import datetime

from newsstand.articles.models import Article, Author, Byline
from newsstand.articles.withdraw import MOST_REASON, is_the_publishers, restore, withdraw
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Decision
from newsstand.moderation.reasons import REASONS
from newsstand.moderation.subjects import Seen, Subject

MOST_TEXT = 3000
NOT_HELD = "An article is never held: remove it, or leave it as it is."
PUBLISHERS_WORD = "Its publisher withdrew it, so its publisher brings it back."


def several(numbers: Collection[int]) -> dict[int, Seen]:
    """The articles that are there, by number. One query, one more for who wrote those that were written here."""
    rows = list(Article.objects.filter(pk__in=numbers).select_related("publisher").defer("body"))
    here = [row.pk for row in rows if row.publisher_id is None]
    lines = Byline.objects.filter(article__in=here).select_related("author__user").order_by("-position", "-pk")
    authors = {line.article_id: line.author for line in lines} if here else {}
    return {row.pk: seen(row, authors.get(row.pk)) for row in rows}


def load(number: int) -> Seen | None:
    """One article, or None. Two queries at most."""
    return several([number]).get(number)


def seen(article: Article, author: Author | None = None) -> Seen:
    """An article as a moderator sees it: its headline and the beginning of its text, and who wrote it here."""
    name = author.name if author else ""
    return Seen(
        title=article.headline,
        text=article.text[:MOST_TEXT] or article.summary[:MOST_TEXT],
        address=article.get_absolute_url(),
        author=author.user if author else None,
        author_name=article.publisher.name if article.publisher else name,
        made_at=article.published_at,
        is_shown=article.withdrawn_at is None,
    )


def apply(number: int, action: Decision.Action, decision: Decision, now: datetime) -> None:
    """Withdraw the article with the reason for readers, or bring it back.

    Raises RefusedError for HOLD, and for bringing back what its publisher withdrew.
    """
    article = Article.objects.select_related("publisher", "withdrawn_by").get(pk=number)
    if action == Decision.Action.HOLD:
        raise RefusedError(NOT_HELD)
    if action == Decision.Action.REMOVE:
        if article.withdrawn_at is None:
            by = decision.by if decision.by is not None and decision.by.is_editor else None
            withdraw(article=article, now=now, reason=words(decision), by=by)
    elif article.withdrawn_at is not None:
        if is_the_publishers(article) and article.withdrawn_by_id != decision.by_id:
            raise RefusedError(PUBLISHERS_WORD)
        restore(article=article, now=now)


def words(decision: Decision) -> str:
    """The reason as readers of the article's address find it."""
    reason = REASONS.get(decision.reason)
    said = " ".join(part for part in (reason.label + "." if reason else "", decision.explanation) if part)
    return said[:MOST_REASON] or "Removed by a moderator."


def lock(number: int) -> None:
    """Keep others off the article."""
    list(Article.objects.select_for_update(of=("self",), no_key=True).filter(pk=number).values_list("pk"))


ARTICLE = Subject(load=load, apply=apply, around=lambda _number: {}, several=several, lock=lock)

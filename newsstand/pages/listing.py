"""Lists of articles, newest first, thirty a page; the next page begins where this one ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from newsstand.articles.models import Article, ArticleQuerySet

PAGE_LENGTH = 30
NO_PLACE = "The end of this address names no place in a list. Follow the link “Older articles” on the page instead."

Cursor = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `older` is the value of `?before=` for the next page, "" on the last one."""

    articles: Sequence[Article]
    older: str
    is_first: bool


def cursor_of(published_at: datetime, article_id: int) -> str:
    """The place of an article in a list, for an address: 2026-11-22T09:30:00Z_17."""
    return f"{published_at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}_{article_id}"


def read_cursor(text: str) -> Cursor | None:
    """What `cursor_of` wrote, or None for "". Raises BadRequest for anything else."""
    if not text:
        return None
    moment, _, number = text.rpartition("_")
    try:
        when, article_id = datetime.fromisoformat(moment), int(number)
    except ValueError:
        raise BadRequest(NO_PLACE) from None
    if when.tzinfo is None or not 0 < article_id < 2**63:
        raise BadRequest(NO_PLACE)
    return when, article_id


def asked_cursor(request: HttpRequest) -> Cursor | None:
    """Where the visitor wants the list to begin; None for its beginning."""
    return read_cursor(request.GET.get("before", ""))


def page_of(articles: ArticleQuerySet, before: Cursor | None) -> Listing:
    """One page of the given articles. Two queries: the articles, and their authors."""
    wanted = articles.before(*before) if before else articles
    found = list(wanted.newest().for_cards()[: PAGE_LENGTH + 1])
    return listing_of(found, is_first=before is None)


def listing_of(found: Sequence[Article], *, is_first: bool) -> Listing:
    """A page from up to one article more than it holds."""
    shown = found[:PAGE_LENGTH]
    more = len(found) > PAGE_LENGTH
    older = cursor_of(shown[-1].published_at, shown[-1].pk) if more else ""
    return Listing(shown, older, is_first)

"""Who keeps something made from articles, in folders above, and is told in the same transaction when one changes.

Data runs one way: articles/ knows nobody above it. Whoever keeps such a thing (search/) enters two functions when the
site starts; the writers of articles/ call `changed` and `terms_changed` inside their transactions, so that nothing is
ever committed without them. Who wants to know what an article said before it was revised (corrections/) enters with
`hear_revisions`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from newsstand.articles.models import Article, Revision
from newsstand.publishers.models import Contract


@dataclass(frozen=True, slots=True)
class Listener:
    """`articles` hears the ids of articles that are new, say something else, left or came back; `terms` a contract."""

    articles: Callable[[Collection[int]], None]
    terms: Callable[[Contract], None]


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """From now on `listener` is told. Entering it twice does no harm."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(ids: Collection[int]) -> None:
    """Say that these articles are new, say something else, left or came back. Call it inside their transaction."""
    for listener in _listeners:
        listener.articles(ids)


def terms_changed(contract: Contract) -> None:
    """Say that another contract holds for the articles of its publisher. Call it inside its transaction."""
    for listener in _listeners:
        listener.terms(contract)


_hearers: list[Callable[[Article, Revision, datetime], None]] = []


def hear_revisions(hears: Callable[[Article, Revision, datetime], None]) -> None:
    """From now on `hears` is told of each article that says something else, with what it said before, and when."""
    if hears not in _hearers:
        _hearers.append(hears)


def revised(article: Article, before: Revision, now: datetime) -> None:
    """Say that readers of `before` read something else than the article says now. Call it inside the transaction."""
    for hears in _hearers:
        hears(article, before, now)

"""Who keeps something made from articles, in folders above, and is told in the same transaction when one changes.

Data runs one way: articles/ knows nobody above it. Whoever keeps such a thing (search/) enters two functions when the
site starts; the writers of articles/ call `changed` and `terms_changed` inside their transactions, so that nothing is
ever committed without them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

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

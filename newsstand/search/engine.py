"""What each engine has to do, and in which form it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from newsstand.algorithms.queries import Part, Query
from newsstand.search.documents import Document

# Of what matches, so many of the newest are weighed against each other; what follows comes in a window of its own.
WINDOW = 1_000
# How much more a word in the headline, in the byline, in the text says.
WEIGHTS = (10.0, 4.0, 1.0)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold for an entry `e` beside the words: SQL and its parameters."""

    sql: str
    parameters: tuple[Any, ...]


class Engine(Protocol):
    """SQLite's or PostgreSQL's full-text search."""

    def write(self, documents: Sequence[Document]) -> None:
        """Put documents in, in place of those with the same numbers."""

    def tidy(self) -> None:
        """After very much was written: put the index into its best form."""

    def select(self, query: Query, conditions: Conditions) -> tuple[str, list[Any]]:
        """A SELECT of number, article_id and relevance of the newest `WINDOW` entries that match."""

    def holds(self, words: Sequence[str], most: int) -> dict[str, int]:
        """In how many articles each of some folded, stemmed words stands; counted up to `most`."""


def positive(query: Query) -> list[tuple[Part, ...]]:
    """The groups of which one part has to be there, with their words."""
    return [tuple(part for part in group if part.sought) for group in query.all_of]

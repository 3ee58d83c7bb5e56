"""Search with PostgreSQL's text search, on words that we made: its own dictionaries and parsers have no part in it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from newsstand.algorithms.queries import Part, Query
from newsstand.search.documents import Document
from newsstand.search.engine import WEIGHTS, WINDOW, Conditions, positive

LABELS = {"headline": "A", "author": "B"}
# PostgreSQL's order: D, C, B, A.
RANK = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in (WEIGHTS[2], WEIGHTS[2], WEIGHTS[1], WEIGHTS[0])) + "}"
# Phrases must not reach from one part into the next.
GAP = 8
# 1: divided by 1 + the logarithm of the length.
BY_LENGTH = 1


def quoted(token: str) -> str:
    """A lexeme as text input for tsvector and tsquery."""
    doubled = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def vector(document: Document) -> str:
    """The document as a tsvector's text: each token with its places and the label of its part."""
    places: dict[str, list[str]] = {}
    at = 0
    for label, part in (("A", document.headline), ("B", document.byline), ("D", document.words)):
        for token in part.split():
            at += 1
            places.setdefault(token, []).append(f"{min(at, 16383)}{label}")
        at += GAP
    # More places of one token are not kept by PostgreSQL either.
    return " ".join(f"{quoted(token)}:{','.join(where[:255])}" for token, where in places.items())


def expression(part: Part) -> str:
    """A part of a query as a tsquery's text."""
    assert part.sought is not None  # noqa: S101 (only parts with words come here)
    label = LABELS.get(part.field, "")
    tokens = [f"{quoted(token)}{f':{label}' if label else ''}" for token in part.sought.tokens]
    if part.sought.begins:
        tokens[-1] = f"{quoted(part.sought.tokens[-1])}:*{label}"
    return f"({' <-> '.join(tokens)})"


def match(query: Query) -> str:
    """The words of a query as one tsquery; "" when there are none."""
    groups = [" | ".join(map(expression, group)) for group in positive(query)]
    return " & ".join([*(f"({group})" for group in groups), *(f"!{expression(part)}" for part in query.none_of)])


class TextSearch:
    """See `engine.Engine`."""

    def write(self, documents: Sequence[Document]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_entry SET words = %s::tsvector WHERE number = %s",
                [(vector(each), each.number) for each in documents],
            )

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")

    def select(self, query: Query, conditions: Conditions) -> tuple[str, list[Any]]:
        wanted = match(query)
        if not wanted:
            sql = (
                f"SELECT e.number, e.article_id, 1.0 AS relevance FROM search_entry e WHERE {conditions.sql} "  # noqa: S608
                f"ORDER BY e.number DESC LIMIT {WINDOW}"
            )
            return sql, list(conditions.parameters)
        relevance = f"ts_rank('{RANK}', f.words, %s::tsquery, {BY_LENGTH})" if query.all_of else "1.0"
        sql = (
            f"SELECT f.number, f.article_id, {relevance} AS relevance FROM ("  # noqa: S608 (numbers of ours)
            f"SELECT e.number, e.article_id, e.words FROM search_entry e WHERE e.words @@ %s::tsquery "
            f"AND {conditions.sql} ORDER BY e.number DESC LIMIT {WINDOW}) f"
        )
        return sql, [*([wanted] if query.all_of else []), wanted, *conditions.parameters]

    def holds(self, words: Sequence[str], most: int) -> dict[str, int]:
        found: dict[str, int] = {}
        with connection.cursor() as cursor:
            for word in words:
                cursor.execute(
                    "SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE words @@ %s::tsquery LIMIT %s) AS counted",
                    [quoted(word), most],
                )
                found[word] = cursor.fetchone()[0]
        return found


ENGINE = TextSearch()

"""Search with SQLite's FTS5."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from newsstand.algorithms.queries import Part, Query
from newsstand.search.documents import Document
from newsstand.search.engine import WEIGHTS, WINDOW, Conditions, positive

BM25 = ", ".join(map(str, WEIGHTS))
COLUMNS = {"headline": "headline", "author": "byline"}


def expression(part: Part) -> str:
    """A part of a query in FTS5's language. Tokens are letters and digits alone, and quoted all the same."""
    assert part.sought is not None  # noqa: S101 (only parts with words come here)
    phrase = " ".join(part.sought.tokens).replace('"', "")
    column = f"{COLUMNS[part.field]} : " if part.field in COLUMNS else ""
    return f'({column}"{phrase}"{" *" if part.sought.begins else ""})'


def match(query: Query) -> str:
    """The words of a query as one expression; "" when none has to be there."""
    groups = [" OR ".join(map(expression, group)) for group in positive(query)]
    wanted = " AND ".join(f"({group})" for group in groups)
    unwanted = " OR ".join(map(expression, query.none_of))
    return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted


class Fts5:
    """See `engine.Engine`."""

    def write(self, documents: Sequence[Document]) -> None:
        if not documents:
            return
        # One statement each: FTS5 writes out what it has gathered before every statement that has triggers.
        numbers = [each.number for each in documents]
        values = [value for each in documents for value in (each.number, each.headline, each.byline, each.words)]
        with connection.cursor() as cursor:
            # REPLACE would not call the trigger that takes the old words out of the index.
            cursor.execute(f"DELETE FROM search_text WHERE number IN ({', '.join(['%s'] * len(numbers))})", numbers)  # noqa: S608
            rows = ", ".join(["(%s, %s, %s, %s)"] * len(documents))
            cursor.execute(f"INSERT INTO search_text (number, headline, byline, words) VALUES {rows}", values)  # noqa: S608

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE search_entry")

    def select(self, query: Query, conditions: Conditions) -> tuple[str, list[Any]]:
        wanted = match(query)
        if wanted:
            # CROSS JOIN: FTS5 gives its rows from the newest to the oldest, and we stop when we have enough.
            own = conditions.sql.replace("e.number", "search_words.rowid")
            sql = (
                f"SELECT e.number, e.article_id, -bm25(search_words, {BM25}) AS relevance "  # noqa: S608 (numbers of ours)
                "FROM search_words CROSS JOIN search_entry e ON e.number = search_words.rowid "
                f"WHERE search_words MATCH %s AND {own} ORDER BY search_words.rowid DESC LIMIT {WINDOW}"
            )
            return sql, [wanted, *conditions.parameters]
        unwanted = " OR ".join(map(expression, query.none_of))
        without = "AND e.number NOT IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)" if unwanted else ""
        sql = (
            f"SELECT e.number, e.article_id, 1.0 AS relevance FROM search_entry e WHERE {conditions.sql} {without} "  # noqa: S608
            f"ORDER BY e.number DESC LIMIT {WINDOW}"
        )
        return sql, [*conditions.parameters, *([unwanted] if unwanted else [])]

    def holds(self, words: Sequence[str], most: int) -> dict[str, int]:
        found: dict[str, int] = {}
        with connection.cursor() as cursor:
            for word in words:
                quoted = f'"{word.replace(chr(34), "")}"'
                cursor.execute(
                    "SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH %s LIMIT %s) AS counted",
                    [quoted, most],
                )
                found[word] = cursor.fetchone()[0]
        return found


ENGINE = Fts5()

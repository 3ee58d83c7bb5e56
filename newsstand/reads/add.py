"""Numbers are added to counters, whoever else adds to them at the same moment."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django.db import connection

from newsstand.reads.models import COUNTED

AT_ONCE = 80
Sums = defaultdict[tuple[int, date], Counter[str]]


class Whose(Protocol):
    """To whom an article's numbers belong, by their ids."""

    publisher: int | None
    authors: list[int]


def add(sums: Sums, sources: Mapping[tuple[int, date, str], int], articles: Mapping[int, Whose]) -> None:
    """Add what articles were read on days, and whence, to the counters of all whose they are. In a transaction."""
    tables: dict[str, dict[tuple[Any, ...], Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (article, day), numbers in sums.items():
        whose = articles[article]
        tables["articleday"][article, day].update(numbers)
        tables["articlemonth"][article, day.replace(day=1)].update(numbers)
        tables["articletotal"][article, whose.publisher].update(numbers)
        tables["siteday"][day,].update(numbers)
        if whose.publisher is not None:
            tables["publisherday"][whose.publisher, day].update(numbers)
        for author in whose.authors:
            tables["authorday"][author, day].update(numbers)
    for (article, day, source), number in sources.items():
        whose = articles[article]
        more = {"reads": number}
        tables["articlesource"][article, day, source].update(more)
        tables["sitesource"][day, source].update(more)
        if whose.publisher is not None:
            tables["publishersource"][whose.publisher, day, source].update(more)
        for author in whose.authors:
            tables["authorsource"][author, day, source].update(more)
    for name, keys in TABLES.items():
        columns = ("reads",) if name.endswith("source") else COUNTED
        rows = [(*key, *(int(numbers[one]) for one in columns)) for key, numbers in tables[name].items()]
        unique = keys[:1] if name == "articletotal" else keys
        upsert(f"reads_{name}", keys, unique, columns, rows)


TABLES = {
    "articleday": ("article_id", "day"),
    "articlesource": ("article_id", "day", "source"),
    "articlemonth": ("article_id", "month"),
    "articletotal": ("article_id", "publisher_id"),
    "authorday": ("author_id", "day"),
    "authorsource": ("author_id", "day", "source"),
    "publisherday": ("publisher_id", "day"),
    "publishersource": ("publisher_id", "day", "source"),
    "siteday": ("day",),
    "sitesource": ("day", "source"),
}


def upsert(
    table: str, keys: Sequence[str], unique: Sequence[str], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Add each row's numbers to what stands under its `unique` keys; the others are written with a new row.

    In the order of the keys, so that nobody waits for ever.
    """
    # Django's own upsert can replace a number, not add to it.
    ordered = sorted(rows)
    grown = ", ".join(f"{one} = {table}.{one} + excluded.{one}" for one in columns)
    marks = f"({', '.join(['%s'] * (len(keys) + len(columns)))})"
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), AT_ONCE):
            some = ordered[start : start + AT_ONCE]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join([*keys, *columns])}) VALUES {', '.join([marks] * len(some))} "  # noqa: S608
                f"ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {grown}",
                [value for row in some for value in row],
            )

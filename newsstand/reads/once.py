"""Who was here for the first time that day: asked and written in one statement, so that two nodes agree on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from newsstand.algorithms.read_counts import Deeds

AT_ONCE = 100
Key = tuple[date, int, str]


def first_times(fresh: Sequence[Deeds], counts: Mapping[Key, bool]) -> set[Key]:
    """Write these readers' keys down; returns those that nobody had written before. Inside a transaction."""
    found: set[Key] = set()
    # In order, so that two nodes cannot wait for each other for ever.
    ordered = sorted(fresh, key=lambda one: one.key)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(some))
        values = [
            value for one in some for value in (*one.key, one.network, counts[one.key], one.finished, one.referred)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO reads_once (day, article, reader, network, is_counted, finished, referred) "  # noqa: S608
                f"VALUES {marks} ON CONFLICT DO NOTHING RETURNING day, article, reader",
                values,
            )
            found.update((day_of(day), article, reader) for day, article, reader in cursor.fetchall())
    return found


def finish(again: Sequence[Deeds], name: str) -> Iterable[tuple[int, date]]:
    """Say of these readers that they `finished` or were `referred`; article and day of each who had not before."""
    ordered = sorted(again, key=lambda one: one.key)
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        which = " OR ".join(["(day = %s AND article = %s AND reader = %s)"] * len(some))
        column = connection.ops.quote_name(name)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE reads_once SET {column} = %s WHERE NOT {column} AND is_counted AND ({which}) "  # noqa: S608
                "RETURNING article, day",
                [True, *(value for one in some for value in one.key)],
            )
            yield from [(article, day_of(day)) for article, day in cursor.fetchall()]


def day_of(found: date | str) -> date:
    """A date as the database gives it: SQLite's has no type."""
    if isinstance(found, str):
        return date.fromisoformat(found)
    return found.date() if isinstance(found, datetime) else found

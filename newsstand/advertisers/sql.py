"""Statements about many rows at once, as SQLite and PostgreSQL both take them."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

AT_ONCE = 1_000


def locked(
    table: str, columns: str, key: str, values: Collection[int], *, strength: str = "NO KEY UPDATE"
) -> list[Any]:
    """Rows of which `key` is among the values, locked until the transaction ends, in the order of their keys.

    The order is what keeps two transactions from waiting for each other. SQLite has one writer at a time: whoever is in
    a transaction (they begin IMMEDIATE here) is alone, and nothing has to be locked.
    """
    if not values:
        return []
    wanted = sorted(set(values))
    given: Sequence[int | list[int]]
    if connection.vendor == "postgresql":
        wish, given, ending = f"{key} = ANY(%s::bigint[])", [wanted], f" FOR {strength}"
    else:
        wish, given, ending = f"{key} IN ({', '.join(['%s'] * len(wanted))})", wanted, ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {wish} ORDER BY {key}{ending}", given)  # noqa: S608
        return list(cursor.fetchall())


def change(table: str, key: str, columns: Sequence[str], rows: Sequence[tuple[int, ...]], *, put: str = "") -> None:
    """Add numbers to columns of many rows: each row is its key, and one number for each column.

    `put`: a column that is set to the last number of a row, not raised by it.
    """
    names = [f"n{at}" for at in range(len(columns))]
    raised = [f"{column} = held.{column} + v.{name}" for column, name in zip(columns, names, strict=True)]
    if put:
        names.append("put")
        raised.append(f"{put} = v.put")
    marks = f"({', '.join(['%s'] * (1 + len(names)))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            cursor.execute(
                f"WITH v(key, {', '.join(names)}) AS (VALUES {', '.join([marks] * len(some))}) "  # noqa: S608
                f"UPDATE {table} AS held SET {', '.join(raised)} FROM v WHERE held.{key} = v.key",
                [number for row in some for number in row],
            )

"""Many rows read and written at once, as each database does it fastest: no objects, one statement for a batch."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import connection

from newsstand.algorithms.ad_tokens import EPOCH

# Any number that nothing else of ours locks by.
BOOKING = 0x6E73_6164
Values = Sequence[Any]
# What no value of ours holds, and what stands for none.
PART, NONE = "\x1f", "None"
# A text begins with a part that is none: PostgreSQL takes an empty text for no part at all, not for an empty one.
ARRAY = f"(string_to_array(%s, '{PART}', '{NONE}'))[2:]"


@cache
def is_postgres() -> bool:
    """What the database is stays the same for a process."""
    return connection.vendor == "postgresql"


def wait_for_turn() -> None:
    """One batch is booked at a time, by whichever node; the others wait. SQLite has one writer at a time anyway."""
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOOKING])


def found(table: str, columns: str, key: str, values: Collection[Any], *, type_: str = "bigint") -> list[Any]:
    """The columns of rows whose key is among the values. One query, however many there are."""
    if not values:
        return []
    if is_postgres():
        wish, given = f"= ANY({ARRAY}::{type_}[])", as_text(values)
    else:
        wish, given = "IN (SELECT value FROM json_each(%s))", as_json(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {key} {wish}", [given])  # noqa: S608
        return list(cursor.fetchall())


def as_text(values: Iterable[Any]) -> str:
    """A column as one text, which `ARRAY` takes apart: psycopg looks at each value of a list, and takes its time."""
    return PART + PART.join(map(str, values))


def as_json(values: Iterable[Any]) -> str:
    return "[" + ",".join(str(one) if isinstance(one, int) else f'"{one}"' for one in values) + "]"


def insert(table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
    """New rows of numbers, None, and texts that went through `plain` where they are not ours."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if is_postgres():
            data = "\n".join(["\t".join(map(str, row)) for row in rows])
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN WITH (NULL '{NONE}')") as copy:
                copy.write(data + "\n")
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text without what parts columns, rows and values here, or stands for none; nothing of ours has any of it."""
    return re.sub(r"[\x00-\x1f\\]|^None$", "?", text)


def change(table: str, types: Sequence[tuple[str, str]], sets: str, rows: Sequence[Values], *, where: str) -> None:
    """Set columns of rows that stand: `sets` and `where` name a row's values as v.NAME, and the row as `held`.

    `types`: the values' names and PostgreSQL's types.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        if is_postgres():
            arrays = ", ".join(f"{ARRAY}::{type_}[]" for _, type_ in types)
            names = ", ".join(name for name, _ in types)
            cursor.execute(
                f"UPDATE {table} AS held SET {sets} FROM unnest({arrays}) AS v({names}) WHERE {where}",  # noqa: S608
                [as_text(column) for column in zip(*rows, strict=True)],
            )
            return
        selected = ", ".join(f"%s AS {name}" for name, _ in types)
        statement = f"UPDATE {table} AS held SET {sets} FROM (SELECT {selected}) AS v WHERE {where}"  # noqa: S608
        cursor.executemany(statement, rows)


def add_up(
    table: str, keys: Sequence[tuple[str, str]], sums: Sequence[str], rows: Sequence[Values], *, rest: str = ""
) -> None:
    """Add numbers to what stands under rows' keys, or begin there; in the order of the keys.

    `keys`: names and PostgreSQL's types. `rest`: names of keys that are no part of what is unique, comma-separated.
    """
    if not rows:
        return
    ordered = sorted(rows, key=tuple)
    names = [name for name, _ in keys]
    unique = ", ".join(name for name in names if name not in rest.split(","))
    grown = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    into = f"INSERT INTO {table} ({', '.join([*names, *sums])})"
    ending = f"ON CONFLICT ({unique}) DO UPDATE SET {grown}"
    with connection.cursor() as cursor:
        if is_postgres():
            types = [*(type_ for _, type_ in keys), *["bigint"] * len(sums)]
            arrays = ", ".join(f"{ARRAY}::{type_}[]" for type_ in types)
            columns = [as_text(column) for column in zip(*ordered, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) {ending}", columns)  # noqa: S608
            return
        marks = ", ".join(["%s"] * (len(names) + len(sums)))
        cursor.executemany(f"{into} VALUES ({marks}) {ending}", ordered)


@lru_cache(maxsize=4096)
def second_of(seconds: int) -> str:
    """A whole second since 1970 (UTC) as both databases read it."""
    return f"{EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"


def moment(micros: int | None) -> str | None:
    """A moment in microseconds since 1970 as the database stores it: on SQLite as Django writes it."""
    if micros is None:
        return None
    seconds, rest = divmod(micros, 1_000_000)
    said = f"{second_of(seconds)}.{rest:06d}" if rest else second_of(seconds)
    return said + "+00" if is_postgres() else said

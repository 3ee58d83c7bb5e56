"""Which version of the things behind a page a cached page was made from."""

from collections.abc import Iterable

from django.db import connection, transaction

# Both SQLite and PostgreSQL take at least this many parameters in one statement.
MOST_NAMES_AT_ONCE = 400


def touch(names: Iterable[str]) -> None:
    """Say that the named things have changed. Call it inside the transaction of the change.

    Names are taken in sorted order, so that two writers cannot wait for each other for ever.
    """
    ordered = sorted(set(names))
    if not ordered:
        return
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(ordered), MOST_NAMES_AT_ONCE):
            some = ordered[start : start + MOST_NAMES_AT_ONCE]
            rows = ", ".join(["(%s, 1)"] * len(some))
            cursor.execute(
                f"INSERT INTO lib_stamp (name, version) VALUES {rows} "  # noqa: S608 (only placeholders)
                "ON CONFLICT (name) DO UPDATE SET version = lib_stamp.version + 1",
                some,
            )


def versions(names: Iterable[str]) -> tuple[int, ...]:
    """The versions of the named things in sorted order of their names; 0 for what never changed."""
    ordered = sorted(set(names))
    marks = ", ".join(["%s"] * len(ordered))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, version FROM lib_stamp WHERE name IN ({marks})", ordered)  # noqa: S608
        found = dict(cursor.fetchall())
    return tuple(found.get(name, 0) for name in ordered)

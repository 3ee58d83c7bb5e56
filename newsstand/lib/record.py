"""What we asked of other people's hosts, by day: so that we can tell them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from newsstand.lib.models import Fetch

DAYS = 14


@dataclass(slots=True)
class Told:
    """How often a host was asked, with how many bytes it answered, and its last status (0: no answer)."""

    count: int = 0
    size: int = 0
    status: int = 0


Key = tuple[str, date, str]


def write(counts: Mapping[Key, Told]) -> None:
    """Add these counts, by host, day and kind, to what stands there. Any number of processes may do so at once."""
    table = connection.ops.quote_name(Fetch._meta.db_table)
    # Django's own upsert can replace a number, not add to it.
    statement = (
        f"INSERT INTO {table} (host, day, kind, count, bytes, last_status) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608
        f"ON CONFLICT (host, day, kind) DO UPDATE SET count = {table}.count + excluded.count, "
        f"bytes = {table}.bytes + excluded.bytes, last_status = excluded.last_status"
    )
    rows: list[list[str | date | int]] = [
        [host[:255], day, kind[:10], told.count, told.size, told.status]
        for (host, day, kind), told in sorted(counts.items())
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def sweep(today: date) -> None:
    """Drop what is older than fourteen days."""
    Fetch.objects.filter(day__lte=today - timedelta(days=DAYS)).delete()

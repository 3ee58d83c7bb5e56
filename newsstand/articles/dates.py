"""When a publisher's newest articles were published."""

from datetime import UTC, datetime

from django.db import connection

from newsstand.articles.models import Article


def newest_dates(publisher_id: int, most: int) -> list[datetime]:
    """The dates of its newest articles, the newest first, aware and UTC. It is asked for every feed without news."""
    table = connection.ops.quote_name(Article._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT published_at FROM {table} WHERE publisher_id = %s "  # noqa: S608 (a table of ours)
            "ORDER BY published_at DESC, id DESC LIMIT %s",
            [publisher_id, most],
        )
        return [aware(value) for (value,) in cursor.fetchall()]


def aware(value: datetime | str) -> datetime:
    """SQLite has no type for moments: Django writes them there as text, in UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

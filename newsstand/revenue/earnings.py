"""What somebody earned here by their own articles, for the export of their account."""

from collections.abc import Iterator
from typing import Any

from newsstand.accounts.models import User
from newsstand.revenue.export import ad_lines, paid_in
from newsstand.revenue.models import Statement

OF_STATEMENT = (
    "finished",
    "gross",
    "share",
    "micros",
    "ads_gross",
    "ads",
    "paid",
    "opening",
    "balance",
    "digest",
    "previous",
)


def earnings(user: User) -> Iterator[dict[str, Any]]:
    """A contributor's statements with their lines, the oldest month first, as plain values for JSON.

    Amounts are micros of `currency`, `share` basis points; `days` of an article are [day, finished reads, micros]. What
    a publisher earned is in the publisher's own export. `ad_lines` and `payouts` are those of the statement's file.
    Two queries for each hundred months, and two a month.
    """
    rows = Statement.objects.filter(contributor__user=user).select_related("closing").prefetch_related("lines")
    for row in rows.order_by("closing__month", "pk").iterator(100):
        month = f"{row.month:%Y-%m}"
        yield {
            "month": month,
            "currency": row.closing.currency,
            **{name: getattr(row, name) for name in OF_STATEMENT},
            "articles": [
                {"number": one.number, "finished": one.finished, "micros": one.micros, "days": one.days}
                for one in sorted(row.lines.all(), key=lambda line: line.number)
            ],
            "ad_lines": ad_lines(row.owner, row.month),
            "payouts": paid_in(row.owner, row.month),
            "address": f"/write/statements/{month}",
        }

"""What editors did about money: bookings into a month's fund, and months that were divided."""

from datetime import datetime

from django.db.models import QuerySet

from newsstand.accounts.models import User
from newsstand.algorithms.amounts import amount
from newsstand.pages.desk_log_entries import Entry, taken_back
from newsstand.revenue.book import reverse
from newsstand.revenue.models import Booking, Closing

BACK = "Taken back, from the log of the desk."


def bookings() -> "QuerySet[Booking]":
    """What was booked by hand; a reversal stands with what it takes back."""
    rows = Booking.objects.filter(by__isnull=False, reverses=None)
    return rows.select_related("by", "reversed_by__by")


def booking(row: Booking) -> Entry:
    back: Booking | None = getattr(row, "reversed_by", None)
    return Entry(
        kind="funds",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=f"booked {amount(row.micros)}, {row.get_kind_display()}",
        title=f"Fund of {row.month:%B %Y}",
        address="/desk/funds",
        why=row.note,
        undone=taken_back(back.by, back.at) if back is not None else "",
        undoable=back is None,
    )


def booking_back(number: int, editor: User, now: datetime) -> None:
    reverse(booking=Booking.objects.get(pk=number), note=BACK, by=editor, now=now)


def closings() -> "QuerySet[Closing]":
    return Closing.objects.filter(by__isnull=False).select_related("by").defer("weights", "rule")


def closing(row: Closing) -> Entry:
    return Entry(
        kind="months",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=f"closed the month and divided {amount(row.fund)}",
        title=f"Fund of {row.month:%B %Y}",
        address="/desk/funds",
    )

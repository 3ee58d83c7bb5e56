"""What editors did about publishers: applications, contracts, articles taken down, feeds."""

from datetime import datetime

from django.db.models import Q, QuerySet

from newsstand.accounts.models import User
from newsstand.pages.desk_log_entries import STAFF, Entry, taken_back
from newsstand.publishers.models import ContractChange, Event, FeedEvent
from newsstand.publishers_desk.models import TakeDown
from newsstand.publishers_desk.take_down import undo


def outlet_events() -> "QuerySet[Event]":
    """What editors decided about publishers that apply, and changed about publishers for them."""
    kinds = [Event.Kind.ACCEPTED, Event.Kind.OVERRODE, Event.Kind.DECLINED]
    rows = Event.objects.filter(STAFF, Q(kind__in=kinds) | Q(application=None))
    return rows.select_related("by", "application", "publisher")


def outlet_event(row: Event) -> Entry:
    application, publisher = row.application, row.publisher
    address = publisher.get_absolute_url() if publisher is not None else ""
    if application is not None:
        address = f"/publishers/applications/{application.pk}"
    return Entry(
        kind="outlets",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=row.get_kind_display(),
        title=str(application or publisher),
        address=address,
        why=row.text,
    )


def contracts() -> "QuerySet[ContractChange]":
    return ContractChange.objects.filter(STAFF).select_related("by", "publisher")


def contract(row: ContractChange) -> Entry:
    return Entry(
        kind="contracts",
        number=row.pk,
        at=row.at,
        by=row.by,
        what="changed the contract",
        title=row.publisher.name,
        address=f"/publishers/{row.publisher.slug}/contract",
        why=", ".join(name.replace("_", " ") for name in row.after),
    )


def take_downs() -> "QuerySet[TakeDown]":
    return TakeDown.objects.filter(STAFF).select_related("by", "publisher", "undone_by")


def take_down(row: TakeDown) -> Entry:
    return Entry(
        kind="take-downs",
        number=row.pk,
        at=row.asked_at,
        by=row.by,
        what=f"took down {row.total} article{'' if row.total == 1 else 's'}",
        title=row.publisher.name,
        address=row.get_absolute_url(),
        why=row.reason,
        undone=taken_back(row.undone_by, row.undo_asked_at),
        undoable=row.undo_asked_at is None,
    )


def feeds() -> "QuerySet[FeedEvent]":
    return FeedEvent.objects.filter(STAFF).select_related("by", "feed__publisher")


def feed(row: FeedEvent) -> Entry:
    return Entry(
        kind="feeds",
        number=row.pk,
        at=row.at,
        by=row.by,
        what=f"{row.get_kind_display()}: its feed {row.feed.address}",
        title=row.feed.publisher.name,
        address=f"/publishers/{row.feed.publisher.slug}/feeds",
        why=row.text,
    )


def bring_back(number: int, editor: User, now: datetime) -> None:
    undo(take_down=TakeDown.objects.select_related("publisher", "by").get(pk=number), by=editor, now=now)

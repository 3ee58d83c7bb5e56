"""Accepted applications become publishers, and who applied one of its people."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from newsstand.ingest.add import Added, CannotAddError, add
from newsstand.lib.http import Door
from newsstand.lib.leases import in_thread
from newsstand.publishers.models import Application, Membership, Publisher


async def connect_accepted(*, door: Door, clock: Callable[[], datetime]) -> int:
    """Connect the publishers whose applications an editor accepted; returns how many were.

    What cannot be connected keeps the reason, which the applicant sees, and is tried again when an editor accepts it
    again.
    """
    connected = 0
    for application in await in_thread(waiting):
        try:
            added = await add(application.address, door=door, clock=clock, name=application.name)
        except CannotAddError as error:
            await in_thread(note, application, None, error.reason)
            continue
        await in_thread(settle, application, added, clock())
        connected += 1
    return connected


def waiting() -> list[Application]:
    """Accepted applications that nobody tried to connect yet."""
    accepted = Application.objects.filter(state=Application.State.ACCEPTED, publisher=None, reason="")
    return list(accepted.order_by("decided_at")[:20])


def note(application: Application, publisher: Publisher | None, error: str) -> None:
    """Save what came of it."""
    Application.objects.filter(pk=application.pk).update(publisher=publisher, reason=error[:500])


@transaction.atomic
def settle(application: Application, added: Added, now: datetime) -> None:
    """The application is connected, and the applicant belongs to the publisher that came of it."""
    if application.applicant is not None and is_its_own(application, added):
        Membership.objects.get_or_create(publisher=added.publisher, user=application.applicant, defaults={"since": now})
    note(application, added.publisher, "")


def is_its_own(application: Application, added: Added) -> bool:
    """Whether the publisher came of this application. One that was here already has people of its own: a site that
    merely names their feed gives nobody a right to them. (An editor can still add a member by hand.)
    """
    if added.outcome is not None:
        return True
    # A worker that was killed between making the publisher and noting it.
    decided = application.decided_at
    here_since_then = decided is not None and added.publisher.joined_at >= decided
    return here_since_then and not Membership.objects.filter(publisher=added.publisher).exists()

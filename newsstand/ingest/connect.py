"""Accepted applications become publishers."""

from collections.abc import Callable
from datetime import datetime

from newsstand.ingest.add import CannotAddError, add
from newsstand.lib.http import Door
from newsstand.lib.leases import in_thread
from newsstand.publishers.models import Application, Publisher


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
        await in_thread(note, application, added.publisher, "")
        connected += 1
    return connected


def waiting() -> list[Application]:
    """Accepted applications that nobody tried to connect yet."""
    accepted = Application.objects.filter(state=Application.State.ACCEPTED, publisher=None, reason="")
    return list(accepted.order_by("decided_at")[:20])


def note(application: Application, publisher: Publisher | None, error: str) -> None:
    """Save what came of it."""
    Application.objects.filter(pk=application.pk).update(publisher=publisher, reason=error[:500])

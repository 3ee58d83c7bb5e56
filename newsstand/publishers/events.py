"""What happened to an application or a publisher is written down."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.publishers.models import Application, Event, Publisher

LONGEST = 1000


def note(
    subject: Application | Publisher,
    kind: Event.Kind,
    *,
    now: datetime,
    by: User | None = None,
    about: User | None = None,
    text: str = "",
) -> Event:
    """Write down that something happened to `subject`, inside the caller's transaction. No `by`: the site did it."""
    application = subject if isinstance(subject, Application) else None
    publisher = subject if isinstance(subject, Publisher) else None
    return Event.objects.create(
        application=application, publisher=publisher, kind=kind, by=by, about=about, at=now, text=text[:LONGEST]
    )

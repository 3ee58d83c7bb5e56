"""A publisher says who it is: what readers should know to trust it."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.lib.stamps import touch
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Event, Publisher, Role

FIELDS = (
    *("description", "language", "site_url", "contact"),
    *("ownership", "funding", "masthead", "corrections_policy", "ethics_policy"),
)


@transaction.atomic
def describe(*, publisher: Publisher, said: Mapping[str, str], by: User, now: datetime) -> list[str]:
    """Keep what a publisher says of itself, and give the names of what changed. What `said` leaves out stays.

    Raises RefusedError for anybody but its owners and editors (or an editor of the site), and for what cannot stand.
    1. Load the publisher, locked.
    2. Decide what differs, and whether it can stand.
    3. Save; every page that shows it hears of it, articles too.
    """
    must_be(by, publisher, Role.EDITOR, now)
    found = Publisher.objects.select_for_update().get(pk=publisher.pk)
    given = {name: tidy(said[name]) for name in FIELDS if name in said}
    changed = [name for name, value in given.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, given[name])
    try:
        found.clean_fields(exclude={field.name for field in found._meta.fields} - set(changed))
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from None
    if changed:
        found.save(update_fields=changed)
        words = ", ".join(str(found._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
        note(found, Event.Kind.PROFILE, now=now, by=by, text=words)
        touch([f"publisher:{found.slug}", "publishers", "site"])
    return changed


def tidy(text: str) -> str:
    """Text without what no database takes, its lines ended in one way."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()

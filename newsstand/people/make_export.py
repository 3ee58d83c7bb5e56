"""Exports that take long are made by the worker, and lie for a week where nobody can guess."""

import logging
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.comments.models import Comment, Like
from newsstand.lib.leases import claim
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.people.export import write_zip
from newsstand.people.models import Export
from newsstand.ranking.models import Signal

# More rows than these are not waited for in a request.
SMALL = 3000
KEPT_FOR = timedelta(days=7)
LEASE = timedelta(minutes=30)
MOST_TRIES = 3

log = logging.getLogger(__name__)


def is_small(user: User) -> bool:
    """Whether an export is made while its user waits. Four short queries."""
    left = SMALL
    for model in (Comment, Like, Notice, Signal):
        left -= model._base_manager.filter(user=user)[: SMALL + 1].count()
    return left >= 0


@transaction.atomic
def ask_export(*, user: User, now: datetime) -> Export:
    """Have an export made; one that is under way is the same one.

    1. Load what is under way. 2. Decide nothing. 3. Save.
    """
    export, _ = Export.objects.get_or_create(
        user=user, done_at=None, defaults={"token": secrets.token_urlsafe(32), "asked_at": now}
    )
    return export


def path_of(export: Export) -> Path:
    return Path(settings.NEWSSTAND_HOME) / "exports" / f"{export.token}.zip"


def make_due(*, now: datetime) -> bool:
    """Make the next export that waits, and remove those whose week is over; whether there may be more.

    1. Load: claim one. 2. Decide nothing. 3. Save: the file is whole or not there, then the row says so.
    """
    tidy(now)
    waiting = Export.objects.filter(done_at=None).exclude(leased_until__gt=now).order_by("asked_at", "pk")
    for export in claim(waiting.select_related("user"), now=now, lease=LEASE, most=1):
        try:
            make(export, now=now)
        except Exception:
            log.exception("The export of user %s could not be made.", export.user_id)
            failed(export, now)
        return True
    return False


def make(export: Export, *, now: datetime) -> None:
    """Write the file and say that it is there; what a killed worker leaves is a draft, which goes with the next."""
    path = path_of(export)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        write_zip(export.user, file, now=now)
    draft.replace(path)
    with transaction.atomic():
        mine = Export.objects.filter(pk=export.pk, leased_until=export.leased_until, done_at=None)
        if mine.update(done_at=now, until=now + KEPT_FOR, leased_until=None, error=""):
            tell(
                user=export.user,
                kind=Notice.Kind.SITE,
                key=f"export:{export.pk}",
                title="Everything about you is ready to be taken away",
                text="The file lies here for a week.",
                address="/you/export",
                now=now,
            )


def failed(export: Export, now: datetime) -> None:
    """It is tried three times, half an hour apart; then it is given up, and says so."""
    tries = export.tries + 1
    given_up = {
        "done_at": now,
        "until": now + KEPT_FOR,
        "error": "It could not be made; this site's operator can see why.",
    }
    mine = Export.objects.filter(pk=export.pk, leased_until=export.leased_until)
    mine.update(tries=tries, **(given_up if tries >= MOST_TRIES else {}))


def tidy(now: datetime) -> None:
    """Files whose week is over go, and those of accounts that are gone with their rows."""
    over = Export.objects.filter(until__lte=now)
    if over.exists():
        over.delete()
    folder = Path(settings.NEWSSTAND_HOME) / "exports"
    files = list(folder.glob("*.zip")) if folder.is_dir() else []
    known = set(Export.objects.values_list("token", flat=True)) if files else set()
    for path in files:
        if path.stem not in known:
            path.unlink(missing_ok=True)

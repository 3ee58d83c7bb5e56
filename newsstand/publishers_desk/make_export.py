"""A publisher's export is made by the worker, and lies where nobody can guess."""

import logging
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.lib.leases import claim
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.publishers.may import must_be
from newsstand.publishers.models import Publisher, Role
from newsstand.publishers_desk.models import Departure, PublisherExport
from newsstand.publishers_desk.write_export import write_export

KEPT_FOR = timedelta(days=7)
LEASE = timedelta(minutes=30)
MOST_TRIES = 3
FAILED = "It could not be made; this site's operator can see why."

log = logging.getLogger(__name__)


class LostError(Exception):
    """Another worker has taken it over, or its publisher is gone."""


@transaction.atomic
def ask_export(*, publisher: Publisher, by: User, now: datetime) -> PublisherExport:
    """Have an export made; one that is under way is the same one. Raises RefusedError for anybody but an owner.

    1. Load what is under way. 2. Decide who may. 3. Save.
    """
    must_be(by, publisher, Role.OWNER, now)
    return begin_export(publisher=publisher, by=by, now=now)


def begin_export(*, publisher: Publisher, by: User | None, now: datetime) -> PublisherExport:
    """The same for a caller who has decided already, in its transaction."""
    found, _ = PublisherExport.objects.get_or_create(
        publisher=publisher,
        done_at=None,
        defaults={
            "by": by,
            "token": secrets.token_urlsafe(32),
            "asked_at": now,
            "total": Article.objects.filter(publisher=publisher).count(),
        },
    )
    return found


def folder() -> Path:
    return Path(settings.NEWSSTAND_HOME) / "publisher-exports"


def path_of(export: PublisherExport) -> Path:
    return folder() / f"{export.token}.zip"


def make_due(*, now: datetime) -> bool:
    """Make the export that has waited longest, and remove those whose time is over; whether there may be more.

    1. Load: claim one. 2. Decide nothing. 3. Save: the file is whole or not there, then the row says so.
    """
    tidy(now)
    waiting = PublisherExport.objects.filter(done_at=None).exclude(leased_until__gt=now).order_by("asked_at", "pk")
    for export in claim(waiting.select_related("publisher__contract", "by"), now=now, lease=LEASE, most=1):
        try:
            make(export, now=now)
        except LostError:
            log.warning("The export of publisher %s was taken over.", export.publisher_id)
        except Exception:
            log.exception("The export of publisher %s could not be made.", export.publisher_id)
            failed(export, now)
        return True
    return False


def make(export: PublisherExport, *, now: datetime) -> None:
    """Write the file and say that it is there; what a killed worker leaves is a draft, which goes with the next."""

    def progress(done: int) -> None:
        mine = PublisherExport.objects.filter(pk=export.pk, leased_until=export.leased_until, done_at=None)
        if not mine.update(done=done):
            raise LostError

    path = path_of(export)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        write_export(export.publisher, file, now=now, progress=progress)
    draft.replace(path)
    finish(export, now)


@transaction.atomic
def finish(export: PublisherExport, now: datetime) -> None:
    """The row says that the file is there, until when; who asked for it is told."""
    until = now + KEPT_FOR
    departure = Departure.objects.standing().filter(publisher=export.publisher).first()
    if departure is not None:
        until = max(until, departure.final_at)
    mine = PublisherExport.objects.filter(pk=export.pk, leased_until=export.leased_until, done_at=None)
    if mine.update(done_at=now, until=until, leased_until=None, error="") and export.by is not None:
        tell(
            user=export.by,
            kind=Notice.Kind.WORK,
            key=f"publisher-export:{export.pk}",
            title=f"Everything of {export.publisher.name} is ready to be taken along",
            text=f"The file lies here until {until.day} {until:%B %Y}.",
            address=f"/publishers/{export.publisher.slug}/export",
            now=now,
        )


def failed(export: PublisherExport, now: datetime) -> None:
    """It is tried three times; then it is given up, and says so."""
    tries = export.tries + 1
    given_up = {"done_at": now, "until": now + KEPT_FOR, "error": FAILED} if tries >= MOST_TRIES else {}
    mine = PublisherExport.objects.filter(pk=export.pk, leased_until=export.leased_until)
    mine.update(tries=tries, **given_up)


def tidy(now: datetime) -> None:
    """Files whose time is over go, and those whose rows are gone."""
    PublisherExport.objects.filter(until__lte=now).delete()
    files = [path for path in folder().glob("*") if path.suffix in {".zip", ".draft"}] if folder().is_dir() else []
    known = set(PublisherExport.objects.values_list("token", flat=True)) if files else set()
    for path in files:
        if path.stem not in known:
            path.unlink(missing_ok=True)

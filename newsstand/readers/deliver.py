"""Digests that are due are made and handed to the mail server: each at most once (docs/decisions/0010-digests.md)."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import BadHeaderError, get_connection
from django.db import OperationalError, transaction

from newsstand.accounts.mailable import may_be_mailed
from newsstand.lib.leases import claim
from newsstand.ranking.keep import row_of
from newsstand.ranking.models import PageOrder
from newsstand.readers.letter import letter
from newsstand.readers.models import Digest, Mailing
from newsstand.readers.news import News, news_for
from newsstand.readers.schedule import UNCONFIRMED, after

MOST_AT_ONCE = 20
LEASE = timedelta(minutes=10)
# A server that said no is asked again so much later, and so often; then the next regular time has its turn.
AGAIN_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# The server answered and said no, or was never asked. A connection that broke in the middle may have done either: then
# the mail counts as sent.
CERTAINLY_NOT_SENT = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, BadHeaderError)

log = logging.getLogger(__name__)


def send_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Send the digests that are due; returns how many mails the mail server took.

    1. Load: due digests, taken for ten minutes, so that no two workers have the same one.
    2. Decide for each what is new (readers.news). Nothing new: no mail, and the next one tells it.
    3. Save the mailing and the next time, and only then hand the mail over.
    """
    connection, sent, reached = get_connection(), 0, True
    for digest in claim(Digest.objects.due(now).select_related("user"), now=now, lease=LEASE, most=most):
        reached = reached and reach(connection)
        if not reached:
            put_off(digest, reason="Our mail server could not be reached.", now=now)
            continue
        try:
            sent += send_one(digest, connection, now=now)
        except OperationalError:
            raise
        except Exception:
            # One reader's trouble is no other reader's: theirs is tried again, and the log says what it was.
            log.exception("The digest of user %s could not be made.", digest.user_id)
            put_off(digest, reason="It could not be made; this site's operator can see why.", now=now)
    connection.close()
    return sent


def reach(connection: Any) -> bool:
    """Connect to the mail server, where there is no connection yet; whether it answers."""
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        log.warning("The mail server cannot be reached: %s", error)
        return False
    return True


def send_one(digest: Digest, connection: Any, *, now: datetime) -> bool:
    """Make the mail of one digest and hand it over; whether the server took it."""
    told_until, found = digest.told_until, news_for(digest, now=now) if may_be_mailed(digest.user) else None
    if found is None or not found.pieces:
        nothing_to_send(digest, error=UNCONFIRMED if found is None else "", now=now)
        return False
    mailing = marked(digest, found, now=now)
    if mailing is None:
        return False
    mail = letter(digest, list(found.pieces), number=mailing.pk, now=now)
    mail.connection = connection
    try:
        taken = mail.send()
    except Exception as error:  # noqa: BLE001 (whatever it was, the other readers still get theirs)
        log.warning("The digest of user %s was not taken: %r", digest.user_id, error)
        # What a broken connection would take next could not be told from what it never took.
        connection.close()
        if isinstance(error, CERTAINLY_NOT_SENT):
            take_back(mailing, told_until=told_until, now=now)
        return False
    Mailing.objects.filter(pk=mailing.pk).update(sent_at=now)
    Digest.objects.filter(pk=digest.pk, attempts__gt=0).update(attempts=0)
    return bool(taken)


def nothing_to_send(held: Digest, *, error: str, now: datetime) -> None:
    """No mail this time; unless somebody else holds it by now, its next time is when it always is."""
    mine = Digest.objects.filter(pk=held.pk, leased_until=held.leased_until)
    mine.update(due_at=after(held, now=now), leased_until=None, attempts=0, error=error)


@transaction.atomic
def marked(held: Digest, news: News, *, now: datetime) -> Mailing | None:
    """All that is saved before a mail is handed over: from here on it counts as told. None for who lost the lease,
    or was told meanwhile to send none.
    """
    mine = Digest.objects.select_for_update().filter(pk=held.pk, leased_until=held.leased_until, due_at__lte=now)
    digest = mine.first()
    if digest is None or digest.due_at is None or news.kept is None:
        return None
    row = row_of(news.kept)
    order, _ = PageOrder.objects.get_or_create(key=row.key, defaults=values_of(row))
    told = [piece.told for piece in news.pieces]
    mailing = Mailing.objects.create(digest=digest, due_at=digest.due_at, made_at=now, told=told, order=order)
    digest.due_at, digest.leased_until, digest.told_until = after(digest, now=now), None, now
    digest.error = ""
    digest.save(update_fields=["due_at", "leased_until", "told_until", "error"])
    return mailing


def values_of(row: PageOrder) -> dict[str, Any]:
    """An unsaved order as the values of its columns."""
    return {name: getattr(row, name) for name in ("page", "user_id", "at", "formula", "numbers")}


@transaction.atomic
def take_back(mailing: Mailing, *, told_until: datetime, now: datetime) -> None:
    """A mail that was certainly not taken was never told: all is as before, and it is tried again later."""
    digest = Digest.objects.select_for_update().get(pk=mailing.digest_id)
    mailing.delete()
    Digest.objects.filter(pk=digest.pk).update(told_until=told_until)
    put_off(digest, reason="The mail server did not take it.", now=now)


@transaction.atomic
def put_off(digest: Digest, *, reason: str, now: datetime) -> None:
    """Try again in a while; after three times at the next regular time. Who switched it off meanwhile is left alone."""
    found = Digest.objects.select_for_update().get(pk=digest.pk)
    found.leased_until, found.error = None, reason
    if found.is_on or found.due_at is not None:
        waits = found.attempts < len(AGAIN_AFTER)
        found.due_at = now + AGAIN_AFTER[found.attempts] if waits else after(found, now=now)
        found.attempts = found.attempts + 1 if waits else 0
    found.save(update_fields=["due_at", "leased_until", "attempts", "error"])

"""Mails with notices that are due are made and handed to the mail server: each notice is mailed at most once.

As with digests (docs/decisions/0010-digests.md): what a mail holds is marked before it is handed over. A worker that is
killed in between loses this one mail, whose notices still stand on the page; nobody gets it twice.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import BadHeaderError, get_connection
from django.db import OperationalError, transaction
from django.db.models import F

from newsstand.accounts.mailable import may_be_mailed
from newsstand.algorithms.notice_times import is_used_up, next_mail
from newsstand.lib.leases import claim
from newsstand.notices.letter import letter
from newsstand.notices.models import Mailbox, Notice, Wish
from newsstand.notices.wishes import unmailed, wishes_of

MOST_AT_ONCE = 20
# What a mail may tell of; whoever has more waiting reads them on the page.
MOST_NOTICES = 200
LEASE = timedelta(minutes=10)
AGAIN_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# The server answered and said no, or was never asked; a connection that broke in the middle may have done either.
CERTAINLY_NOT_SENT = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, BadHeaderError)

log = logging.getLogger(__name__)


def send_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Send the mails that are due; returns how many the mail server took.

    1. Load: due mailboxes, taken for ten minutes.
    2. Decide what each tells: unread notices of the kinds that are wanted by mail; after so many mails a day
       (NEWSSTAND_NOTICE_MAILS_A_DAY) the rest waits for the next morning.
    3. Save that they are mailed, and only then hand the mail over.
    """
    due = Mailbox.objects.filter(due_at__lte=now).exclude(leased_until__gt=now).order_by("due_at", "pk")
    boxes = claim(due.select_related("user"), now=now, lease=LEASE, most=most)
    connection, sent = get_connection(), 0
    for box in boxes:
        try:
            connection.open()
        except (OSError, SMTPException) as error:
            log.warning("The mail server cannot be reached: %s", error)
            put_off(box, reason="Our mail server could not be reached.", now=now)
            continue
        try:
            sent += send_one(box, connection, now=now)
        except OperationalError:
            raise
        except Exception:
            # One user's trouble is no other user's.
            log.exception("The notices of user %s could not be mailed.", box.user_id)
            put_off(box, reason="It could not be made; this site's operator can see why.", now=now)
    connection.close()
    return sent


def send_one(box: Mailbox, connection: Any, *, now: datetime) -> bool:
    """Make the mail of one user and hand it over; whether the server took it."""
    notices = marked(box, now=now)
    if not notices:
        return False
    mail = letter(box.user, notices, mark=str(notices[-1].pk))
    mail.connection = connection
    try:
        taken = mail.send()
    except Exception as error:  # noqa: BLE001 (whatever it was, the others still get theirs)
        log.warning("The notices of user %s were not taken: %r", box.user_id, error)
        connection.close()
        if isinstance(error, CERTAINLY_NOT_SENT):
            take_back(box, notices, now=now)
        return False
    Mailbox.objects.filter(pk=box.pk, attempts__gt=0).update(attempts=0)
    return bool(taken)


@transaction.atomic
def marked(held: Mailbox, *, now: datetime) -> list[Notice]:
    """What the mail tells, marked as mailed; nothing for who lost the lease, may have no mail, or had enough today."""
    box = Mailbox.objects.select_for_update().filter(pk=held.pk, leased_until=held.leased_until).first()
    if box is None:
        return []
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    box.due_at, box.leased_until, box.error, found = None, None, "", []
    if not may_be_mailed(held.user):
        pass
    elif is_used_up(box.day, box.mails, today=today, most=settings.NEWSSTAND_NOTICE_MAILS_A_DAY):
        box.due_at = next_mail("daily", now=now, zone=zone)
    else:
        wanted = [kind for kind, ways in wishes_of(held.user).items() if ways.mail != Wish.Mail.NEVER]
        found = list(unmailed(held.user).filter(kind__in=wanted).order_by("pk")[:MOST_NOTICES])
    if found:
        Notice.objects.filter(pk__in=[one.pk for one in found]).update(mailed_at=now)
        box.day, box.mails = today, box.mails + 1 if box.day == today else 1
    box.save()
    return found


@transaction.atomic
def take_back(box: Mailbox, notices: list[Notice], *, now: datetime) -> None:
    """A mail that was certainly not taken was never sent: all is as before, and it is tried again later."""
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=None)
    Mailbox.objects.filter(pk=box.pk, mails__gt=0).update(mails=F("mails") - 1)
    put_off(box, reason="The mail server did not take it.", now=now)


@transaction.atomic
def put_off(box: Mailbox, *, reason: str, now: datetime) -> None:
    """Try again in a while; after three times with the next notice."""
    found = Mailbox.objects.select_for_update().get(pk=box.pk)
    waits = found.attempts < len(AGAIN_AFTER)
    found.due_at = now + AGAIN_AFTER[found.attempts] if waits else None
    found.attempts = found.attempts + 1 if waits else 0
    found.leased_until, found.error = None, reason
    found.save()

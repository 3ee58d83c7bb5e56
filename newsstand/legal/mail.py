"""Mail to notifiers who have no account: that their notice arrived, and what was decided.

No word that a notifier wrote goes into it: anybody may type anybody's address into the form.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from newsstand.legal.models import Event, LegalNotice
from newsstand.legal.token import address_of
from newsstand.lib.leases import claim

MOST_AT_ONCE = 20
LEASE = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 6

log = logging.getLogger(__name__)


def send_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Send the mails that are due; how many the mail server took.

    1. Load: due notices, taken for ten minutes, so that no two workers have the same one.
    2. Decide nothing: a mail says how the notice stands now.
    3. Send, then save; a worker that dies in between sends it again, because this mail is owed (Art. 16(4) and (5)).
    """
    due = LegalNotice.objects.filter(due_at__lte=now).exclude(leased_until__gt=now).select_related("decision", "appeal")
    connection, sent = get_connection(), 0
    for notice in claim(due.order_by("due_at", "pk"), now=now, lease=LEASE, most=most):
        mail = letter(notice)
        mail.connection = connection
        try:
            taken = mail.send()
        except (OSError, SMTPException, ValueError) as error:
            log.warning("The mail about notice %s was not taken: %r", notice.reference, error)
            put_off(notice, now)
            continue
        sent += taken
        done(notice, now)
    connection.close()
    return sent


def letter(notice: LegalNotice) -> EmailMessage:
    """The mail that says how a notice stands: plain text, nothing in it but our own words."""
    context = {
        "notice": notice,
        "decision": notice.decision,
        "appeal": notice.appeal,
        "address": settings.NEWSSTAND_URL + address_of(notice),
        "site_name": settings.NEWSSTAND_NAME,
        "days": settings.NEWSSTAND_APPEAL_DAYS,
    }
    return EmailMessage(
        subject=f"Your notice {notice.reference}: {notice.get_state_display()}",
        body=render_to_string("legal/mail.txt", context),
        to=[notice.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def done(notice: LegalNotice, now: datetime) -> None:
    """The mail is out: remember it, unless something changed meanwhile, which then has a mail of its own."""
    mine = LegalNotice.objects.filter(pk=notice.pk, due_at=notice.due_at)
    mine.update(due_at=None, leased_until=None, attempts=0)
    what = Event.What.CONFIRMED if notice.is_open else Event.What.TOLD
    Event.objects.create(notice=notice, what=what, text="by mail", at=now)


def put_off(notice: LegalNotice, now: datetime) -> None:
    """Try again later, six times in all; then the case file says that it could not be sent."""
    again = notice.attempts + 1 < MOST_ATTEMPTS
    mine = LegalNotice.objects.filter(pk=notice.pk, due_at=notice.due_at)
    mine.update(
        due_at=now + AGAIN_AFTER * 2**notice.attempts if again else None,
        leased_until=None,
        attempts=notice.attempts + 1,
    )
    if not again:
        Event.objects.create(
            notice=notice, what=Event.What.NOTE, text="The mail server would not take the mail to the notifier.", at=now
        )

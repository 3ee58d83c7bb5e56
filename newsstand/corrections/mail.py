"""Mail to claimants who have no account: the link with which they confirm, and what became of it.

No word that a claimant wrote goes into it: anybody may type anybody's address into the form.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from newsstand.corrections.contest import last_day
from newsstand.corrections.events import note
from newsstand.corrections.forget import UNCONFIRMED
from newsstand.corrections.models import Contest, ContestEvent
from newsstand.lib.leases import claim
from newsstand.lib.mail import first_and_more, sender

MOST_AT_ONCE = 20
LEASE = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 6

log = logging.getLogger(__name__)


def send_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Send the mails that are due; how many the mail server took.

    1. Load: contests with a mail due, taken for ten minutes, so that no two workers have the same one.
    2. Decide nothing: a mail says how the contest stands now.
    3. Send, then save; a worker that dies in between sends it again.
    """
    due = Contest.objects.filter(mail_at__lte=now).exclude(email="").exclude(leased_until__gt=now)
    rows = due.select_related("article__publisher").order_by("mail_at", "pk")
    connection, sent = get_connection(), 0
    for contest in claim(rows, now=now, lease=LEASE, most=most):
        mail = letter(contest)
        mail.connection = connection
        try:
            taken = mail.send()
        except (OSError, SMTPException, ValueError) as error:
            log.warning("The mail about contest %s was not taken: %r", contest.pk, error)
            put_off(contest, now)
            continue
        sent += taken
        mine = Contest.objects.filter(pk=contest.pk, mail_at=contest.mail_at)
        mine.update(mail_at=None, leased_until=None, attempts=0)
        note(contest, ContestEvent.Action.TOLD, now)
    connection.close()
    return sent


def letter(contest: Contest) -> EmailMessage:
    """The mail that says how a contest stands: plain text, nothing in it but our own words and the headline."""
    context = {
        "contest": contest,
        "headline": contest.article.headline,
        "last_day": last_day(contest),
        "address": f"{settings.NEWSSTAND_URL}/contest/{contest.token}",
        "site_name": settings.NEWSSTAND_NAME,
        "days": UNCONFIRMED.days,
    }
    is_new = contest.state == Contest.State.NEW
    what = "Confirm that you contest a statement in" if is_new else "What you contest in"
    return EmailMessage(
        subject=first_and_more(f"{what} “{contest.article.headline}”", 1),
        body=render_to_string("corrections/mail.txt", context),
        from_email=sender(),
        to=[contest.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def put_off(contest: Contest, now: datetime) -> None:
    """Try again later, six times in all; then the claimant still finds it at the address of an earlier mail."""
    again = contest.attempts + 1 < MOST_ATTEMPTS
    mine = Contest.objects.filter(pk=contest.pk, mail_at=contest.mail_at)
    mine.update(
        mail_at=now + AGAIN_AFTER * 2**contest.attempts if again else None,
        leased_until=None,
        attempts=contest.attempts + 1,
    )

"""An applicant proves a domain by a mail to it: whoever reads it there opens the link."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.algorithms.proofs import Verdict, mail_addresses
from newsstand.lib.mail import one_line, sender
from newsstand.lib.ratelimit import Rate, allow
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_be_its_applicant
from newsstand.publishers.models import Event, Proof
from newsstand.publishers.prove import settle, site_of_proof

SALT = "newsstand.publishers.proof"
HOLDS = timedelta(days=3)
# To one domain, whoever asks: nobody's mailbox is filled by us.
MAILS = (Rate(3, 24 * 3600),)


def write(*, proof: Proof, to: str, by: User, now: datetime) -> Proof:
    """Send the link to `to`, one of the mailboxes of the domain that count (`algorithms.proofs.mail_addresses`).

    Raises RefusedError for another address, for somebody else, when the application was decided, or too often.
    1. Load: who asks, which mailboxes there are.
    2. Decide whether a mail may go there.
    3. Save, then send: a mail server that fails is said so, and nothing counts as sent.
    """
    must_be_its_applicant(by, proof.application, now)
    site = site_of_proof(proof.address)
    if to not in mail_addresses(site):
        raise RefusedError(f"Choose one of the addresses at {site.domain} in the list.")
    if not proof.application.can_change:
        raise RefusedError("This application was decided already.")
    if not allow(f"proof-mail:{site.domain}", *MAILS, now=now).allowed:
        raise RefusedError(f"Three mails a day to {site.domain} are the most. Come back tomorrow.")
    with transaction.atomic():
        kept = Proof.objects.select_for_update(of=("self",)).select_related("application").get(pk=proof.pk)
        kept.mailed_to, kept.mailed_at = to, now
        kept.save(update_fields=["mailed_to", "mailed_at"])
        note(kept.application, Event.Kind.MAILED, now=now, by=by, text=to)
        try:
            post(kept, by)
        except OSError:
            raise RefusedError("The mail could not be sent. Try again later, or prove it in another way.") from None
    return kept


def post(proof: Proof, by: User) -> None:
    """Send the mail itself. Raises OSError where no mail server takes it."""
    context = {
        "application": proof.application,
        "who": by.name,
        "link": f"{settings.NEWSSTAND_URL}/publishers/proof/{token_of(proof)}",
        "days": HOLDS.days,
        "site_name": settings.NEWSSTAND_NAME,
        "contact": settings.NEWSSTAND_CONTACT,
    }
    subject = one_line(f"Is {proof.application.name} yours? A question from {settings.NEWSSTAND_NAME}")
    send_mail(subject[:150], render_to_string("publishers/mail/proof.txt", context), sender(), [proof.mailed_to])


def token_of(proof: Proof) -> str:
    """What stands in the link: only who reads the last mail has it."""
    return signing.dumps([proof.pk, proof.token, proof.mailed_to], salt=SALT)


def proof_of(token: str) -> Proof | None:
    """The proof whose last mail holds this token; None for one that is not ours, too old, or no more the last."""
    try:
        number, secret, to = signing.loads(token, salt=SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    known = Proof.objects.select_related("application", "user")
    return known.filter(pk=number, token=secret, mailed_to=to).first()


def confirm(*, token: str, now: datetime) -> Proof:
    """The link of a mail was opened and the button pressed. Twice does no harm.

    Raises RefusedError for a link that holds no more.
    """
    proof = proof_of(token)
    if proof is None or not proof.application.can_change:
        raise RefusedError("This link holds no more. Whoever applied can have another one sent.")
    verdict = Verdict(site_of_proof(proof.address).domain)
    return settle(proof=proof, verdict=verdict, method=Proof.Method.MAIL, now=now, by=None)

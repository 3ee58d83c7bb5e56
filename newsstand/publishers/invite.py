"""Somebody is invited to belong to a publisher, and comes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string

from newsstand.accounts.models import User
from newsstand.lib.mail import one_line, sender
from newsstand.lib.ratelimit import Rate, allow
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_act, must_be
from newsstand.publishers.members import article
from newsstand.publishers.models import Event, Invitation, Membership, Publisher, Role

SALT = "newsstand.publishers.invitation"
HOLDS = timedelta(days=14)
INVITATIONS = (Rate(20, 24 * 3600),)
NO_MORE = "This invitation holds no more. Ask for another one."


def invite(*, publisher: Publisher, email: str, role: str, by: User, now: datetime) -> Invitation:
    """Ask somebody by mail to belong to a publisher. An open invitation to the same address is replaced.

    Raises RefusedError for anybody but an owner (or an editor of the site), for what is no address or role, for
    somebody who belongs to it already, too often, and where no mail can be sent.
    1. Load the open invitation to that address, and its member.
    2. Decide whether to ask.
    3. Save the invitation and send its link.
    """
    must_be(by, publisher, Role.OWNER, now)
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise RefusedError(f"{email[:100]!r} is no e-mail address. Write it as name@example.org.") from None
    if role not in Role.values:
        raise RefusedError("Choose one of the roles: owner, editor, viewer.")
    if Membership.objects.filter(publisher=publisher, user__email__iexact=email).exists():
        raise RefusedError("Who has this address belongs to it already: change the role in the list.")
    if not allow(f"invite:{publisher.pk}", *INVITATIONS, now=now).allowed:
        raise RefusedError("Twenty invitations a day are the most. Come back tomorrow.")
    with transaction.atomic():
        Publisher.objects.select_for_update().get(pk=publisher.pk)
        open_ones(publisher).filter(email__iexact=email).update(withdrawn_at=now, email="")
        invitation = Invitation.objects.create(
            publisher=publisher, email=email, role=role, by=by, invited_at=now, expires_at=now + HOLDS
        )
        note(publisher, Event.Kind.INVITED, now=now, by=by, text=f"as {article(role)}")
        try:
            post(invitation, by)
        except OSError:
            raise RefusedError("The mail could not be sent. Try again later.") from None
    return invitation


def post(invitation: Invitation, by: User) -> None:
    """Send the mail itself. Raises OSError where no mail server takes it."""
    context = {
        "who": by.name,
        "publisher": invitation.publisher,
        "role": article(invitation.role),
        "email": invitation.email,
        "days": HOLDS.days,
        "link": f"{settings.NEWSSTAND_URL}/publishers/invitation/{token_of(invitation)}",
        "site_name": settings.NEWSSTAND_NAME,
    }
    subject = one_line(f"{by.name} invites you to {invitation.publisher.name} on {settings.NEWSSTAND_NAME}")
    send_mail(subject[:150], render_to_string("publishers/mail/invitation.txt", context), sender(), [invitation.email])


def open_ones(publisher: Publisher) -> "QuerySet[Invitation]":
    """The invitations that nobody answered or took back; some may be too old."""
    return Invitation.objects.filter(publisher=publisher, accepted_at=None, withdrawn_at=None)


def token_of(invitation: Invitation) -> str:
    """What stands in the link; only who reads the mail has it."""
    return signing.dumps([invitation.pk, invitation.email.lower()], salt=SALT)


def invitation_of(token: str, now: datetime) -> Invitation | None:
    """The invitation whose link this is, if it still holds."""
    try:
        number, email = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    known = Invitation.objects.select_related("publisher", "by").filter(accepted_at=None, withdrawn_at=None)
    return known.filter(pk=number, email__iexact=email, expires_at__gt=now).first()


@transaction.atomic
def answer(*, token: str, user: User, now: datetime) -> Membership:
    """Belong to the publisher from now on, as the invitation says; a member gets its role only if it is the higher.

    Raises RefusedError for a link that holds no more, for an account with another address, and for one that was
    stopped.
    1. Load the invitation, its publisher locked: of two at once, one finds it used.
    2. Decide whether it is this user's.
    3. Save the membership; forget the address.
    """
    invitation = invitation_of(token, now)
    if invitation is None:
        raise RefusedError(NO_MORE)
    publisher = Publisher.objects.select_for_update().get(pk=invitation.publisher_id)
    must_act(user, now)
    if user.email.lower() != invitation.email.lower():
        raise RefusedError("It was sent to another address than your account’s. Sign in with that one.")
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not used.update(accepted_at=now, email=""):
        raise RefusedError(NO_MORE)
    member, is_new = Membership.objects.get_or_create(
        publisher=publisher, user=user, defaults={"role": invitation.role, "since": now}
    )
    if not is_new and Role.values.index(invitation.role) < Role.values.index(member.role):
        member.role = invitation.role
        member.save(update_fields=["role"])
    note(publisher, Event.Kind.JOINED, now=now, by=user, about=user, text=f"as {article(member.role)}")
    return member


@transaction.atomic
def uninvite(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Take an invitation back: its link holds no more. Twice does no harm. Raises RefusedError for who may not."""
    must_be(by, invitation.publisher, Role.OWNER, now)
    if open_ones(invitation.publisher).filter(pk=invitation.pk).update(withdrawn_at=now, email=""):
        note(invitation.publisher, Event.Kind.UNINVITED, now=now, by=by)


def forget(*, now: datetime) -> int:
    """Empty the addresses of invitations that nobody answered in time; how many."""
    late = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__lte=now)
    # Asked first: there is nearly never one, and a write would wait for other writers.
    return late.update(withdrawn_at=now, email="") if late.exists() else 0

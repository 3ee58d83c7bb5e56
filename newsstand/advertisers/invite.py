"""Somebody is invited to belong to an advertiser, and comes."""

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
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.may import must_act, must_be
from newsstand.advertisers.members import NO_ROLE, article, note_about
from newsstand.advertisers.models import Advertiser, Invitation, Membership, Role
from newsstand.lib.mail import one_line, sender
from newsstand.lib.ratelimit import Rate, allow

SALT = "newsstand.advertisers.invitation"
HOLDS = timedelta(days=14)
INVITATIONS = (Rate(20, 24 * 3600),)
NO_MORE = "This invitation holds no more. Ask for another one."


def invite(*, advertiser: Advertiser, email: str, role: str, by: User, now: datetime) -> Invitation:
    """Ask somebody by mail to belong to an advertiser. An open invitation to the same address is replaced.

    Raises RefusedError for anybody but an owner, for what is no address or role, for somebody who belongs to it
    already, for an advertiser that was closed, too often, and where no mail can be sent.
    1. Load the open invitation to that address, and its member.
    2. Decide whether to ask.
    3. Save the invitation and send its link.
    """
    must_be(by, advertiser, Role.OWNER, now)
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise RefusedError(f"{email[:100]!r} is no e-mail address. Write it as name@example.org.") from None
    if role not in Role.values:
        raise RefusedError(NO_ROLE)
    if Membership.objects.filter(advertiser=advertiser, user__email__iexact=email).exists():
        raise RefusedError("Who has this address belongs to it already: change the role in the list.")
    if not allow(f"advertiser-invite:{advertiser.pk}", *INVITATIONS, now=now).allowed:
        raise RefusedError("Twenty invitations a day are the most. Come back tomorrow.")
    with transaction.atomic():
        if Advertiser.objects.select_for_update().get(pk=advertiser.pk).closed_at:
            raise RefusedError(f"{advertiser.name} was closed, and takes nobody in any more.")
        open_ones(advertiser).filter(email__iexact=email).update(withdrawn_at=now, email="")
        invitation = Invitation.objects.create(
            advertiser=advertiser, email=email, role=role, by=by, invited_at=now, expires_at=now + HOLDS
        )
        note_about(advertiser, f"Invited {article(role)}", by=by, now=now)
        try:
            post(invitation, by)
        except OSError:
            raise RefusedError("The mail could not be sent. Try again later.") from None
    return invitation


def post(invitation: Invitation, by: User) -> None:
    """Send the mail itself. Raises OSError where no mail server takes it."""
    context = {
        "who": by.name,
        "advertiser": invitation.advertiser,
        "role": article(invitation.role),
        "email": invitation.email,
        "days": HOLDS.days,
        "link": f"{settings.NEWSSTAND_URL}/advertisers/invitation/{token_of(invitation)}",
        "site_name": settings.NEWSSTAND_NAME,
    }
    subject = one_line(f"{by.name} invites you to {invitation.advertiser.name} on {settings.NEWSSTAND_NAME}")
    text = render_to_string("advertisers/mail/invitation.txt", context)
    send_mail(subject[:150], text, sender(), [invitation.email])


def open_ones(advertiser: Advertiser) -> "QuerySet[Invitation]":
    """The invitations that nobody answered or took back; some may be too old."""
    return Invitation.objects.filter(advertiser=advertiser, accepted_at=None, withdrawn_at=None)


def token_of(invitation: Invitation) -> str:
    """What stands in the link; only who reads the mail has it."""
    return signing.dumps([invitation.pk, invitation.email.lower()], salt=SALT)


def invitation_of(token: str, now: datetime) -> Invitation | None:
    """The invitation whose link this is, if it still holds."""
    try:
        number, email = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    known = Invitation.objects.select_related("advertiser", "by").filter(accepted_at=None, withdrawn_at=None)
    return known.filter(pk=number, email__iexact=email, expires_at__gt=now, advertiser__closed_at=None).first()


@transaction.atomic
def answer(*, token: str, user: User, now: datetime) -> Membership:
    """Belong to the advertiser from now on, as the invitation says; a member gets its role only if it is the higher.

    Raises RefusedError for a link that holds no more, for an account with another address, and for one that was
    stopped.
    1. Load the invitation, its advertiser locked: of two at once, one finds it used.
    2. Decide whether it is this user's.
    3. Save the membership; forget the address.
    """
    invitation = invitation_of(token, now)
    if invitation is None:
        raise RefusedError(NO_MORE)
    advertiser = Advertiser.objects.select_for_update().get(pk=invitation.advertiser_id)
    must_act(user, now)
    if user.email.lower() != invitation.email.lower():
        raise RefusedError("It was sent to another address than your account’s. Sign in with that one.")
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not used.update(accepted_at=now, email=""):
        raise RefusedError(NO_MORE)
    member, is_new = Membership.objects.get_or_create(
        advertiser=advertiser, user=user, defaults={"role": invitation.role, "since": now}
    )
    if not is_new and Role.values.index(invitation.role) < Role.values.index(member.role):
        member.role = invitation.role
        member.save(update_fields=["role"])
    note_about(advertiser, f"Came as {article(member.role)}", by=user, about=user, now=now)
    return member


@transaction.atomic
def uninvite(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Take an invitation back: its link holds no more. Twice does no harm. Raises RefusedError for who may not."""
    must_be(by, invitation.advertiser, Role.OWNER, now)
    if open_ones(invitation.advertiser).filter(pk=invitation.pk).update(withdrawn_at=now, email=""):
        note_about(invitation.advertiser, "Took an invitation back", by=by, now=now)


def forget(*, now: datetime) -> int:
    """Empty the addresses of invitations that nobody answered in time; how many."""
    late = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__lte=now)
    # Asked first: there is nearly never one, and a write would wait for other writers.
    return late.update(withdrawn_at=now, email="") if late.exists() else 0

"""Whether a user's address is theirs."""

from allauth.account.models import EmailAddress
from django.conf import settings

from newsstand.accounts.models import User

WHY_NOT = (
    "Please confirm your e-mail address first: follow the link in the message that we sent to {email}. "
    "Under Your account we send it again."
)


def is_confirmed(user: User) -> bool:
    """Whether some address of the user's was confirmed. One query."""
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def why_not_write(user: User) -> str | None:
    """Why the user may not write yet, or None. No query where NEWSSTAND_CONFIRM_TO_WRITE is off."""
    if not settings.NEWSSTAND_CONFIRM_TO_WRITE or is_confirmed(user):
        return None
    return WHY_NOT.format(email=user.email)

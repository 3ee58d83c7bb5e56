"""Who may be sent mail."""

from allauth.account.models import EmailAddress
from django.conf import settings

from newsstand.accounts.models import User


def may_be_mailed(user: User) -> bool:
    """Whether mail may go to the user: the account is open, and the address theirs where the site can find out."""
    if not user.is_active:
        return False
    if settings.ACCOUNT_EMAIL_VERIFICATION == "none":
        return True
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())

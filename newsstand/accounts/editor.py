"""Make somebody an editor, or have them an account: the operator's way in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.accounts.names import choose


@transaction.atomic
def make_editor(*, email: str, name: str, now: datetime) -> tuple[User, bool]:
    """Give the account with that address an editor's rights; make the account when there is none.

    Returns the user and whether it is new. Raises ValueError as `account_for`.
    1. Load the account, or make it.
    2. Decide nothing: the operator did.
    3. Save the rights.
    """
    user, created = account_for(email=email, name=name, now=now)
    user.is_staff = user.is_active = True
    user.save(update_fields=["is_staff", "is_active"])
    return user, created


@transaction.atomic
def make_cashier(*, email: str, name: str, now: datetime) -> tuple[User, bool]:
    """The same for who keeps the books of advertising; an editor's rights are others. Raises ValueError as that.

    1. Load the account, or make it.
    2. Decide nothing: the operator did.
    3. Save the role.
    """
    user, created = account_for(email=email, name=name, now=now)
    user.is_cashier = user.is_active = True
    user.save(update_fields=["is_cashier", "is_active"])
    return user, created


@transaction.atomic
def account_for(*, email: str, name: str, now: datetime) -> tuple[User, bool]:
    """The account with that address, locked; made when there is none. The operator vouches for the address.

    Returns the user and whether it is new. A new one has no password: "Forgot your password?" sets it, by a message to
    the address. `name` is used for a new account only. Raises ValueError for an address that is none, and for a name
    that cannot stand or is taken.
    1. Load the account.
    2. Decide whether the address and the name can stand.
    3. Save the account, and its address as confirmed.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"{email!r} is not an e-mail address.") from None
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is not None:
        return user, False
    try:
        name = choose(name, now=now, speaks_for_site=True)
    except ValueError as error:
        raise ValueError(f"The name {name!r} cannot stand: {error}") from None
    user = User.objects.create_user(email, name=name, joined_at=now)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user, True

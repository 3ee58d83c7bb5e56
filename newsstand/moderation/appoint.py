"""Editors name moderators, and dismiss them; each is logged."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from newsstand.accounts.editor import account_for
from newsstand.accounts.models import User
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Appointment

NO_EDITOR = "Only an editor names and dismisses moderators."


def find(who: str) -> User:
    """The account with that name or e-mail address, locked. Raises RefusedError where there is none."""
    who = who.strip()
    users = User.objects.select_for_update(of=("self",), no_key=True)
    found = users.filter(Q(email__iexact=who) | Q(name__iexact=who), is_active=True).first() if who else None
    if found is None:
        raise RefusedError("There is no account with this name or e-mail address: they have to sign up first.")
    return found


@transaction.atomic
def appoint(*, who: str, by: User | None, now: datetime) -> User:
    """Make the account with that name or address a moderator; `by` is empty when the operator does it.

    Twice is as good as once. Raises RefusedError for somebody who is no editor, and for nobody.
    1. Load the account, locked.
    2. Decide who may.
    3. Save, with a line in the log.
    """
    if by is not None and not by.is_editor:
        raise RefusedError(NO_EDITOR)
    return change(find(who), by, now, moderates=True)


@transaction.atomic
def dismiss(*, who: str, by: User | None, now: datetime) -> User:
    """Take the role of a moderator away. Twice is as good as once; raises RefusedError as `appoint`."""
    if by is not None and not by.is_editor:
        raise RefusedError(NO_EDITOR)
    return change(find(who), by, now, moderates=False)


@transaction.atomic
def make_moderator(*, email: str, name: str, now: datetime) -> tuple[User, bool]:
    """The operator makes the account with that address a moderator, with an account where there is none.

    Returns the user and whether it is new. Raises ValueError as accounts.editor.account_for.
    1. Load the account, or make it.
    2. Decide nothing: the operator did.
    3. Save the role, with a line in the log.
    """
    user, created = account_for(email=email, name=name, now=now)
    return change(user, None, now, moderates=True), created


def change(user: User, by: User | None, now: datetime, *, moderates: bool) -> User:
    """Save the role and the line in the log, unless it is so already."""
    if user.is_moderator != moderates:
        user.is_moderator = moderates
        user.save(update_fields=["is_moderator"])
        Appointment.objects.create(user=user, by=by, moderates=moderates, at=now)
    return user

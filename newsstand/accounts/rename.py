"""Take another name."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from newsstand.accounts.models import FormerName, User, key_of
from newsstand.accounts.names import choose
from newsstand.lib.stamps import touch

# One name for so long: whoever changes it every day cannot be remembered.
EVERY = timedelta(days=30)

Listener = Callable[[User], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """From now on `listener` is told of users with another name, inside the transaction. Twice does no harm."""
    if listener not in _listeners:
        _listeners.append(listener)


def free_again(user: User) -> datetime | None:
    """When the user may take another name; None where they may at once, because they never did."""
    last = FormerName.objects.filter(user=user).order_by("-left_at").first()
    return last.left_at + EVERY if last else None


def rename(*, user: User, text: str, now: datetime) -> User:
    """Call `user` by another name; those who work here may choose one that says so.

    Raises ValueError, with a message for them, for a name that they cannot take (see names.choose), the one that they
    have, and a change less than thirty days after the last.
    1. Load the user, locked, and when they last changed it.
    2. Decide whether they may, and whether the name can stand.
    3. Save the name and the former one, which stays theirs for a year; tell whoever wrote the name elsewhere.
    """
    try:
        with transaction.atomic():
            row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
            again = free_again(row)
            if again and again > now:
                raise ValueError(f"You changed your name lately. You can change it again from {again:%d %B %Y} on.")
            name = choose(text, now=now, user=row, speaks_for_site=row.moderates)
            if name == row.name:
                raise ValueError("That is your name already.")
            put(row, name, now)
    except IntegrityError:
        raise ValueError("Somebody took that name a moment ago. Please try another.") from None
    return row


def put(row: User, name: str, now: datetime) -> None:
    """Write another name of a locked user, inside the caller's transaction; the former one stays theirs for a year."""
    FormerName.objects.create(user=row, name=row.name, name_key=key_of(row.name), left_at=now)
    row.name = name
    row.save(update_fields=["name", "name_key"])
    for listener in _listeners:
        listener(row)
    touch(["site"])


def nameless(user: User) -> str:
    """What a user is called whose name a moderator took away, until they choose another."""
    return f"Reader {user.pk}"


@transaction.atomic
def take_name(*, user: User, now: datetime) -> None:
    """Take a user's name away: they are called by their number. Twice is as good as once."""
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if row.name != nameless(row):
        put(row, nameless(row), now)


@transaction.atomic
def give_name_back(*, user: User, now: datetime) -> None:
    """Give back the name that was taken away, if it was."""
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    last = FormerName.objects.filter(user=row).order_by("-left_at", "-pk").first()
    if row.name == nameless(row) and last is not None:
        put(row, last.name, now)

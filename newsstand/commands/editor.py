"""`newsstand editor EMAIL`, `newsstand moderator EMAIL` and `newsstand cashier EMAIL`: somebody who may decide."""

import secrets
from collections.abc import Callable

from django.conf import settings

from newsstand.accounts.editor import make_cashier, make_editor
from newsstand.accounts.models import User
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import say
from newsstand.lib.clock import now
from newsstand.moderation.appoint import make_moderator

ROLES: dict[str, tuple[str, Callable[..., tuple[User, bool]]]] = {
    "editor": ("an editor", make_editor),
    "moderator": ("a moderator", make_moderator),
    "cashier": ("a cashier", make_cashier),
}


def make(email: str, name: str, role: str = "editor") -> int:
    """Give `email` a role; a new account gets a password that is printed once. Returns 1 when a name is missing or
    cannot stand."""
    prepare_database()
    said, verb = ROLES[role]
    if not name and not User.objects.filter(email__iexact=email).exists():
        say(f'There is no account for {email} yet. Give it a name: newsstand {role} {email} --name "Mo Derator"')
        return 1
    try:
        user, created = verb(email=email, name=name, now=now())
    except ValueError as error:
        say(str(error))
        return 1
    if created:
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
        print(f"{user.name} is {said} now. Password, shown this once: {password}")
    else:
        print(f"{user.name} is {said} now.")
    say(f"Sign in at {settings.NEWSSTAND_URL}/accounts/login/")
    return 0

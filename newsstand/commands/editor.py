"""`newsstand editor EMAIL`: somebody who may decide."""

import secrets

from django.conf import settings

from newsstand.accounts.editor import make_editor
from newsstand.accounts.models import User
from newsstand.commands.prepare import prepare_database
from newsstand.commands.show import say
from newsstand.lib.clock import now


def make(email: str, name: str) -> int:
    """Make `email` an editor; a new account gets a password that is printed once. Returns 1 when a name is missing."""
    prepare_database()
    if not name and not User.objects.filter(email__iexact=email).exists():
        say(f'There is no account for {email} yet. Give it a name: newsstand editor {email} --name "Ed Itor"')
        return 1
    user, created = make_editor(email=email, name=name, now=now())
    if created:
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
        print(f"{user.name} is an editor now. Password, shown this once: {password}")
    else:
        print(f"{user.name} is an editor now.")
    say(f"Sign in at {settings.NEWSSTAND_URL}/accounts/login/")
    return 0

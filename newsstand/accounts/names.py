"""Which name somebody may take."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings

from newsstand.accounts.models import FormerName, User, key_of
from newsstand.algorithms.user_names import new_name, speaks_for_the_site

# For so long nobody else gets a name that somebody had.
HELD = timedelta(days=365)

# What others here are called: publishers. Folders above enter theirs when the site starts, because data runs one way.
Source = Callable[[], Iterable[str]]
_reserved: list[Source] = []


def reserve(source: Source) -> None:
    """From now on no user may take the names that `source` gives. Entering it twice does no harm."""
    if source not in _reserved:
        _reserved.append(source)


def reserved() -> list[str]:
    """The site's own name and those of everybody who is no user. One query a source."""
    return [settings.NEWSSTAND_NAME, *(name for source in _reserved for name in source())]


def choose(text: str, *, now: datetime, user: User | None = None, speaks_for_site: bool = False) -> str:
    """The name that `text` asks for, as others will see it.

    `user` is who asks, None for somebody new: their own name and their former ones are free for them.
    `speaks_for_site`: editors and moderators may be called so. Raises ValueError, with a message for its bearer, for a
    name that cannot stand, is somebody's, was lately, or could be taken for somebody's or the site's.
    """
    name = new_name(text)
    others = User.objects.exclude(pk=user.pk) if user else User.objects.all()
    if others.filter(name__iexact=name).exists():
        raise ValueError("Somebody here has that name already. Please take another.")
    if others.filter(name_key=key_of(name)).exists():
        raise ValueError("That name looks like somebody else’s here. Please take another.")
    lately = FormerName.objects.filter(name_key=key_of(name), left_at__gt=now - HELD)
    if (lately.exclude(user=user) if user else lately).exists():
        raise ValueError("Somebody else was called so until lately. Please take another.")
    if not speaks_for_site and speaks_for_the_site(name, reserved()):
        raise ValueError("That name would look as if the site or a publisher speaks. Please take another.")
    return name

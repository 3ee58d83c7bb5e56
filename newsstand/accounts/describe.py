"""What a user says of themselves on their profile."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import Profile, User
from newsstand.algorithms.plain_text import plain_line
from newsstand.lib.stamps import touch


@transaction.atomic
def describe(*, user: User, about: str, shows_follows: bool, now: datetime) -> Profile:
    """Keep what the user says of themselves (at most 300 characters), and whether all may see what they follow.

    Words that a moderator took away stay away until they are others. Raises ValueError for a text that is too long.
    1. Load the profile, locked.
    2. Decide what of the text can stand.
    3. Save.
    """
    said = plain_line(about)
    if len(said) > Profile.LONGEST:
        raise ValueError(f"The text has {len(said)} characters; {Profile.LONGEST} is the most. Please shorten it.")
    profile, _ = Profile.objects.select_for_update(of=("self",)).get_or_create(user=user, defaults={"changed_at": now})
    if profile.about != said:
        profile.about, profile.is_removed = said, False
    profile.shows_follows, profile.changed_at = shows_follows, now
    profile.save()
    touch([f"user:{user.pk}"])
    return profile

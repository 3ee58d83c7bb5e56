"""Profiles as moderators see them: a name, and what a user says of themselves."""

from collections.abc import Collection
from datetime import datetime

from newsstand.accounts.models import Profile, User
from newsstand.accounts.rename import give_name_back, nameless, take_name
from newsstand.lib.stamps import touch
from newsstand.moderation.models import Decision
from newsstand.moderation.subjects import Seen, Subject


def several(numbers: Collection[int]) -> dict[int, Seen]:
    """The users that are there, by number. One query."""
    return {row.pk: seen(row) for row in User.objects.filter(pk__in=numbers).select_related("profile")}


def load(number: int) -> Seen | None:
    """One user, or None. One query."""
    return several([number]).get(number)


def seen(user: User) -> Seen:
    """A profile as a moderator sees it, with the words that were taken away."""
    profile: Profile | None = getattr(user, "profile", None)
    return Seen(
        title=user.name,
        text=profile.about if profile else "",
        address=user.get_absolute_url(),
        author=user,
        author_name=user.name,
        made_at=profile.changed_at if profile else user.joined_at,
        is_shown=not (profile and profile.is_removed) and user.name != nameless(user),
        is_gone=not user.is_active,
    )


def apply(number: int, action: Decision.Action, _decision: Decision, now: datetime) -> None:
    """Take away what a user says of themselves, or where they say nothing (any more) their name; or give it back."""
    user = User.objects.select_related("profile").get(pk=number)
    profile: Profile | None = getattr(user, "profile", None)
    if action in {Decision.Action.APPROVE, Decision.Action.RESTORE}:
        Profile.objects.filter(user=user).update(is_removed=False)
        give_name_back(user=user, now=now)
    elif profile is not None and profile.about and not profile.is_removed:
        Profile.objects.filter(pk=profile.pk).update(is_removed=True)
    else:
        take_name(user=user, now=now)
    touch([f"user:{number}"])


def lock(number: int) -> None:
    """Keep others off the user."""
    list(User.objects.select_for_update(of=("self",), no_key=True).filter(pk=number).values_list("pk"))


PROFILE = Subject(load=load, apply=apply, around=lambda _number: {}, several=several, lock=lock)

"""Who belongs to an advertiser changes: roles, and leaving."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.may import must_act, must_be
from newsstand.advertisers.models import Advertiser, Change, Membership, Role
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

LAST_OWNER = "Every advertiser has an owner. Make somebody else an owner first, or close it."
NO_ROLE = "Choose one of the roles: owner, manager, viewer."


@transaction.atomic
def change_role(*, advertiser: Advertiser, member: User, role: str, by: User, now: datetime) -> Membership:
    """Give a member another role. The same role again changes nothing.

    Raises RefusedError for anybody but an owner, for an unknown role, for somebody who does not belong to it, and for
    the last owner.
    1. Load the advertiser and its members, locked, so that two owners cannot both cease to be one.
    2. Decide whether it may be.
    3. Save it, write it down, tell the member.
    """
    must_be(by, advertiser, Role.OWNER, now)
    if role not in Role.values:
        raise RefusedError(NO_ROLE)
    found = locked(advertiser, member)
    if found.role == role:
        return found
    before, found.role = found.role, role
    if before == Role.OWNER:
        must_leave_an_owner(advertiser, member)
    found.save(update_fields=["role"])
    note_about(advertiser, f"Role {before} → {role}", by=by, about=member, now=now)
    say(advertiser, member, by, f"You are {article(role)} of {advertiser.name} now", f"role:{role}", now)
    return found


@transaction.atomic
def remove(*, advertiser: Advertiser, member: User, by: User, now: datetime) -> None:
    """Take a member off an advertiser, or leave it oneself. Somebody who does not belong to it is none already.

    Raises RefusedError for anybody but an owner or the member, and for the last owner.
    1. Load the advertiser and its members, locked.
    2. Decide whether it may be.
    3. Save it, write it down, tell the member.
    """
    if by.pk == member.pk:
        must_act(by, now)
    else:
        must_be(by, advertiser, Role.OWNER, now)
    if not Membership.objects.filter(advertiser=advertiser, user=member).exists():
        return
    found = locked(advertiser, member)
    if found.role == Role.OWNER:
        must_leave_an_owner(advertiser, member)
    found.delete()
    note_about(advertiser, "Left" if by.pk == member.pk else "Was removed", by=by, about=member, now=now)
    say(advertiser, member, by, f"You do not belong to {advertiser.name} any more", "removed", now)


def locked(advertiser: Advertiser, member: User) -> Membership:
    """The membership, locked with its advertiser. Raises RefusedError where there is none."""
    Advertiser.objects.select_for_update().get(pk=advertiser.pk)
    found = Membership.objects.select_for_update().filter(advertiser=advertiser, user=member).first()
    if found is None:
        raise RefusedError(f"{member.name} does not belong to {advertiser.name}.")
    return found


def must_leave_an_owner(advertiser: Advertiser, besides: User) -> None:
    """Raises RefusedError where nobody else is an owner with an open account."""
    others = Membership.objects.filter(advertiser=advertiser, role=Role.OWNER, user__is_active=True)
    if not others.exclude(user=besides).exists():
        raise RefusedError(LAST_OWNER)


def note_about(
    advertiser: Advertiser, said: str, *, by: User | None, now: datetime, about: User | None = None
) -> Change:
    """Write down what became of somebody's membership, without their name in the text."""
    return Change.objects.create(advertiser=advertiser, by=by, about=about, at=now, said=said)


def say(advertiser: Advertiser, member: User, by: User, title: str, what: str, now: datetime) -> None:
    """Tell the member, unless they did it themselves."""
    if by.pk == member.pk:
        return
    key = f"advertiser:{advertiser.pk}:{what}:{now.isoformat()}"
    address = "/advertisers" if what == "removed" else advertiser.get_absolute_url()
    tell(
        user=member, kind=Notice.Kind.WORK, key=key, title=title, text=f"{by.name} did that.", address=address, now=now
    )


def article(role: str) -> str:
    """A role with its article: "an owner"."""
    return f"{'an' if role == Role.OWNER else 'a'} {role}"

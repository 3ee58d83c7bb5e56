"""Who belongs to a publisher changes: roles, and leaving."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.events import note
from newsstand.publishers.may import must_act, must_be
from newsstand.publishers.models import Event, Membership, Publisher, Role

LAST_OWNER = "Every publisher has an owner. Make somebody else an owner first."


@transaction.atomic
def change_role(*, publisher: Publisher, member: User, role: str, by: User, now: datetime) -> Membership:
    """Give a member another role. The same role again changes nothing.

    Raises RefusedError for anybody but an owner (or an editor of the site), for an unknown role, for somebody who does
    not belong to it, and for the last owner.
    1. Load the publisher and its members, locked, so that two owners cannot both cease to be one.
    2. Decide whether it may be.
    3. Save it, write it down, tell the member.
    """
    must_be(by, publisher, Role.OWNER, now)
    if role not in Role.values:
        raise RefusedError("Choose one of the roles: owner, editor, viewer.")
    found = locked(publisher, member)
    if found.role == role:
        return found
    before, found.role = found.role, role
    if before == Role.OWNER:
        must_leave_an_owner(publisher, member)
    found.save(update_fields=["role"])
    note(publisher, Event.Kind.ROLE, now=now, by=by, about=member, text=f"{before} to {role}")
    say(publisher, member, by, f"You are {article(role)} of {publisher.name} now", f"role:{role}", now)
    return found


@transaction.atomic
def remove(*, publisher: Publisher, member: User, by: User, now: datetime) -> None:
    """Take a member off a publisher, or leave it oneself. Somebody who does not belong to it is none already.

    Raises RefusedError for anybody but an owner (or an editor of the site) or the member, and for the last owner.
    1. Load the publisher and its members, locked.
    2. Decide whether it may be.
    3. Save it, write it down, tell the member.
    """
    if by.pk == member.pk:
        must_act(by, now)
    else:
        must_be(by, publisher, Role.OWNER, now)
    if not Membership.objects.filter(publisher=publisher, user=member).exists():
        return
    found = locked(publisher, member)
    if found.role == Role.OWNER:
        must_leave_an_owner(publisher, member)
    found.delete()
    kind = Event.Kind.LEFT if by.pk == member.pk else Event.Kind.REMOVED
    note(publisher, kind, now=now, by=by, about=member)
    say(publisher, member, by, f"You do not belong to {publisher.name} any more", "removed", now)


def locked(publisher: Publisher, member: User) -> Membership:
    """The membership, locked with its publisher. Raises RefusedError where there is none."""
    Publisher.objects.select_for_update().get(pk=publisher.pk)
    found = Membership.objects.select_for_update().filter(publisher=publisher, user=member).first()
    if found is None:
        raise RefusedError(f"{member.name} does not belong to {publisher.name}.")
    return found


def must_leave_an_owner(publisher: Publisher, besides: User) -> None:
    """Raises RefusedError where nobody else is an owner with an open account."""
    others = Membership.objects.filter(publisher=publisher, role=Role.OWNER, user__is_active=True)
    if not others.exclude(user=besides).exists():
        raise RefusedError(LAST_OWNER)


def say(publisher: Publisher, member: User, by: User, title: str, what: str, now: datetime) -> None:
    """Tell the member, unless they did it themselves."""
    if by.pk == member.pk:
        return
    key = f"publisher:{publisher.pk}:{what}:{now.isoformat()}"
    did, address = f"{by.name} did that.", publisher.get_absolute_url()
    tell(user=member, kind=Notice.Kind.WORK, key=key, title=title, text=did, address=address, now=now)


def article(role: str) -> str:
    """A role with its article: "an owner"."""
    return f"{'a' if role == Role.VIEWER else 'an'} {role}"

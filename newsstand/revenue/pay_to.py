"""Where an earner wants its money, and whether it may be paid out at all."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.iban import read_iban
from newsstand.contributors.models import Contributor
from newsstand.moderation.standing import standing
from newsstand.publishers.models import Membership, Publisher, Role
from newsstand.revenue.accounts import owner_of
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Method, PayTo
from newsstand.revenue.sealed import seal
from newsstand.revenue.told import tell_cashiers, tell_earner

MOST_WHERE = 500


def say_where(
    *,
    publisher: Publisher | None = None,
    contributor: Contributor | None = None,
    name: str,
    method: str,
    where: str,
    by: User,
    now: datetime,
) -> PayTo:
    """Keep where an earner's money goes from now on: an IBAN, or in words. Of a publisher its owners say it.

    1. Load: nothing but what is given.
    2. Decide: who may; whether it can be an account.
    3. Save it, encrypted. The earner's other people and the cashiers hear that it changed, and not to what.

    Raises RefusedError with what to do instead.
    """
    must_be_theirs(by, publisher, contributor, now)
    owner = owner_of(publisher=publisher, contributor=contributor)
    name, where = (" ".join(text.replace("\x00", "").split()) for text in (name, where))
    if not 2 <= len(name) <= 70:
        raise RefusedError("Write the name of whose account it is: 2 to 70 characters.")
    if method not in Method.values:
        raise RefusedError("Choose how you want to be paid.")
    if method == Method.IBAN:
        try:
            where = read_iban(where)
        except ValueError as error:
            raise RefusedError(str(error)) from error
    if not 5 <= len(where) <= MOST_WHERE:
        raise RefusedError(f"Say how the money reaches you, in 5 to {MOST_WHERE} characters.")
    hint = where[-4:] if method == Method.IBAN else ""
    with transaction.atomic():
        values = {"user": contributor.user if contributor else None, "name": name, "method": method, "by": by,
                  "sealed": seal(where), "hint": hint, "at": now}  # fmt: skip
        made, _ = PayTo.objects.update_or_create(owner=owner, defaults=values)
        key = f"pay-to:{owner}:{now:%Y%m%d%H%M%S%f}"
        tell_earner(owner, key=key, title="Where your money is paid to was changed", page="payouts", now=now,
                    text=f"{by.name} changed it. Was it nobody of yours? Change it back, and write to us.")  # fmt: skip
        tell_cashiers(key=key, title=f"{owner} is paid elsewhere from now on", text="", address="/counter/payouts",
                      but=by, now=now)  # fmt: skip
    return made


def is_theirs(user: User, *, publisher: Publisher | None = None, contributor: Contributor | None = None) -> bool:
    """Whether the money is this user's to direct: a publisher's owner (no editor of the site), or the contributor."""
    if publisher is not None:
        return Membership.objects.filter(publisher=publisher, user=user, role=Role.OWNER).exists()
    return contributor is not None and contributor.user_id == user.pk


def must_be_theirs(by: User, publisher: Publisher | None, contributor: Contributor | None, now: datetime) -> None:
    """Raises RefusedError for anybody whose money it is not, and for somebody whom a moderator stopped."""
    if not is_theirs(by, publisher=publisher, contributor=contributor):
        raise RefusedError("Only whose money it is says where it goes: a publisher's owners, or the contributor.")
    if reason := standing(by, now).why_not_act:
        raise RefusedError(reason)


def keep_back(*, owner: str, why: str, by: User, now: datetime) -> PayTo:
    """Pay nothing out to an earner until `let_go`; what is owed stays owed. Raises RefusedError without a reason."""
    why = " ".join(why.replace("\x00", "").split())
    if not 3 <= len(why) <= 300:
        raise RefusedError("Say why nothing is paid out to them, in 3 to 300 characters: they read it.")
    with transaction.atomic():
        made, _ = PayTo.objects.update_or_create(owner=owner, defaults={"held_at": now, "held_by": by, "held_why": why})
        key = f"kept-back:{owner}:{now:%Y%m%d%H%M%S%f}"
        tell_earner(owner, key=key, title="Your payouts are kept back", text=why, page="payouts", now=now)
    return made


def let_go(*, owner: str, now: datetime) -> None:
    """Pay out to an earner again."""
    with transaction.atomic():
        if PayTo.objects.filter(owner=owner, held_at__isnull=False).update(held_at=None, held_by=None, held_why=""):
            key = f"let-go:{owner}:{now:%Y%m%d%H%M%S%f}"
            tell_earner(owner, key=key, title="Your payouts go on", text="", page="payouts", now=now)

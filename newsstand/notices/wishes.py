"""How a user wants to hear of each kind of notice, beside the page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When

from newsstand.accounts.models import User
from newsstand.algorithms.notice_times import next_mail
from newsstand.notices.models import Device, Mailbox, Notice, NoticeQuerySet, Wish


@dataclass(frozen=True, slots=True)
class Ways:
    """`mail` is one of Wish.Mail; `push`: on devices that asked for it."""

    mail: str
    push: bool


# Who was decided about has a right to hear of it at once; what others say can wait for the day's mail.
DEFAULTS: Mapping[str, Ways] = {
    Notice.Kind.REPLY: Ways(Wish.Mail.DAILY, push=True),
    Notice.Kind.MENTION: Ways(Wish.Mail.DAILY, push=True),
    Notice.Kind.DECISION: Ways(Wish.Mail.AT_ONCE, push=True),
    Notice.Kind.OUTCOME: Ways(Wish.Mail.DAILY, push=False),
    Notice.Kind.CONVERSATION: Ways(Wish.Mail.NEVER, push=False),
    Notice.Kind.WORK: Ways(Wish.Mail.AT_ONCE, push=True),
    Notice.Kind.CORRECTION: Ways(Wish.Mail.DAILY, push=False),
    Notice.Kind.SITE: Ways(Wish.Mail.AT_ONCE, push=False),
}


def wishes_of(user: User) -> dict[str, Ways]:
    """What the user wants for each kind, the defaults where they chose nothing. One query."""
    chosen = {row.kind: Ways(row.mail, row.push) for row in Wish.objects.filter(user=user)}
    return {kind: chosen.get(kind, DEFAULTS[kind]) for kind in Notice.Kind.values}


@transaction.atomic
def choose(*, user: User, wishes: Mapping[str, Ways], now: datetime) -> None:
    """From now on, tell the user so. Raises ValueError for a kind or a way that there is not.

    1. Load nothing.
    2. Decide: what waits to be mailed goes out at the earliest time that its kind is now wanted at.
    3. Save the wishes and the mailbox.
    """
    for kind, ways in wishes.items():
        if kind not in Notice.Kind.values or ways.mail not in Wish.Mail.values:
            raise ValueError(f"There is no notice of the kind {kind!r}, or no mail {ways.mail!r}.")
        Wish.objects.update_or_create(user=user, kind=kind, defaults={"mail": ways.mail, "push": ways.push})
    waiting = set(unmailed(user).values_list("kind", flat=True))
    times = [mail_time(wishes_of(user)[kind].mail, now) for kind in waiting]
    due_at = min((one for one in times if one is not None), default=None)
    Mailbox.objects.filter(user=user).update(due_at=due_at)


def switch_mail_off(*, user: User) -> None:
    """No mail about notices any more, of no kind; what is on the page stays there.

    1. Load what they want on their devices. 2. Decide nothing. 3. Save.
    """
    with transaction.atomic():
        for kind, ways in wishes_of(user).items():
            Wish.objects.update_or_create(user=user, kind=kind, defaults={"mail": Wish.Mail.NEVER, "push": ways.push})
        Mailbox.objects.filter(user=user).update(due_at=None)


def unmailed(user: User) -> NoticeQuerySet:
    """What a mail could tell them: unread, in no mail yet, about nobody they do not want to hear of."""
    return Notice.objects.filter(user=user, mailed_at=None).unread().heard()


def call(*, user: User, kind: str, now: datetime) -> None:
    """A notice of this kind was made: have it mailed and pushed as its user wants. Inside the caller's transaction."""
    ways = wishes_of(user)[kind]
    when = mail_time(ways.mail, now)
    # Both rows are written in any case, and so held until the caller's transaction ends: a worker that has just found
    # nothing to tell waits for it, instead of putting them to rest beside a notice that it cannot see yet.
    if when is not None:
        earlier = Case(When(Q(due_at=None) | Q(due_at__gt=when), then=Value(when)), default=F("due_at"))
        if not Mailbox.objects.filter(user=user).update(due_at=earlier):
            Mailbox.objects.update_or_create(user=user, defaults={"due_at": when})
    if ways.push:
        Device.objects.filter(user=user, failing_since=None).update(due_at=now)


def hold_boxes(users: Collection[int]) -> None:
    """Where one transaction tells several users, call it first with their numbers: it takes what `call` writes in one
    order, so that two who tell the same people do not wait for each other for ever.
    """
    if len(users) < 2 or not connection.features.has_select_for_update:
        return
    for rows in (Mailbox.objects.all(), Device.objects.all()):
        held = rows.select_for_update(no_key=True).filter(user__in=users).order_by("user", "pk")
        list(held.values_list("pk", flat=True))


def mail_time(how: str, now: datetime) -> datetime | None:
    """`next_mail` by the clock of this site."""
    return next_mail(how, now=now, zone=ZoneInfo(settings.TIME_ZONE))

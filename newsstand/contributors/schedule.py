"""An approved text gets the moment at which readers have it; when it has come, the worker publishes it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.models import Draft, State, Step
from newsstand.contributors.publish import reach_readers
from newsstand.contributors.step import locked, take_step
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

LATEST = timedelta(days=365)
AT_ONCE = 20
# A text whose publication fails is not tried again by the clock: its contributor decides.
NOT_PUBLISHED = "It was not published at the moment you chose: {draft}"


@transaction.atomic
def schedule(*, draft: Draft, by: User, at: datetime, now: datetime) -> Step:
    """Publish an approved draft at a moment to come. Raises RefusedError for one that is past or more than a year off.

    1. Load nothing but what is given. 2. Decide whether it may (take_step). 3. Save the step and the moment.
    """
    if at <= now:
        raise RefusedError("That moment is past. Choose one to come, or publish it now.")
    if at > now + LATEST:
        raise RefusedError("That is more than a year ahead.")
    step = take_step(draft=draft, action=Step.Action.SCHEDULE, by=by, now=now, reason=f"for {local(at)}")
    draft.publish_at = at
    Draft.objects.filter(pk=draft.pk).update(publish_at=at)
    return step


def local(at: datetime) -> str:
    """A moment in the site's time zone, in words."""
    return f"{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%d %B %Y, %H:%M} ({settings.TIME_ZONE})"


def publish_due(*, now: datetime, most: int = AT_ONCE) -> int:
    """Publish what is due, each in a transaction of its own; returns how many rows were seen to.

    A worker that is killed leaves a draft as it was, still due; one that comes second finds it published.
    1. Load the due drafts. 2. Decide each under its lock. 3. Save.
    """
    due = Draft.objects.filter(publish_at__lte=now).order_by("publish_at", "pk")
    numbers = list(due.values_list("pk", flat=True)[:most])
    for number in numbers:
        publish_one(number, now)
    return len(numbers)


@transaction.atomic
def publish_one(number: int, now: datetime) -> None:
    """One due draft; where it cannot be published its contributor is told why, once."""
    if not Draft.objects.filter(pk=number).exists():
        return
    draft = locked(Draft(pk=number))
    if draft.publish_at is None or draft.publish_at > now:
        return
    if draft.state != State.APPROVED:
        Draft.objects.filter(pk=number).update(publish_at=None)
        return
    try:
        reach_readers(draft=draft, by=None, now=now, automatic=True)
    except RefusedError as refusal:
        Draft.objects.filter(pk=number).update(publish_at=None)
        if draft.contributor.user is not None:
            tell(
                user=draft.contributor.user,
                kind=Notice.Kind.WORK,
                key=f"unpublished:{number}:{now:%Y%m%d%H%M}",
                title=NOT_PUBLISHED.format(draft=draft),
                text=str(refusal),
                address=f"/write/{number}/review",
                now=now,
            )

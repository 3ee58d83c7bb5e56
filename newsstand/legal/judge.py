"""What moderators do about a notice of illegal content."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_line, plain_text
from newsstand.legal.models import Event, LegalNotice
from newsstand.legal.settle import OPEN, settle
from newsstand.moderation import subjects
from newsstand.moderation.decide import decide
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.may import refuse, why_not_moderate
from newsstand.moderation.models import Case, Decision

State = LegalNotice.State
MOST_AT_ONCE = 100


@transaction.atomic
def review(*, notice: LegalNotice, by: User, now: datetime) -> bool:
    """Say that somebody looks at it now; whether this changed anything. Raises RefusedError for who may not.

    1. Load nothing: the database decides whether it was only received.
    2. Decide who may.
    3. Save the state and what happened.
    """
    refuse(why_not_moderate(by, now))
    taken = LegalNotice.objects.filter(pk=notice.pk, state=State.RECEIVED).update(state=State.REVIEW)
    if taken:
        Event.objects.create(notice=notice, what=Event.What.REVIEW, by=by, at=now)
    return bool(taken)


@transaction.atomic
def note(*, notice: LegalNotice, text: str, by: User, now: datetime) -> Event:
    """Add to the case file what the moderators should know. Raises RefusedError."""
    refuse(why_not_moderate(by, now))
    text = plain_text(text)
    if not text or len(text) > 2000:
        raise RefusedError("Write something, of 2,000 characters at most.")
    return Event.objects.create(notice=notice, what=Event.What.NOTE, text=text, by=by, at=now)


@transaction.atomic
def judge(*, notice: LegalNotice, is_illegal: bool, ground: str, explanation: str, by: User, now: datetime) -> Decision:
    """Decide whether the law forbids it; what it forbids is removed. All open notices about the thing are decided.

    Raises RefusedError for who may not, without a ground or an explanation, and for a notice that is decided.
    1. Load the thing, locked, and the notice.
    2. Decide who may, and whether the words are enough.
    3. Save one decision about the thing; it settles the notices and tells everybody (legal/settle.py).
    """
    ground, explanation = plain_line(ground), plain_text(explanation)
    if subjects.seen(notice.kind, notice.number) is None:
        raise RefusedError("It is not here any more. The notice becomes void by itself within the hour.")
    subjects.of(notice.kind).lock(notice.number)
    found = LegalNotice.objects.select_for_update(of=("self",), no_key=True).get(pk=notice.pk)
    if not found.is_open:
        raise RefusedError("Somebody has decided this meanwhile.")
    if found.by_id == by.pk:
        raise RefusedError("You gave this notice yourself: somebody else has to decide it.")
    if is_illegal and not ground:
        raise RefusedError("Name the law that it breaks: its author has a right to know.")
    if not explanation:
        raise RefusedError("Explain the decision: the notifier and the author read it.")
    return decide(
        kind=found.kind,
        number=found.number,
        by=by,
        action=Decision.Action.REMOVE if is_illegal else Decision.Action.APPROVE,
        reason="illegal" if is_illegal else "",
        explanation=explanation,
        ground=ground if is_illegal else "",
        now=now,
    )


def void_gone(*, now: datetime) -> int:
    """Notices about what is not here any more, before anybody decided, become void; how many did. The notifiers are
    told. What its author withdrew counts as gone.
    """
    done = 0
    waiting = LegalNotice.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", "kind", "number")
    for pk, kind, number in waiting[:MOST_AT_ONCE]:
        seen = subjects.seen(kind, number)
        if seen is None or seen.is_gone:
            done += void(pk, now)
    return done


@transaction.atomic
def void(pk: int, now: datetime) -> bool:
    """Make one notice void, and close its case where nothing else waits in it."""
    notice = LegalNotice.objects.select_for_update(of=("self",), no_key=True).select_related("by").get(pk=pk)
    if not notice.is_open:
        return False
    settle(notice, State.VOID, None, now, text="Its author withdrew it, or it was deleted.")
    same = LegalNotice.objects.filter(kind=notice.kind, number=notice.number, state__in=OPEN)
    if not same.exists():
        mine = Case.objects.filter(pk=notice.case_id or 0, closed_at=None, is_noticed=True)
        mine.filter(report_count=0, is_appealed=False).update(is_noticed=False, urgency=0, closed_at=now)
    return True

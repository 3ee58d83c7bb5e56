"""The clock of contested statements: who has to answer is reminded, and told when the time has passed."""

from datetime import datetime

from django.db import transaction

from newsstand.algorithms.answer_clock import next_reminder
from newsstand.corrections.contest import last_day, zone
from newsstand.corrections.events import changed, note, tell_answerers
from newsstand.corrections.models import Contest, ContestEvent
from newsstand.corrections.who import answerers, editors

MOST_AT_ONCE = 50


def remind_due(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Say of up to `most` contested statements what is to be said by now; how many there were. A transaction each.

    A worker that is killed has said it, with its next time, or has not.
    """
    due = Contest.objects.filter(remind_at__lte=now).order_by("remind_at", "pk").values_list("pk", flat=True)
    numbers = list(due[:most])
    for number in numbers:
        remind(number, now)
    return len(numbers)


@transaction.atomic
def remind(number: int, now: datetime) -> None:
    """Remind of one.

    1. Load it, locked. 2. Decide whether its time has passed: several reminders that were missed are one.
    3. Save what was said and when the next is due.
    """
    rows = Contest.objects.select_for_update(of=("self",), no_key=True).select_related("article__publisher")
    contest = rows.filter(pk=number, remind_at__lte=now, state=Contest.State.OPEN).first()
    if contest is None:
        Contest.objects.filter(pk=number).exclude(state=Contest.State.OPEN).update(remind_at=None)
        return
    is_over, headline = contest.due_at <= now, contest.article.headline
    key = f"reminder:{contest.remind_at:%Y%m%d%H%M}"
    contest.remind_at = next_reminder(contest.asked_at or contest.made_at, contest.due_at, now=now, zone=zone())
    contest.save(update_fields=["remind_at"])
    note(contest, ContestEvent.Action.OVERDUE if is_over else ContestEvent.Action.REMINDED, now)
    if is_over:
        title, text = f"Unanswered: a contested statement in “{headline}”", "Its page says so now."
        users = {user.pk: user for user in (*answerers(contest.article), *editors())}
        tell_answerers(contest, key=key, title=title, text=text, now=now, users=users.values())
        changed(contest)
    else:
        text = f"Until the end of {last_day(contest):%A, %-d %B}. It says: {contest.statement}"
        tell_answerers(contest, key=key, title=f"Answer a contested statement in “{headline}”", text=text, now=now)

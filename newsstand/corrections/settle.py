"""A contested statement is taken back, closed, reported to the editors, or looked at again."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_text
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.events import changed, locked, note, settle, tell_answerers, tell_claimants
from newsstand.corrections.models import Contest, ContestEvent
from newsstand.corrections.who import editors, may_answer
from newsstand.moderation.standing import standing

MOST_REASON = 2000
ASKED_ALREADY = "An editor was asked to look again before, and that is possible once."
NOT_YET = "Wait for the answer first: an editor looks again when it came, or when its time has passed."


@transaction.atomic
def take_back(*, contest: Contest, now: datetime) -> Contest:
    """The claimant takes it back: nobody has to answer, and it is in no figure. Twice does no harm.

    Raises RefusedError for one that was answered.
    1. Load it, locked. 2. Decide whether it still waits. 3. Save; where others joined it, it goes on as theirs.
    """
    mine = Contest.objects.select_for_update(of=("self",), no_key=True).select_related("article").get(pk=contest.pk)
    if mine.state == Contest.State.WITHDRAWN:
        return mine
    if not (mine.is_waiting or mine.state == Contest.State.NEW):
        raise RefusedError("It was answered already, and the answer stays.")
    heirs = list(mine.joined.filter(state__in=Contest.WAITING).order_by("pk"))
    if heirs:
        first, others = heirs[0], heirs[1:]
        kept = {name: getattr(mine, name) for name in INHERITED}
        Contest.objects.filter(pk=first.pk).update(joins=None, **kept)
        mine.joined.exclude(pk=first.pk).update(joins=first)
        note(first, ContestEvent.Action.ASKED, now, text=f"It goes on as that of {1 + len(others)} who joined it.")
    Contest.objects.filter(pk=mine.pk).update(state=Contest.State.WITHDRAWN, remind_at=None, mail_at=None)
    mine.refresh_from_db()
    note(mine, ContestEvent.Action.WITHDRAWN, now, by=mine.by)
    changed(mine)
    return mine


INHERITED = ("state", "asked_at", "due_at", "remind_at", "asked_again_at", "asked_again", "reported_at")


@transaction.atomic
def ask_again(*, contest: Contest, text: str, now: datetime) -> Contest:
    """The claimant asks an editor to look again: once, when it was answered or closed, or its time has passed.

    Raises RefusedError otherwise, and without a reason.
    1. Load it, locked. 2. Decide whether it may be. 3. Save; the editors are told.
    """
    found, text = locked(contest), reason(text, "Write why the answer is wrong, or why it cannot wait.")
    if why_not := why_not_ask_again(found, now):
        raise RefusedError(why_not)
    found.asked_again_at, found.asked_again = now, text
    found.state = Contest.State.OPEN if found.state == Contest.State.OPEN else Contest.State.AGAIN
    found.save(update_fields=["asked_again_at", "asked_again", "state"])
    found.joined.exclude(state__in=[Contest.State.NEW, Contest.State.WITHDRAWN]).update(state=found.state)
    note(found, ContestEvent.Action.ASKED_AGAIN, now, by=contest.by, text=text)
    title = f"Look again at a contested statement in “{found.article.headline}”"
    tell_answerers(found, key="again", title=title, text=found.statement, now=now, users=editors())
    changed(found)
    return found


def why_not_ask_again(contest: Contest, now: datetime) -> str:
    """Why an editor cannot be asked to look again now; "" when one can."""
    if contest.asked_again_at is not None:
        return ASKED_ALREADY
    is_over = contest.is_answered or contest.state == Contest.State.CLOSED
    is_late = contest.state == Contest.State.OPEN and contest.due_at < now
    return "" if is_over or is_late else NOT_YET


@transaction.atomic
def report(*, contest: Contest, text: str, by: User, now: datetime) -> Contest:
    """Who has to answer says to the site's editors that a contest is abuse. Twice does no harm.

    Raises RefusedError for who may not, for what is settled, and without a reason.
    1. Load it, locked. 2. Decide who may. 3. Save; the editors are told.
    """
    found, text = locked(contest), reason(text, "Write what is wrong with it.")
    may(found, by, now, only_editors=False)
    if found.reported_at is not None:
        return found
    found.reported_at = now
    found.save(update_fields=["reported_at"])
    note(found, ContestEvent.Action.REPORTED, now, by=by, text=text)
    title = f"A contest of a statement in “{found.article.headline}” was reported"
    tell_answerers(found, key="reported", title=title, text=found.statement, now=now, users=editors())
    return found


@transaction.atomic
def close(*, contest: Contest, text: str, by: User, now: datetime) -> Contest:
    """An editor closes what is no contest of a statement: abuse, advertising, a complaint about something else.

    Raises RefusedError for who is no editor, for what is settled, and without a reason, which the claimant reads.
    1. Load it, locked. 2. Decide who may. 3. Save, for all who joined it too; they are told.
    """
    found, text = locked(contest), reason(text, "Write the reason: the claimant reads it.")
    may(found, by, now, only_editors=True)
    settle(found, now, state=Contest.State.CLOSED, answer=text, answered_by=by)
    note(found, ContestEvent.Action.CLOSED, now, by=by, text=text)
    title = f"An editor closed what you contest in “{found.article.headline}”"
    tell_claimants(found, key=f"closed:{now.isoformat()}", title=title, text=text, now=now)
    changed(found)
    return found


def may(contest: Contest, user: User, now: datetime, *, only_editors: bool) -> None:
    """Raises RefusedError for who may not do this, and for what is settled."""
    if not (user.is_editor if only_editors else may_answer(user, contest.article)):
        raise RefusedError("Only an editor of this site closes a contest; who answers for the article may report it.")
    if why_not := standing(user, now).why_not_act:
        raise RefusedError(why_not)
    if not contest.is_waiting:
        raise RefusedError("This was settled meanwhile.")


def reason(text: str, missing: str) -> str:
    """A reason as it is kept. Raises RefusedError."""
    text = plain_text(text)
    if not text:
        raise RefusedError(missing)
    if len(text) > MOST_REASON:
        raise RefusedError(f"That are {len(text):,} characters; {MOST_REASON:,} is the most.")
    return text

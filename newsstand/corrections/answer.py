"""Who has to answer a contested statement says what became of it; editors settle what is asked of them."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms.plain_text import plain_text
from newsstand.articles.models import Article, Revision
from newsstand.corrections.correct import correct
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.events import changed, claimants, locked, note, settle, tell_answerers, tell_claimants
from newsstand.corrections.models import Contest, ContestEvent, Correction
from newsstand.corrections.who import answerers, editors, may_answer
from newsstand.moderation.standing import standing
from newsstand.notices.wishes import hold_boxes

MOST_ANSWER = 4000
NOT_YOURS = "Only who answers for this article, or an editor of this site, says what becomes of a contested statement."
SETTLED = "This was settled meanwhile. Look at it again: what you wrote is still here."
EDITORS_ONLY = "An editor of this site was asked to look again, so only an editor decides now."
SOMEBODY_ELSE = "You answered it before: another editor has to look again."
YOUR_OWN = "You contest it yourself: somebody else has to answer."
SAID = {
    Contest.State.CORRECTED: "It was corrected",
    Contest.State.CLARIFIED: "It was clarified",
    Contest.State.STANDS: "The statement stands",
}


@transaction.atomic
def answer(
    *,
    contest: Contest,
    outcome: str,
    text: str,
    by: User,
    now: datetime,
    correction: str = "",
    revision: Revision | None = None,
) -> Contest:
    """Settle a contested statement: `outcome` is one of Contest.ANSWERED, `text` the answer to who contests it.

    Corrected and clarified need `correction`, the note to readers; `revision` is what the article said before, where
    its text was changed since.
    Raises RefusedError for who may not, for what is settled already, and for what is missing or too long.
    1. Load the article and the contest, locked.
    2. Decide who may, and whether the answer is complete.
    3. Save the answer, for all who joined it too; the correction; who contests it is told.
    """
    Article.objects.select_for_update(no_key=True).only("id").get(pk=contest.article_id)
    found = locked(contest)
    if why_not := why_not_answer(found, by, now):
        raise RefusedError(why_not)
    if outcome not in Contest.ANSWERED:
        raise RefusedError("Choose what becomes of it: corrected, clarified, or it stands.")
    text = said(text)
    again = found.state == Contest.State.AGAIN
    settle(found, now, state=outcome, answer=text, answered_by=by)
    words = SAID[Contest.State(outcome)]
    note(found, ContestEvent.Action.ANSWERED, now, by=by, text=f"{words}. {text}"[:MOST_ANSWER])
    others = [user for user in answerers(found.article) if not user.is_editor] if by.is_editor or again else []
    key = f"answered:{now.isoformat()}"
    hold_boxes([*claimants(found), *(user.pk for user in others)])
    title = f"{words}: what you contest in “{found.article.headline}”"
    tell_claimants(found, key=key, title=title, text=text, now=now)
    title = f"An editor answered a contested statement in “{found.article.headline}”"
    tell_answerers(found, key=key, title=title, text=f"{words}. {text}", now=now, users=others)
    # Stamps come last: who tells people takes their boxes before any page.
    if outcome != Contest.State.STANDS:
        kind = Correction.Kind.CORRECTION if outcome == Contest.State.CORRECTED else Correction.Kind.CLARIFICATION
        correct(article=found.article, kind=kind, note=correction, by=by, now=now, contest=found, revision=revision)
    changed(found)
    return found


def why_not_answer(contest: Contest, user: User, now: datetime) -> str:
    """Why somebody may not answer now; "" when they may."""
    if not may_answer(user, contest.article):
        return NOT_YOURS
    if (why_not := standing(user, now).why_not_act) or not contest.is_waiting:
        return why_not or SETTLED
    is_second = contest.state == Contest.State.AGAIN
    if is_second and not user.is_editor:
        return EDITORS_ONLY
    if is_second and contest.answered_by_id == user.pk and len(editors()) > 1:
        return SOMEBODY_ELSE
    return YOUR_OWN if contest.by_id == user.pk else ""


def said(text: str) -> str:
    """An answer as it is kept. Raises RefusedError."""
    text = plain_text(text)
    if not text:
        raise RefusedError("Write the answer: who contests the statement reads it, and so do readers of the article.")
    if len(text) > MOST_ANSWER:
        raise RefusedError(f"The answer has {len(text):,} characters; {MOST_ANSWER:,} is the most.")
    return text


def changes_since(contest: Contest) -> list[Revision]:
    """What the article said until it was changed after the statement was contested, the latest first: at most ten."""
    since = contest.asked_at or contest.made_at
    return list(Revision.objects.filter(article=contest.article_id, until__gte=since).order_by("-pk")[:10])

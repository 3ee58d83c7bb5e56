"""One step of a draft on its way to readers. Nobody else writes steps, or where a draft stands."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms import review
from newsstand.algorithms.review import NotAllowedError, Standing, Who
from newsstand.contributors.errors import RefusedError
from newsstand.contributors.keep import keep_revision
from newsstand.contributors.models import Draft, DraftRevision, State, Step
from newsstand.contributors.paused import why_not_submit
from newsstand.contributors.standards import refuse_unfit
from newsstand.contributors.telling import tell_of
from newsstand.moderation.standing import standing as standing_of

Action = Step.Action
MOST_REASON = 2000


@transaction.atomic
def take_step(
    *, draft: Draft, action: str, by: User | None, now: datetime, reason: str = "", automatic: bool = False
) -> Step:
    """Take one step: the only writer of Step and of Draft.latest. `by` is empty when the clock takes it (`automatic`).

    Raises RefusedError for who may not, from where it cannot be taken, without the reason it needs. PUBLISH and CORRECT
    are taken by publish.py and correct.py, which write the article in the same transaction.
    1. Load the draft, locked, and its steps so far.
    2. Decide who takes it as what, and where it leads (algorithms/review.py).
    3. Save the step, the text it was about, who has the draft; tell whom it concerns.
    """
    found = locked(draft)
    chosen = Action(action)
    reason = reason.replace("\x00", "").strip()
    if len(reason) > MOST_REASON:
        raise RefusedError(f"The reason has {len(reason):,} characters; {MOST_REASON:,} is the most.")
    after = where_to(found, chosen, by, reason, now, automatic=automatic)
    step = Step.objects.create(
        draft=found,
        action=chosen,
        after=after,
        by=by,
        is_automatic=automatic,
        reason=reason,
        revision=keep_revision(draft=found, kind=DraftRevision.Kind.STEP, by=by, now=now),
        at=now,
    )
    if chosen == Action.TAKE:
        found.editor = by
    elif chosen == Action.RELEASE:
        found.editor = None
    if chosen not in {Action.SCHEDULE, Action.APPROVE}:
        found.publish_at = None
    found.latest = step
    found.save(update_fields=["latest", "editor", "publish_at"])
    draft.latest, draft.editor, draft.publish_at = step, found.editor, found.publish_at
    tell_of(step, now)
    return step


def ask(
    draft: Draft, action: str, by: User | None, now: datetime, *, reason: str = "", automatic: bool = False
) -> None:
    """Raises RefusedError where a step could not be taken; for verbs that do something before they take it."""
    where_to(draft, Action(action), by, reason, now, automatic=automatic)


def locked(draft: Draft) -> Draft:
    """The draft as it stands, kept from others until the end of the transaction."""
    drafts = Draft.objects.select_for_update(of=("self",), no_key=True)
    return drafts.select_related("contributor__user", "contributor__author", "latest", "editor").get(pk=draft.pk)


def where_to(draft: Draft, action: Action, by: User | None, reason: str, now: datetime, *, automatic: bool) -> State:
    """Where a step leads. Raises RefusedError where it cannot be taken."""
    actor = draft.contributor.user if automatic else by
    if actor is not None and (why := standing_of(actor, now).why_not_act):
        raise RefusedError(why)
    skips = action in review.REACHES_READERS and draft.state != State.APPROVED
    if (action == Action.SUBMIT or skips) and (why := why_not_submit(draft.contributor.user, now)):
        raise RefusedError(why)
    try:
        after = State(review.lead(action, standing(draft, by, automatic=automatic), reason))
    except NotAllowedError as why_not:
        raise RefusedError(str(why_not)) from None
    if action in {Action.SUBMIT, Action.SCHEDULE}:
        refuse_unfit(draft)
    return after


def who(draft: Draft, by: User | None, *, automatic: bool = False) -> Who:
    """As what somebody acts on a draft."""
    if by is None:
        return Who.CLOCK if automatic else Who.OTHER
    if draft.contributor.user_id == by.pk:
        return Who.CONTRIBUTOR
    return Who.EDITOR if by.is_editor else Who.OTHER


def standing(draft: Draft, by: User | None, *, automatic: bool = False) -> Standing:
    """What `algorithms.review` asks of a draft and of who acts on it. One query."""
    actions = list(Step.objects.filter(draft=draft).order_by("pk").values_list("action", flat=True))
    return Standing(
        state=draft.state if actions else "",
        who=who(draft, by, automatic=automatic),
        is_approved=review.is_approved(actions),
        may_skip=review.may_skip(draft.contributor.label, settings.NEWSSTAND_UNREVIEWED_LABELS, actions),
        is_article=draft.article_id is not None and Action.PUBLISH.value in actions,
        is_holder=by is not None and draft.editor_id == by.pk,
        is_theirs=draft.latest is None or draft.latest.by_id == draft.contributor.user_id,
    )


def may_see(draft: Draft, user: User | None) -> bool:
    """Whether somebody may read a draft at all: its contributor and the site's editors."""
    return user is not None and who(draft, user) in {Who.CONTRIBUTOR, Who.EDITOR}


def may_write(draft: Draft, user: User, now: datetime) -> bool:
    """Whether somebody may change its text now: its contributor, or the editor who has it. One query."""
    can = review.may_write(draft.state, who(draft, user), is_holder=draft.editor_id == user.pk)
    return can and standing_of(user, now).why_not_act is None

"""Who is told of a step: whoever has to act next, and whoever something was decided about."""

from datetime import datetime

from newsstand.accounts.models import User
from newsstand.contributors.models import Step
from newsstand.notices.models import Notice
from newsstand.notices.tell import tell

Action = Step.Action
MOST_EDITORS = 20
TO_CONTRIBUTOR = {
    Action.ASK: "An editor asks for changes: {draft}",
    Action.APPROVE: "Approved: {draft}",
    Action.DECLINE: "Declined: {draft}",
    Action.SCHEDULE: "Scheduled: {draft}",
    Action.PUBLISH: "Published: {draft}",
    Action.CORRECT: "Your correction is published: {draft}",
    Action.WITHDRAW: "Withdrawn by an editor: {draft}",
    Action.RESTORE: "An editor brought it back: {draft}",
}
TO_EDITOR = {Action.SUBMIT: "To review: {draft}"}


def tell_of(step: Step, now: datetime) -> None:
    """Tell the contributor what an editor or the clock did, and the editors what waits for them."""
    draft = step.draft
    contributor = draft.contributor.user
    if contributor is not None and step.by_id != contributor.pk and step.action in TO_CONTRIBUTOR:
        title = TO_CONTRIBUTOR[Action(step.action)]
        told(contributor, step, title, now)
    if step.action in TO_EDITOR:
        title = TO_EDITOR[Action(step.action)]
        for editor in editors(step):
            told(editor, step, title, now)


def editors(step: Step) -> list[User]:
    """The editor who had it before, or all of them; never its own contributor."""
    had = step.draft.editor
    if had is not None and had.is_active and had.is_editor:
        return [had]
    able = User.objects.filter(is_staff=True, is_active=True).order_by("pk")[: MOST_EDITORS + 1]
    return [editor for editor in able if editor.pk != step.draft.contributor.user_id][:MOST_EDITORS]


def told(user: User, step: Step, title: str, now: datetime) -> None:
    """One notice of one step."""
    tell(
        user=user,
        kind=Notice.Kind.WORK,
        key=f"step:{step.pk}",
        title=title.format(draft=step.draft),
        text=step.reason,
        address=f"/write/{step.draft_id}/review",
        now=now,
    )

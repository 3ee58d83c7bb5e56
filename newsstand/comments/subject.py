"""Comments as moderators see them: what moderation/ may ask of a comment, and do with it."""

from collections.abc import Collection
from datetime import datetime

from newsstand.comments.around import TEMPLATE, around
from newsstand.comments.models import Comment
from newsstand.comments.status import locked, set_status
from newsstand.moderation.models import Decision
from newsstand.moderation.subjects import Seen, Subject

STATUS = {
    Decision.Action.APPROVE: Comment.Status.SHOWN,
    Decision.Action.RESTORE: Comment.Status.SHOWN,
    Decision.Action.REMOVE: Comment.Status.REMOVED,
    Decision.Action.HOLD: Comment.Status.HELD,
}


def several(numbers: Collection[int]) -> dict[int, Seen]:
    """The comments that are there, by number. One query."""
    rows = Comment.objects.filter(pk__in=numbers).select_related("user", "article__publisher")
    rows = rows.defer("article__body", "article__text", "article__summary")
    return {row.pk: seen(row) for row in rows}


def load(number: int) -> Seen | None:
    """One comment, or None. One query."""
    return several([number]).get(number)


def seen(comment: Comment) -> Seen:
    """A comment as a moderator sees it, held or removed ones too; nothing of what its author withdrew."""
    return Seen(
        title=comment.article.headline,
        text=comment.text,
        address=f"/comments/{comment.pk}",
        author=comment.user,
        author_name=comment.name,
        made_at=comment.posted_at,
        is_shown=comment.status == Comment.Status.SHOWN,
        is_held=comment.status == Comment.Status.HELD,
        is_gone=comment.withdrawn_at is not None,
        template=TEMPLATE,
    )


def apply(number: int, action: Decision.Action, _decision: Decision, now: datetime) -> None:
    """Carry out a decision about a comment; every count and stamp follows."""
    set_status(comment=Comment.objects.get(pk=number), status=STATUS[action], now=now)


def lock(number: int) -> None:
    """Keep others off: first the article, then the comment, as its own writers do."""
    found = Comment.objects.filter(pk=number).first()
    if found is not None:
        locked(found)


def reported(number: int, count: int) -> None:
    """So many reports of the comment are open or were upheld."""
    Comment.objects.filter(pk=number).update(report_count=count)


COMMENT = Subject(load=load, apply=apply, around=around, several=several, lock=lock, reported=reported)

"""Like a comment, or no longer."""

from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.algorithms import comment_rules as rules
from newsstand.comments.measure import best_of
from newsstand.comments.models import Comment, Like
from newsstand.comments.write import is_gone, refuse
from newsstand.lib.stamps import touch
from newsstand.moderation.standing import standing


@transaction.atomic
def like(*, comment: Comment, user: User, now: datetime) -> Comment:
    """Like a comment; twice is as good as once. Gives the comment with its count as it is then.

    Raises RefusedError for one's own comment, one that nobody sees, a withdrawn article's; for who is suspended.
    1. Load the comment, locked.
    2. Decide who may like it.
    3. Save the like; only one that is new is counted.
    """
    comment = locked(comment)
    refuse(
        rules.why_not_like(
            own=comment.user_id == user.pk,
            active=user.is_active,
            article_gone=is_gone(comment.article_id, now),
            withdrawn=comment.withdrawn_at is not None,
            hidden=comment.status != Comment.Status.SHOWN,
        )
    )
    refuse(standing(user, now).why_not_act)
    _, new = Like.objects.get_or_create(comment=comment, user=user, defaults={"liked_at": now})
    if new:
        count(comment, +1)
    return comment


@transaction.atomic
def unlike(*, comment: Comment, user: User, now: datetime) -> Comment:  # noqa: ARG001 (every verb is told the time)
    """Take a like back; where there is none, nothing happens. Gives the comment with its count as it is then.

    1. Load the comment, locked.
    2. Decide nothing: a like is always its giver's to take back.
    3. Delete the like; only one that was there is counted.
    """
    comment = locked(comment)
    deleted, _ = Like.objects.filter(comment=comment, user=user).delete()
    if deleted:
        count(comment, -1)
    return comment


def locked(comment: Comment) -> Comment:
    """The comment as it is now. One after the other: a like that meets its own taking back must find one of the two."""
    waiting = Comment.objects.select_for_update(of=("self",), no_key=True)
    return waiting.select_related("article").get(pk=comment.pk)


def count(comment: Comment, change: int) -> None:
    """One like more (+1) or less (-1) of a comment that is locked, and where it stands by now in *best*.

    In one statement: on PostgreSQL a row that is written twice asks for the keys of all that it names.
    """
    comment.like_count += change
    comment.best = best_of(comment)
    Comment.objects.filter(pk=comment.pk).update(like_count=comment.like_count, best=comment.best)
    touch([f"article:{comment.article_id}"])

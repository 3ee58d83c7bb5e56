"""The thread around one comment, for a moderator: what it answers, what stands beside it, what answers it."""

from newsstand.comments.models import Comment

TEMPLATE = "comments/around.html"
MOST_ABOVE = 4
MOST_BESIDE = 3
MOST_REPLIES = 10


def around(number: int) -> dict[str, object]:
    """What `TEMPLATE` shows: `above` from the root down, `before` and `after` it among its siblings, its `replies` and
    `more_replies` that are not listed. Five queries and one for each comment above.

    Held, removed and withdrawn comments are among them: a moderator decides with all of it in front of them.
    """
    comment = Comment.objects.select_related("article").get(pk=number)
    beside = Comment.objects.filter(article=comment.article, parent=comment.parent_id).exclude(pk=number)
    before = list(beside.filter(pk__lt=number).order_by("-pk")[:MOST_BESIDE])
    replies = list(Comment.objects.filter(parent=number).order_by("pk")[: MOST_REPLIES + 1])
    return {
        "comment": comment,
        "above": above(comment),
        "before": before[::-1],
        "after": list(beside.filter(pk__gt=number).order_by("pk")[:MOST_BESIDE]),
        "replies": replies[:MOST_REPLIES],
        "more_replies": len(replies) > MOST_REPLIES,
        "revisions": list(comment.revisions.order_by("pk")),
    }


def above(comment: Comment) -> list[Comment]:
    """What the comment answers, and what that answers; the root last asked for stands first."""
    found: list[Comment] = []
    parent = comment.parent_id
    while parent is not None and len(found) < MOST_ABOVE:
        found.append(Comment.objects.get(pk=parent))
        parent = found[-1].parent_id
    return found[::-1]

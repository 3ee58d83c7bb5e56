"""`/comments/<id>/history`: what a comment said before its edits, for its author and moderators."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.algorithms.diff import Passage, diff
from newsstand.comments.models import Comment
from newsstand.lib import clock
from newsstand.moderation.standing import standing

MOST_CHANGES = 50
NOT_YOURS = "What a comment said before is shown to its author and to moderators only."


@dataclass(frozen=True, slots=True)
class Change:
    """When a comment began to say something else, and what became of its words."""

    when: datetime
    passages: tuple[Passage, ...]


@require_safe
def comment_history(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Each edit, the newest first, as what went and what came. Kept by no cache. Raises Http404, PermissionDenied."""
    user = visitor(request)
    if user is None:
        response: HttpResponse = redirect(sign_in_address(request.path))
    else:
        comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
        if not may_see(user, comment, clock.now()):
            raise PermissionDenied(NOT_YOURS)
        context = {"visitor": user, "comment": comment, "changes": changes(comment)}
        response = render(request, "pages/comment_history.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def may_see(user: User, comment: Comment, now: datetime) -> bool:
    """Its author may, and who moderates now."""
    return comment.user_id == user.pk or (user.moderates and standing(user, now).why_not_act is None)


def changes(comment: Comment) -> list[Change]:
    """The latest edits; nothing of a comment that was withdrawn. One query."""
    if comment.withdrawn_at is not None:
        return []
    rows = list(comment.revisions.order_by("-pk")[:MOST_CHANGES])
    said = [comment.text, *(row.text for row in rows)]
    since = [comment.edited_at or comment.posted_at, *(row.since for row in rows)]
    return [
        Change(when, diff(before.split("\n"), after.split("\n")))
        for when, after, before in zip(since, said, said[1:], strict=False)
    ]

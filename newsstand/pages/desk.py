"""`/desk`: the editors' page for the day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.articles.withdraw import RefusedError
from newsstand.lib import clock
from newsstand.pages.desk_rows import Row
from newsstand.pages.desk_sections import MOST_ROWS, SECTIONS, Section, counts
from newsstand.stories.decide import keep
from newsstand.stories.hands import doubtful
from newsstand.stories.models import Story

LOOKED_AT = "An editor looked at it: it belongs here."


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it stands now: how many wait, and the first of them."""

    section: Section
    number: int
    rows: Sequence[Row]

    @property
    def late(self) -> int:
        """How many of the rows shown should have been done."""
        return sum(row.is_late for row in self.rows)

    @property
    def more(self) -> int:
        """How many wait that are not shown."""
        return max(0, self.number - len(self.rows))


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Editors only: others are sent to sign in, or get 403. Kept by no cache."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        editor = visitor(request)
        if editor is None:
            response: HttpResponse = redirect(sign_in_address(request.get_full_path()))
        elif not editor.is_editor:
            raise PermissionDenied("The desk is for this site's editors, and you are not one.")
        else:
            response = view(request, editor, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


@require_safe
@for_editors
def desk(request: HttpRequest, editor: User) -> HttpResponse:
    """`/desk`: what waits for an editor, by kind, the oldest first; `?all=SLUG` shows more of one kind."""
    now, wanted = clock.now(), request.GET.get("all", "")
    numbers = counts(editor, now)
    parts = [part_of(section, editor, numbers[section.slug], wanted) for section in SECTIONS]
    context = {
        "visitor": editor,
        "parts": parts,
        "total": sum(numbers.values()),
        "waiting_on_desk": sum(numbers.values()) or "",
        "wanted": wanted,
    }
    return render(request, "pages/desk.html", context)


def part_of(section: Section, editor: User, number: int, wanted: str) -> Part:
    """A section with its rows: a handful, or a hundred of the one that was asked for."""
    most = 100 if wanted == section.slug else MOST_ROWS
    return Part(section, number, section.rows(editor, clock.now(), most) if number else [])


@require_POST
@for_editors
def keep_articles(request: HttpRequest, editor: User, *, story_id: int) -> HttpResponse:
    """POST `/desk/stories/<id>/keep`: the articles that the machine doubted belong to the story. Raises Http404."""
    story, now = get_object_or_404(Story.objects.defer("centroid"), pk=story_id), clock.now()
    articles = list(doubtful(now).filter(story=story).values_list("article_id", flat=True))
    try:
        keep(story=story, articles=articles, editor=editor, reason=LOOKED_AT, now=now)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{story.title}” stays as it is. The log can undo it.")
    return redirect("desk")

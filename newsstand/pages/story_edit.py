"""Where editors put a story right, and take back what was decided about it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.articles.withdraw import RefusedError
from newsstand.lib import clock
from newsstand.pages.story import asked_for
from newsstand.stories import decide
from newsstand.stories.forms import DecisionForm
from newsstand.stories.models import Coverage, Story, StoryDecision
from newsstand.stories.undo import undo as take_back

MOST_LISTED = 300
MOST_DECISIONS = 50
MOST_LIKELY = 8


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Editors only: others are sent to sign in, or get 403. Kept by no cache."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        editor = visitor(request)
        if editor is None:
            response: HttpResponse = redirect(sign_in_address(request.path))
        elif not editor.is_editor:
            raise PermissionDenied("Stories are put together by this site's editors, and you are not one.")
        else:
            response = view(request, editor, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer


@require_http_methods(["GET", "POST"])
@for_editors
def edit(request: HttpRequest, editor: User, *, story_id: int, slug: str) -> HttpResponse:  # noqa: ARG001
    """`/story/<id>/<slug>/edit`: the forms and what they do. Raises Http404."""
    story = asked_for(story_id)
    if story.merged_into is not None:
        return redirect(f"{story.merged_into.get_absolute_url()}/edit")
    rows = list(
        Coverage.objects.filter(story=story)
        .select_related("article__publisher")
        .defer("article__body", "article__text", "article__summary")
        .order_by("published_at", "article")[:MOST_LISTED]
    )
    form = DecisionForm(request.POST or None, article_ids=[row.article_id for row in rows])
    if request.method == "POST" and form.is_valid():
        try:
            after = carry_out(story, form, editor)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{after.get_absolute_url()}/edit")
    return render(request, "pages/story_edit.html", page(story, rows, form, editor), status=422 if form.errors else 200)


def carry_out(story: Story, form: DecisionForm, editor: User) -> Story:
    """Do what the form says; returns the story whose page goes on. Raises RefusedError."""
    data, now = form.cleaned_data, clock.now()
    reason = data["reason"]
    match data["kind"]:
        case "split" | "move":
            to = data["to"] if data["kind"] == "move" else None
            decide.move(story=story, articles=data["articles"], to=to, editor=editor, reason=reason, now=now)
        case "merge":
            decide.merge(story=data["to"], gone=story, editor=editor, reason=reason, now=now)
        case "pin":
            decide.pin(story=story, until=form.until(now), editor=editor, reason=reason, now=now)
        case "unpin":
            decide.pin(story=story, until=None, editor=editor, reason=reason, now=now)
        case "close":
            decide.close(story=story, editor=editor, reason=reason, now=now)
        case _:
            decide.reopen(story=story, editor=editor, reason=reason, now=now)
    story.refresh_from_db()
    return story.merged_into or story


def page(story: Story, rows: list[Coverage], form: DecisionForm, editor: User) -> dict[str, Any]:
    """What the template shows."""
    decisions = StoryDecision.objects.filter(Q(story=story) | Q(other=story))
    return {
        "story": story,
        "rows": rows,
        "chosen": set(form["articles"].value() or ()),
        "form": form,
        "errors": [str(error) for errors in form.errors.values() for error in errors],
        "likely": likely(story),
        "decisions": decisions.select_related("story", "other", "editor", "undone_by").order_by("-decided_at", "-pk")[
            :MOST_DECISIONS
        ],
        "pinned": story.pinned_until is not None and story.pinned_until > clock.now(),
        "visitor": editor,
    }


def likely(story: Story) -> list[Story]:
    """Stories of about the same time in the same place or section, for the list of where articles may go."""
    near = Story.objects.shown().exclude(pk=story.pk).defer("centroid").newest()
    if story.place_id or story.section_id:
        near = near.filter(Q(place=story.place_id) & ~Q(place=None) | Q(section=story.section_id) & ~Q(section=None))
    return list(near[:MOST_LIKELY])


@require_http_methods(["POST"])
@for_editors
def undo(request: HttpRequest, editor: User, *, decision_id: int) -> HttpResponse:
    """`/story/decisions/<id>/undo`: take a decision back. Raises Http404."""
    decision = get_object_or_404(StoryDecision.objects.select_related("story__merged_into"), pk=decision_id)
    try:
        take_back(decision=decision, editor=editor, now=clock.now())
    except RefusedError as error:
        story = decision.story.merged_into or decision.story
        context = {"story": story, "refused": str(error), "visitor": editor}
        return render(request, "pages/story_refused.html", context, status=422)
    decision.story.refresh_from_db()
    story = decision.story.merged_into or decision.story
    return redirect(f"{story.get_absolute_url()}/edit")

"""`/moderation/users/<id>`: a user's record; sanctions, and the moderators' notes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.models import User
from newsstand.comments.models import Comment
from newsstand.lib import clock
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.forms import DAYS, NoteForm, SanctionForm
from newsstand.moderation.may import why_not_sanction
from newsstand.moderation.models import Note, Sanction
from newsstand.moderation.record import record
from newsstand.moderation.sanction import lift as end
from newsstand.moderation.sanction import sanction as make
from newsstand.pages.moderation import for_moderators
from newsstand.pages.moderation_case import spoken

MOST_COMMENTS = 20


@require_safe
@for_moderators
def user_record(request: HttpRequest, user: User, user_id: int) -> HttpResponse:
    """The record of one user. Raises Http404."""
    return record_page(request, user, get_object_or_404(User, pk=user_id), SanctionForm(initial={"days": DAYS}))


def record_page(
    request: HttpRequest,
    user: User,
    about: User,
    form: SanctionForm,
    *,
    note: NoteForm | None = None,
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the forms as they were filled in."""
    comments = Comment.objects.filter(user=about).select_related("article")
    comments = comments.defer("article__body", "article__text", "article__summary").order_by("-pk")
    context: dict[str, Any] = {
        "visitor": user,
        "about": about,
        "record": record(about, clock.now()),
        "spoken": spoken(about),
        "comments": list(comments[:MOST_COMMENTS]),
        "why_not": why_not_sanction(user, about),
        "form": form,
        "note": note or NoteForm(),
        "errors": errors or [],
        "here": f"/moderation/users/{about.pk}",
    }
    return render(request, "pages/moderation_user.html", context, status=status)


@require_POST
@for_moderators
def sanction(request: HttpRequest, user: User, user_id: int) -> HttpResponse:
    """`/moderation/users/<id>/sanction`: warn, mute, watch, suspend, ban."""
    about = get_object_or_404(User, pk=user_id)
    form = SanctionForm(request.POST)
    if not form.is_valid():
        said = [str(error) for errors in form.errors.values() for error in errors]
        return record_page(request, user, about, form, errors=said, status=422)
    data = form.cleaned_data
    try:
        make(
            user=about,
            kind=data["sanction"],
            by=user,
            reason=data["reason"],
            explanation=form.words(),
            ground=data["ground"],
            days=data["days"],
            now=clock.now(),
        )
    except RefusedError as error:
        return record_page(request, user, about, form, errors=[str(error)], status=422)
    messages.success(request, f"{about.name} is told of it.")
    return redirect(f"/moderation/users/{about.pk}")


@require_POST
@for_moderators
def lift(request: HttpRequest, user: User, sanction_id: int) -> HttpResponse:
    """`/moderation/sanctions/<id>/lift`: end a sanction early."""
    found = get_object_or_404(Sanction.objects.select_related("user"), pk=sanction_id)
    try:
        end(sanction=found, by=user, explanation=request.POST.get("explanation", ""), now=clock.now())
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Lifted. {found.user.name} is told of it.")
    return redirect(f"/moderation/users/{found.user_id}")


@require_POST
@for_moderators
def note(request: HttpRequest, user: User, user_id: int) -> HttpResponse:
    """`/moderation/users/<id>/note`: what one moderator tells the others."""
    about = get_object_or_404(User, pk=user_id)
    form = NoteForm(request.POST, instance=Note(user=about, by=user, made_at=clock.now()))
    if not form.is_valid():
        said = [str(error) for errors in form.errors.values() for error in errors]
        return record_page(request, user, about, SanctionForm(), note=form, errors=said, status=422)
    form.save()
    return redirect(f"/moderation/users/{about.pk}#notes")

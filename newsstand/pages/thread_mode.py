"""`/a/<id>/<slug>/thread`: how an article's thread is held, for moderators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.comments.errors import RefusedError
from newsstand.comments.hold import MOST_FIRST, hold_thread
from newsstand.comments.models import Thread, ThreadChange
from newsstand.lib import clock
from newsstand.moderation.rulebook import current
from newsstand.pages.article import asked_for
from newsstand.pages.moderation import for_moderators

CHANGES_SHOWN = 20
CLOCK = "%H:%M"
MOMENT = "%Y-%m-%dT%H:%M"


class ThreadForm(forms.Form):
    """Times are the site's."""

    mode = forms.ChoiceField(choices=Thread.Mode.choices, label="Comments are")
    first_held = forms.IntegerField(min_value=1, max_value=MOST_FIRST, label="How many first comments of each wait")
    quiet_from = forms.TimeField(required=False, label="Quiet from", widget=forms.TimeInput({"type": "time"}, CLOCK))
    quiet_until = forms.TimeField(required=False, label="until", widget=forms.TimeInput({"type": "time"}, CLOCK))
    closes_at = forms.DateTimeField(
        required=False, label="Closes at", widget=forms.DateTimeInput({"type": "datetime-local"}, MOMENT)
    )


@require_http_methods(["GET", "POST"])
@for_moderators
def thread_mode(request: HttpRequest, user: User, article_id: int, slug: str) -> HttpResponse:  # noqa: ARG001
    """The form, what it does, and who changed it before. Raises Http404."""
    article = asked_for(article_id)
    now = clock.now()
    row = Thread.objects.filter(article=article).first() or Thread(article=article, mode=Thread.Mode.USUAL)
    form = ThreadForm(request.POST or None, initial=initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            hold_thread(article=article, by=user, now=now, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(f"{article.get_absolute_url()}/thread")
    usual = Thread.Mode(current(now).default_mode)
    context: dict[str, Any] = {
        "visitor": user,
        "article": article,
        "form": form,
        "errors": [str(one) for errors in form.errors.values() for one in errors],
        "usual": usual.label,
        "zone": timezone.get_default_timezone_name(),
        "changes": ThreadChange.objects.filter(article=article).select_related("by").order_by("-pk")[:CHANGES_SHOWN],
    }
    return render(request, "pages/thread_mode.html", context, status=422 if form.errors else 200)


def initial(row: Thread) -> dict[str, Any]:
    return {
        "mode": row.mode,
        "first_held": row.first_held,
        "quiet_from": row.quiet_from,
        "quiet_until": row.quiet_until,
        "closes_at": row.closes_at,
    }

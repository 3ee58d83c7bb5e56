"""`/moderation/replies`: words that moderators use again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.moderation.forms import ReplyForm
from newsstand.moderation.models import SavedReply
from newsstand.moderation.reasons import REASONS
from newsstand.pages.moderation import for_moderators


@require_http_methods(["GET", "POST"])
@for_moderators
def replies(request: HttpRequest, user: User) -> HttpResponse:
    """The saved replies: add one (POST without `reply`), change one, or delete it (`do=delete`)."""
    number = request.POST.get("reply", "")
    chosen = get_object_or_404(SavedReply, pk=number) if number.isascii() and number.isdigit() else None
    if request.method == "POST" and chosen is not None and request.POST.get("do") == "delete":
        chosen.delete()
        messages.success(request, "Deleted.")
        return redirect("/moderation/replies")
    form = ReplyForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("/moderation/replies")
    context = {
        "visitor": user,
        "replies": SavedReply.objects.order_by("title"),
        "form": form,
        "changed": chosen,
        "errors": [str(error) for errors in form.errors.values() for error in errors],
        "reasons": REASONS.values(),
    }
    return render(request, "pages/moderation_replies.html", context, status=422 if form.errors else 200)

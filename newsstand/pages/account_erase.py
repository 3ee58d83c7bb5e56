"""`/account/erase`: a user has their account erased, after days in which they can take it back."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.articles.models import Author
from newsstand.comments.models import Comment
from newsstand.comments.views import for_users
from newsstand.lib import clock
from newsstand.people.ask_erasure import LastEditorError, ask_erasure, take_back
from newsstand.people.models import Erasure


@for_users
def account_erase(request: HttpRequest, user: User) -> HttpResponse:
    """What goes and what stays; POST asks for it, or takes it back (`wanted` is keep). Whoever has not signed in within
    the last minutes does so again first, save to take it back.
    """
    if request.method == "POST" and request.POST.get("wanted") == "keep":
        if take_back(user=user, now=clock.now()):
            messages.success(request, "Your account stays. Nothing was erased.")
        else:
            messages.error(request, "There is nothing to take back, or it is too late.")
        return redirect("account")
    asked = Erasure.objects.filter(user=user, done_at=None).first()
    if asked is not None:
        return erase_page(request, user, asked)
    response: HttpResponse = confirmed(request, user=user)
    return response


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def confirmed(request: HttpRequest, *, user: User) -> HttpResponse:
    """What is posted waits until they have signed in again, and is then carried out."""
    if request.method != "POST":
        return erase_page(request, user, None)
    try:
        ask_erasure(user=user, articles=request.POST.get("articles", "unnamed"), now=clock.now())
    except (LastEditorError, ValueError) as error:
        return erase_page(request, user, None, error=str(error), status=422)
    messages.success(request, "Your account will be erased. Until then you can take it back.")
    return redirect("account_erase")


def erase_page(
    request: HttpRequest, user: User, asked: Erasure | None, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "visitor": user,
        "asked": asked,
        "days": settings.NEWSSTAND_ERASE_AFTER_DAYS,
        "comments": Comment.objects.filter(user=user).count(),
        "author": Author.objects.filter(user=user).first(),
        "articles": Erasure.Articles.choices,
        "error": error,
        "may_have_messages": True,
    }
    return render(request, "pages/account_erase.html", context, status=status)

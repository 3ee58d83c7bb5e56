"""`/you/profile`: what a user says of themselves, and what others may see."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.describe import describe
from newsstand.accounts.models import Profile, User
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.moderation.standing import standing

CHANGES = (Rate(10, 600),)


@for_users
def profile(request: HttpRequest, user: User) -> HttpResponse:
    """GET shows the form, POST keeps it."""
    kept = Profile.objects.filter(user=user).first() or Profile(user=user)
    context = {"visitor": user, "profile": kept, "longest": Profile.LONGEST, "may_have_messages": True}
    if request.method != "POST":
        return render(request, "pages/you_profile.html", context)
    about, now = request.POST.get("about", ""), clock.now()
    context |= {"typed": about, "shows": "shows_follows" in request.POST, "again": True}
    why_not = standing(user, now).why_not_act
    try:
        spend(f"profile:{user.pk}", CHANGES, now)
        if why_not is not None and about.strip():
            raise ValueError(why_not)
        describe(user=user, about=about, shows_follows="shows_follows" in request.POST, now=now)
    except (ValueError, TooFastError) as error:
        status = 429 if isinstance(error, TooFastError) else 422
        return render(request, "pages/you_profile.html", context | {"error": str(error)}, status=status)
    messages.success(request, "Saved.")
    return redirect(user)

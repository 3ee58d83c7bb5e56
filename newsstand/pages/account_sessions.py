"""`/accounts/sessions/`: where a user is signed in, and how to end it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.accounts.sessions import end, places
from newsstand.comments.views import for_users


@for_users
def sessions(request: HttpRequest, user: User) -> HttpResponse:
    """The devices; POST ends one (`session`) or all others (`wanted=others`). Nobody ends another user's."""
    if request.method == "POST":
        here, given = str(request.session.session_key), request.POST.get("session", "")
        if request.POST.get("wanted") == "others":
            count = end(user=user, keep=here)
        elif given.isascii() and given.isdigit() and len(given) < 19:
            count = end(user=user, numbers=[int(given)], keep=here)
        else:
            count = 0
        said = "Signed out there." if count == 1 else f"Signed out in {count} places."
        messages.success(request, said if count else "There was nothing to end.")
        return redirect("usersessions_list")
    context = {"visitor": user, "places": places(request, user), "may_have_messages": True}
    return render(request, "pages/account_sessions.html", context)

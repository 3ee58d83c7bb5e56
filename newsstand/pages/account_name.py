"""`/account/name`: take another name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.accounts.rename import free_again, rename
from newsstand.algorithms.user_names import LONGEST
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.moderation.standing import standing

# Each try tells whether a name is free.
TRIES = (Rate(10, 60), Rate(60, 3600))


@for_users
def name(request: HttpRequest, user: User) -> HttpResponse:
    """The form with the name as it is; POST takes `name`."""
    now = clock.now()
    again = free_again(user)
    text, error, status = request.POST.get("name", user.name), "", 200
    why_not = standing(user, now).why_not_act
    if again and again > now and not why_not:
        why_not = f"You changed your name lately. You can change it again from {again:%d %B %Y} on."
    if request.method == "POST":
        try:
            spend(f"name:{user.pk}", TRIES, now)
            if why_not:
                raise ValueError(why_not)
            messages.success(request, f"You are {rename(user=user, text=text, now=now).name} from now on.")
            return redirect("account")
        except TooFastError as too_fast:
            error, status = str(too_fast), 429
        except ValueError as refusal:
            error, status = str(refusal), 422
    context = {"visitor": user, "text": text[:LONGEST], "error": error, "why_not": why_not, "longest": LONGEST}
    return render(request, "pages/account_name.html", context, status=status)

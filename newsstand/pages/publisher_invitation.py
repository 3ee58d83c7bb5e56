"""Where an invitation to belong to a publisher is answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.invite import NO_MORE, answer, invitation_of
from newsstand.publishers.views import for_users


@for_users
def publisher_invitation(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """`/publishers/invitation/<token>`: GET shows it, POST accepts it. 410 for one that holds no more."""
    invitation, error = invitation_of(token, clock.now()), ""
    if invitation is None:
        error = NO_MORE
    elif request.method == "POST":
        try:
            member = answer(token=token, user=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("publisher_people", member.publisher.slug)
    context = {
        "visitor": user,
        "invitation": invitation,
        "is_theirs": invitation is not None and invitation.email.lower() == user.email.lower(),
        "error": error,
    }
    status = 410 if invitation is None else 422 if error else 200
    response = render(request, "pages/publisher_invitation.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response

"""The gate of an advertiser's own pages, and of the counter: who sees them, who changes something there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from newsstand.accounts.models import User
from newsstand.advertisers.models import Advertiser, Role, may_be
from newsstand.lib import clock
from newsstand.moderation.standing import standing
from newsstand.publishers.views import for_users

NOT_YOURS = "An advertiser's own pages are seen by its own people and by those who keep this site's books."
NOT_YOUR_ROLE = {
    Role.OWNER: "Only an owner of this advertiser changes that. Its owners stand under People.",
    Role.MANAGER: "Only a manager or owner of this advertiser changes that. They stand under People.",
    Role.VIEWER: NOT_YOURS,
}
NO_CASHIER = "The counter is kept by this site's cashiers, and you are not one."

View = Callable[..., HttpResponse]


def for_people(role: Role, *, see: Role = Role.VIEWER) -> Callable[[View], View]:
    """The view gets the user and the advertiser of the address. Who may `see` looks; a form is taken from `role` alone.

    Others get 403, as do the advertiser's own people while a sanction keeps them from acting; strangers sign in first.
    An advertiser that is none, or left for good, is not there (404).
    """

    def decorate(view: View) -> View:
        @for_users
        @wraps(view)
        def answer(request: HttpRequest, user: User, slug: str, **kwargs: Any) -> HttpResponse:
            advertiser = get_object_or_404(Advertiser, slug=slug, purged_at=None)
            if not may_be(user, advertiser, see):
                raise PermissionDenied(NOT_YOURS if see is Role.VIEWER else NOT_YOUR_ROLE[see])
            if request.method == "POST":
                if not may_be(user, advertiser, role):
                    raise PermissionDenied(NOT_YOUR_ROLE[role])
                must_act(user)
            return view(request, user, advertiser, **kwargs)

        return answer

    return decorate


def for_cashiers(view: View) -> View:
    """Cashiers only; who is signed in and none gets 403, and so does one whom a sanction keeps from acting."""

    @for_users
    @wraps(view)
    def answer(request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        if not user.keeps_books:
            raise PermissionDenied(NO_CASHIER)
        if request.method == "POST":
            must_act(user)
        return view(request, user, **kwargs)

    return answer


def must_act(user: User) -> None:
    """Raises PermissionDenied while a sanction keeps the user from acting. One query."""
    why_not = standing(user, clock.now()).why_not_act
    if why_not:
        raise PermissionDenied(why_not)

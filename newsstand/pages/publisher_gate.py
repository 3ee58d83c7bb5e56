"""The gate of a publisher's own pages: who sees them, who changes something there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.moderation.standing import standing
from newsstand.publishers.models import Publisher, Role, may_be
from newsstand.publishers.views import for_users

NOT_YOURS = "A publisher's own pages are seen by its own people and by this site's editors."
NOT_YOUR_ROLE = {
    Role.OWNER: "Only an owner of this publisher changes that. Its owners stand under People.",
    Role.EDITOR: "Only an editor or owner of this publisher changes that. They stand under People.",
    Role.VIEWER: NOT_YOURS,
}

View = Callable[..., HttpResponse]


def for_members(role: Role, *, see: Role = Role.VIEWER) -> Callable[[View], View]:
    """The view gets the user and the publisher of the address. Who may `see` looks; a form is taken from `role` alone.

    Others get 403, as do the publisher's own people while a sanction keeps them from acting; strangers sign in first.
    """

    def decorate(view: View) -> View:
        @for_users
        @wraps(view)
        def answer(request: HttpRequest, user: User, slug: str, **kwargs: Any) -> HttpResponse:
            publisher = get_object_or_404(Publisher.objects.select_related("contract", "icon"), slug=slug)
            if not may_be(user, publisher, see):
                raise PermissionDenied(NOT_YOURS if see is Role.VIEWER else NOT_YOUR_ROLE[see])
            if request.method == "POST":
                if not may_be(user, publisher, role):
                    raise PermissionDenied(NOT_YOUR_ROLE[role])
                why_not = standing(user, clock.now()).why_not_act
                if why_not:
                    raise PermissionDenied(why_not)
            return view(request, user, publisher, **kwargs)

        return answer

    return decorate

"""The gate of pages about one's own writing, its numbers and its money."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from newsstand.accounts.models import User
from newsstand.contributors.models import Contributor
from newsstand.publishers.views import for_users


def for_contributors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the user and their contributor; who does not write here yet is led to where they can begin.

    There is nothing of anybody else's at these addresses. Who is sanctioned reads on: they are their own numbers.
    """

    @for_users
    @wraps(view)
    def answer(request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        contributor = Contributor.objects.select_related("author").filter(user=user).first()
        return redirect("contributors_join") if contributor is None else view(request, user, contributor, **kwargs)

    return answer

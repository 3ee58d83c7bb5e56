"""Who may decide about topics: editors."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from newsstand.accounts.visitor import sign_in_address, visitor

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Editors only: visitors are sent to sign in, who is signed in and none gets 403. Kept by no cache."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = visitor(request)
        if user is None:
            response: HttpResponse = redirect(sign_in_address(request.path))
        elif not user.is_editor:
            raise PermissionDenied("Topics are decided by this site's editors, and you are not one.")
        else:
            response = view(request, user, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return answer

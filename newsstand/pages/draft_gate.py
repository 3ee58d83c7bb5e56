"""Who comes to a draft's pages: its contributor and the site's editors; to everybody else it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.contributors.models import Draft
from newsstand.contributors.step import may_see

View = Callable[..., HttpResponse]
WITH = (
    *("contributor__user", "contributor__author", "latest", "editor"),
    *("section", "place__parent", "article"),
)
NONE = "There is no draft with this number among yours."


def for_draft(*methods: str) -> Callable[[View], View]:
    """A view of one draft, called with the user and the draft; without `methods` for reading and for forms.

    Who is not signed in is sent to sign in, whatever the number; nobody else learns which numbers there are. Kept by no
    cache.
    """

    def around(view: View) -> View:
        @require_http_methods(list(methods or ("GET", "HEAD", "POST")))
        @wraps(view)
        def answer(request: HttpRequest, *, draft_id: int, **kwargs: Any) -> HttpResponse:
            user = visitor(request)
            if user is None:
                response: HttpResponse = redirect(sign_in_address(request.path))
            else:
                rows = Draft.objects.select_related(*WITH)
                draft = rows.filter(pk=draft_id).first()
                if draft is None or not may_see(draft, user):
                    raise Http404(NONE)
                response = view(request, user, draft, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return answer

    return around

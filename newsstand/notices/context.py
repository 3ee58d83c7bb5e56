"""What the header of every page says to who is signed in."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsstand.accounts.visitor import visitor
from newsstand.notices.read import unread_count

MOST = 100


def notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`, asked for only where a page shows it: a number up to 100, for nobody 0."""

    def count() -> int:
        user = visitor(request)
        return unread_count(user, MOST) if user is not None else 0

    return {"unread_notices": SimpleLazyObject(count)}

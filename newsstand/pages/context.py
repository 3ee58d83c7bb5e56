"""What every page says to an editor: how much waits on the desk."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsstand.accounts.visitor import visitor
from newsstand.lib import clock
from newsstand.pages.desk_sections import counts

MOST = 99


def desk(request: HttpRequest) -> dict[str, Any]:
    """`waiting_on_desk`: "7", "99+", "" for nothing. One query, asked only where an editor's page shows it."""

    def number() -> str:
        user = visitor(request)
        total = sum(counts(user, clock.now()).values()) if user is not None and user.is_editor else 0
        return f"{MOST}+" if total > MOST else str(total or "")

    return {"waiting_on_desk": SimpleLazyObject(number)}

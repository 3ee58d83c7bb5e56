"""What every page may know of the queue."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsstand.accounts.visitor import visitor
from newsstand.moderation.queue import waiting


def queue(request: HttpRequest) -> dict[str, Any]:
    """`waiting_cases`, asked for only where a page shows it: only a moderator's pages do."""

    def count() -> int:
        user = visitor(request)
        return waiting() if user is not None and user.moderates else 0

    return {"waiting_cases": SimpleLazyObject(count)}

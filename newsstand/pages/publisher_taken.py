"""How far a take-down is, and the way to undo it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Publisher, Role, may_be
from newsstand.publishers_desk.models import TakeDown
from newsstand.publishers_desk.take_down import undo

ROWS_SHOWN = 30


@for_members(Role.EDITOR)
def publisher_taken(request: HttpRequest, user: User, publisher: Publisher, take_down_id: int) -> HttpResponse:
    """`/publishers/<slug>/articles/taken/<id>`: GET says how far it is; POST brings back what it took."""
    found = get_object_or_404(
        TakeDown.objects.select_related("publisher", "by", "undone_by"), pk=take_down_id, publisher=publisher
    )
    error = ""
    if request.method == "POST":
        try:
            undo(take_down=found, by=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect(found)
    rows = found.rows.select_related("article").defer("article__body", "article__text").order_by("id")
    context = {
        "visitor": user,
        "publisher": publisher,
        "take_down": found,
        "may": may_be(user, publisher, Role.EDITOR),
        "rows": rows[:ROWS_SHOWN],
        "refusals": rows.exclude(refusal="")[:ROWS_SHOWN] if found.refused or found.is_undoing else (),
        "more": max(0, found.total - ROWS_SHOWN),
        "error": error,
        "here": "articles",
    }
    return render(request, "pages/publisher_taken.html", context, status=422 if error else 200)

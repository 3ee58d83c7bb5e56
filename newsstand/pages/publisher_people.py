"""The people of a publisher: who they are, what they may do, who is invited, and what was changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.lib import clock
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.invite import invite, open_ones, uninvite
from newsstand.publishers.members import change_role, remove
from newsstand.publishers.models import Event, Invitation, Membership, Publisher, Role, may_be

EVENTS_SHOWN = 50


@for_members(Role.VIEWER)
def publisher_people(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/people`: members see it; POST does one thing, named in `do`, which the verb allows or not."""
    error = ""
    if request.method == "POST":
        try:
            change(request, user, publisher)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            if not may_be(user, publisher, Role.VIEWER):
                return redirect(publisher)
            return redirect("publisher_people", publisher.slug)
    members = publisher.memberships.select_related("user").order_by("since", "id")
    context: dict[str, Any] = {
        "visitor": user,
        "publisher": publisher,
        "here": "people",
        "members": sorted(members, key=lambda one: Role.values.index(one.role)),
        "roles": Role.choices,
        "is_owner": may_be(user, publisher, Role.OWNER),
        "invitations": open_ones(publisher).select_related("by").order_by("invited_at", "id"),
        "now": clock.now(),
        "events": publisher.events.select_related("by", "about").order_by("-at", "-id")[:EVENTS_SHOWN],
        "kinds": Event.Kind,
        "given": request.POST if error else {},
        "error": error,
    }
    return render(request, "pages/publisher_people.html", context, status=422 if error else 200)


def change(request: HttpRequest, user: User, publisher: Publisher) -> None:
    """What the form asks for. Raises RefusedError, Http404 for somebody or something that is not there."""
    given, now = request.POST, clock.now()
    wanted = given.get("do", "")
    if wanted == "invite":
        invite(publisher=publisher, email=given.get("email", ""), role=given.get("role", ""), by=user, now=now)
    elif wanted == "uninvite":
        asked = get_object_or_404(Invitation, pk=number(given.get("invitation")), publisher=publisher)
        uninvite(invitation=asked, by=user, now=now)
    elif wanted in {"role", "remove"}:
        member = get_object_or_404(
            Membership.objects.select_related("user"), user=number(given.get("member")), publisher=publisher
        ).user
        if wanted == "role":
            change_role(publisher=publisher, member=member, role=given.get("role", ""), by=user, now=now)
        else:
            remove(publisher=publisher, member=member, by=user, now=now)
    else:
        raise Http404("There is no such change.")


def number(written: str | None) -> int:
    """The number of a row as a form gives it; 0, which no row has, for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 19 else 0

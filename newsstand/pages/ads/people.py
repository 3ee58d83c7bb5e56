"""The people of an advertiser: who they are, what they may do, who is invited."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.invite import NO_MORE, answer, invitation_of, invite, open_ones, uninvite
from newsstand.advertisers.members import change_role, remove
from newsstand.advertisers.models import Advertiser, Invitation, Membership, Role, may_be
from newsstand.lib import clock
from newsstand.pages.ads.gate import for_people
from newsstand.publishers.views import for_users


# Whoever belongs to it may leave; everything else is the verbs' to allow.
@for_people(Role.VIEWER)
def advertiser_people(request: HttpRequest, user: User, advertiser: Advertiser) -> HttpResponse:
    """`/advertisers/<slug>/people`: for members; POST does one thing, named in `do`, if its verb allows it."""
    error = ""
    if request.method == "POST":
        try:
            change(request, user, advertiser)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            if not may_be(user, advertiser, Role.VIEWER):
                return redirect("advertisers")
            return redirect("advertiser_people", advertiser.slug)
    members = advertiser.memberships.select_related("user").order_by("since", "id")
    context: dict[str, Any] = {
        "visitor": user,
        "advertiser": advertiser,
        "here": "people",
        "members": sorted(members, key=lambda one: Role.values.index(one.role)),
        "roles": Role.choices,
        "is_owner": may_be(user, advertiser, Role.OWNER),
        "invitations": open_ones(advertiser).order_by("invited_at", "id"),
        "now": clock.now(),
        "given": request.POST if error else {},
        "error": error,
    }
    return render(request, "pages/ads/people.html", context, status=422 if error else 200)


def change(request: HttpRequest, user: User, advertiser: Advertiser) -> None:
    """What the form asks for. Raises RefusedError, Http404 for somebody or something that is not there."""
    given, now = request.POST, clock.now()
    wanted = given.get("do", "")
    if wanted == "invite":
        invite(advertiser=advertiser, email=given.get("email", ""), role=given.get("role", ""), by=user, now=now)
    elif wanted == "uninvite":
        asked = get_object_or_404(Invitation, pk=number(given.get("invitation")), advertiser=advertiser)
        uninvite(invitation=asked, by=user, now=now)
    elif wanted in {"role", "remove"}:
        rows = Membership.objects.select_related("user")
        member = get_object_or_404(rows, user=number(given.get("member")), advertiser=advertiser).user
        if wanted == "role":
            change_role(advertiser=advertiser, member=member, role=given.get("role", ""), by=user, now=now)
        else:
            remove(advertiser=advertiser, member=member, by=user, now=now)
    else:
        raise Http404("There is no such change.")


def number(written: str | None) -> int:
    """The number of a row as a form gives it; 0, which no row has, for anything else."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 19 else 0


@for_users
def advertiser_invitation(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """`/advertisers/invitation/<token>`: GET shows it, POST accepts it. 410 for one that holds no more."""
    invitation, error = invitation_of(token, clock.now()), ""
    if invitation is None:
        error = NO_MORE
    elif request.method == "POST":
        try:
            member = answer(token=token, user=user, now=clock.now())
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("advertiser_desk", member.advertiser.slug)
    context = {
        "visitor": user,
        "invitation": invitation,
        "token": token,
        "is_theirs": invitation is not None and invitation.email.lower() == user.email.lower(),
        "error": error,
    }
    status = 410 if invitation is None else 422 if error else 200
    response = render(request, "pages/ads/invitation.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response

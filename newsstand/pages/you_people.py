"""Whom a user does not want to hear of: the list, and one person's page with the choice."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from newsstand.accounts.block import block, unblock
from newsstand.accounts.models import Block, User
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.pages.you_lists import list_page, page_of

DEEDS = (Rate(30, 60), Rate(200, 3600))


@for_users
def people(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/people`: who is muted and who is blocked, the latest first."""
    rows, older = page_of(Block.objects.filter(by=user).select_related("of"), request, "since")
    return list_page(request, "pages/you_people.html", rows, older)


@for_users
def person(request: HttpRequest, user: User, user_id: int) -> HttpResponse:
    """`/you/people/<number>`: mute, block, or hear again of one person. POST takes `wanted` and `next`."""
    # Somebody who left can still be taken off the list.
    known = User.objects.filter(Q(is_active=True) | Q(pk__in=Block.objects.filter(by=user).values("of")))
    other = get_object_or_404(known, pk=user_id)
    if other.pk == user.pk:
        raise Http404("Nobody hears nothing of themselves.")
    onward = ours(request.POST.get("next", "") or request.GET.get("next", ""))
    status, error = 200, ""
    if request.method == "POST":
        try:
            messages.success(request, carried_out(user, other, request.POST.get("wanted", "")))
            return redirect(onward or "you_people")
        except TooFastError as too_fast:
            status, error = 429, str(too_fast)
        except ValueError as refusal:
            status, error = 422, str(refusal)
    held = Block.objects.filter(by=user, of=other).first()
    context = {"visitor": user, "other": other, "held": held, "onward": onward, "error": error}
    return render(request, "pages/you_person.html", context, status=status)


def carried_out(user: User, other: User, wanted: str) -> str:
    """Do what the form asks for, and return what to say of it. Raises ValueError and TooFastError."""
    now = clock.now()
    spend(f"people:{user.pk}", DEEDS, now)
    if wanted == "clear":
        unblock(by=user, of=other)
        return f"You hear of {other.name} again."
    if wanted not in Block.Kind.values:
        raise ValueError("Choose one of the buttons below.")
    block(by=user, of=other, kind=Block.Kind(wanted), now=now)
    done = "muted" if wanted == Block.Kind.MUTE else "blocked"
    return f"{other.name} is {done}. Nobody tells them. Under Your account, People, you can take it back."


def ours(address: str) -> str:
    """An address of this site; "" for any other."""
    good = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if good else ""

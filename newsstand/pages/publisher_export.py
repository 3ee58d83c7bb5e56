"""A publisher takes everything along, and leaves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.publisher_gate import for_members
from newsstand.pages.you_export import zipped
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Contract, Publisher, Role, may_be
from newsstand.publishers_desk.leave import GRACE, come_back, leave
from newsstand.publishers_desk.make_export import ask_export, path_of
from newsstand.publishers_desk.models import Departure, PublisherExport

EXPORTS = (Rate(5, 24 * 3600),)


@for_members(Role.OWNER)
def publisher_export(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/export`: GET says what is in it and how far it is; POST has one made."""
    if request.method != "POST":
        return export_page(request, user, publisher)
    now = clock.now()
    allowance = allow(f"publisher-export:{publisher.pk}", *EXPORTS, now=now)
    if not allowance.allowed:
        error = "Five files a day are the most. The last one still lies here."
        response = export_page(request, user, publisher, error=error, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        ask_export(publisher=publisher, by=user, now=now)
    except RefusedError as refusal:
        return export_page(request, user, publisher, error=str(refusal), status=422)
    return redirect("publisher_export", slug=publisher.slug)


def export_page(
    request: HttpRequest, user: User, publisher: Publisher, *, error: str = "", status: int = 200
) -> HttpResponse:
    latest = PublisherExport.objects.filter(publisher=publisher).select_related("by").order_by("-pk").first()
    lying = PublisherExport.objects.filter(publisher=publisher, until__gt=clock.now(), error="").order_by("-pk")
    context = {
        "visitor": user,
        "publisher": publisher,
        "export": latest,
        "ready": [one for one in lying[:3] if one.done_at is not None and path_of(one).is_file()],
        "may": may_be(user, publisher, Role.OWNER),
        "error": error,
        "here": "export",
    }
    return render(request, "pages/publisher_export.html", context, status=status)


@require_safe
@for_members(Role.OWNER, see=Role.OWNER)
def publisher_export_file(request: HttpRequest, user: User, publisher: Publisher, token: str) -> HttpResponse:  # noqa: ARG001
    """`/publishers/<slug>/export/<token>`: the file, for owners alone. Raises Http404 after its time."""
    wanted = PublisherExport.objects.filter(publisher=publisher, token=token, until__gt=clock.now(), error="")
    found = wanted.first()
    if found is None or found.done_at is None or not path_of(found).is_file():
        raise Http404("There is no such file, or its time is over. Ask for a new one.")
    return zipped(path_of(found).open("rb"), f"{publisher.slug}-{found.done_at:%Y-%m-%d}.zip")


@for_members(Role.OWNER)
def publisher_leave(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/leave`: GET explains; POST leaves, or comes back."""
    error = ""
    if request.method == "POST":
        given, now = request.POST, clock.now()
        try:
            if given.get("decision") == "back":
                come_back(publisher=publisher, by=user, now=now)
            else:
                articles, name = given.get("articles", ""), given.get("name", "")
                leave(publisher=publisher, articles=articles, name=name, by=user, now=now)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect("publisher_leave", slug=publisher.slug)
    context: dict[str, Any] = {
        "visitor": user,
        "publisher": publisher,
        "contract": getattr(publisher, "contract", None) or Contract(publisher=publisher),
        "departure": Departure.objects.standing().select_related("by").filter(publisher=publisher).first(),
        "count": Article.objects.filter(publisher=publisher, withdrawn_at=None).count(),
        "choices": Departure.Articles.choices,
        "chosen": request.POST.get("articles", ""),
        "typed": request.POST.get("name", ""),
        "grace": GRACE.days,
        "now": clock.now(),
        "may": may_be(user, publisher, Role.OWNER),
        "error": error,
        "here": "export",
    }
    return render(request, "pages/publisher_leave.html", context, status=422 if error else 200)

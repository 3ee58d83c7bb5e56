"""The figures of a year of moderation, as a page and as JSON (DSA Art. 15 and 24)."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.legal import figures as legal
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.moderation import transparency
from newsstand.moderation.listeners import LOG


@require_safe
def latest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/moderation/transparency`: on to the figures of this year."""
    return redirect("transparency", year=timezone.localtime(clock.now()).year)


@require_safe
@public_page(lambda year: [LOG])  # noqa: ARG005 (named as in the address)
def page(request: HttpRequest, *, year: int) -> HttpResponse:
    """`/moderation/transparency/<year>`: the figures in tables. Raises Http404 for a year that was not."""
    context = {"visitor": visitor(request), "years": years(), **report(year)}
    return render(request, "pages/transparency.html", context)


@require_safe
@public_page(lambda year: [LOG])  # noqa: ARG005
def as_json(request: HttpRequest, *, year: int) -> HttpResponse:  # noqa: ARG001
    """`/moderation/transparency/<year>.json`: the same for programs. Raises Http404."""
    response = JsonResponse(report(year), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def years() -> list[int]:
    """The years that have figures, the latest first."""
    now = timezone.localtime(clock.now()).year
    return list(range(now, min(transparency.first_year() or now, now) - 1, -1))


def report(year: int) -> dict[str, Any]:
    """All figures of one year of the site's time zone."""
    if year not in years():
        raise Http404("There are no figures of this year.")
    zone = timezone.get_current_timezone()
    since, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return {
        "year": year,
        "is_over": until <= clock.now(),
        **transparency.figures(since, until),
        "legal_notices": legal.figures(since, until),
    }

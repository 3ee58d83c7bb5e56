"""`/you/export`: everything about a user as one file, made at once or by the worker."""

import os
import tempfile
from typing import IO, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.people.export import write_zip
from newsstand.people.make_export import ask_export, is_small, path_of
from newsstand.people.models import Export
from newsstand.people.tables import LEFT_OUT

EXPORTS = (Rate(5, 300), Rate(20, 24 * 3600))


@for_users
def export_page(request: HttpRequest, user: User) -> HttpResponse:
    """GET says what is in it and how far it is; POST gives the file where that is quick, else has it made."""
    now = clock.now()
    if request.method != "POST":
        return page(request, user)
    try:
        spend(f"export:{user.pk}", EXPORTS, now)
    except TooFastError as error:
        response = page(request, user, error=str(error), status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    if not is_small(user):
        ask_export(user=user, now=now)
        return redirect("you_takeaway")
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_zip(user, file, now=now)
    file.seek(0, os.SEEK_SET)
    return zipped(file, f"newsstand-{now:%Y-%m-%d}.zip")


def zipped(file: IO[bytes], name: str) -> HttpResponse:
    """The file as a download; what wraps our views only sets its headers."""
    made = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    return cast("HttpResponse", made)


def page(request: HttpRequest, user: User, *, error: str = "", status: int = 200) -> HttpResponse:
    latest = Export.objects.filter(user=user).order_by("-pk").first()
    ready = latest is not None and latest.done_at is not None and not latest.error and path_of(latest).exists()
    context = {
        "visitor": user,
        "export": latest,
        "ready": ready,
        "left_out": sorted(set(LEFT_OUT.values())),
        "error": error,
        "may_have_messages": True,
    }
    return render(request, "pages/you_takeaway.html", context, status=status)


@for_users
def export_file(_request: HttpRequest, user: User, token: str) -> HttpResponse:
    """`/you/export/<token>`: the file, for its own user alone. Raises Http404 for others, and after its week."""
    found = Export.objects.filter(user=user, token=token, until__gt=clock.now(), error="").first()
    if found is None or found.done_at is None or not path_of(found).is_file():
        raise Http404("There is no such file, or its week is over. Ask for a new one.")
    return zipped(path_of(found).open("rb"), f"newsstand-{found.done_at:%Y-%m-%d}.zip")

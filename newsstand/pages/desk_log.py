"""`/desk/log`: everything editors did, whatever it was about, newest first; and its undoing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from newsstand.accounts.models import User
from newsstand.articles.withdraw import RefusedError as ArticleRefusedError
from newsstand.contributors.errors import RefusedError as DraftRefusedError
from newsstand.lib import clock
from newsstand.lib.tables import as_csv
from newsstand.moderation.errors import RefusedError as ModerationRefusedError
from newsstand.pages.desk import for_editors
from newsstand.pages.desk_log_entries import Entry, Source
from newsstand.pages.desk_log_sources import SOURCES
from newsstand.pages.listing import NO_PLACE
from newsstand.revenue.errors import RefusedError as MoneyRefusedError
from newsstand.topics.decide import RefusedError as TopicRefusedError

PAGE_LENGTH = 50
FILE_LENGTH = 10_000
REFUSALS = (ArticleRefusedError, DraftRefusedError, ModerationRefusedError, MoneyRefusedError, TopicRefusedError)
COLUMNS = ("when", "who", "kind", "what", "about", "why", "address", "taken back")
LATE = "It cannot be taken back any more: something else was decided since."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the log begins: after this row of this source, at this moment."""

    at: datetime
    source: int
    number: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deeds: of one kind and of one editor, or of all."""

    kind: str = ""
    by: int | None = None


@require_safe
@for_editors
def desk_log(request: HttpRequest, editor: User) -> HttpResponse:
    """`/desk/log?kind=&by=&before=`: fifty deeds. One query a table, and one for the editors."""
    wanted = asked_for(request)
    found = entries(wanted, before=read_place(request.GET.get("before", "")), most=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    query = {"kind": wanted.kind, "by": wanted.by or ""}
    context = {
        "visitor": editor,
        "entries": shown,
        "kinds": [(source.kind, source.label) for source in SOURCES],
        "people": User.objects.filter(Q(is_staff=True) | Q(is_moderator=True)).order_by("name"),
        "wanted": wanted,
        "is_first": not request.GET.get("before"),
        "query": urlencode({name: value for name, value in query.items() if value}),
        "older": place_of(shown[-1]) if len(found) > PAGE_LENGTH else "",
        "here": request.get_full_path(),
    }
    return render(request, "pages/desk_log.html", context)


@require_safe
@for_editors
def desk_log_csv(request: HttpRequest, editor: User) -> HttpResponse:  # noqa: ARG001
    """`/desk/log.csv?kind=&by=`: the latest ten thousand deeds as a table."""
    rows = [
        (one.at, one.by.name if one.by else "", one.kind, one.what, one.title, one.why, one.address, one.undone)
        for one in entries(asked_for(request), before=None, most=FILE_LENGTH)
    ]
    return as_csv("desk-log", COLUMNS, rows)


@require_POST
@for_editors
def desk_undo(request: HttpRequest, editor: User) -> HttpResponse:
    """POST `/desk/log/undo`: take the deed `number` of `kind` back. Raises Http404 for none, or one that stays."""
    kind, number = request.POST.get("kind", ""), request.POST.get("number", "")
    source = next((one for one in SOURCES if one.kind == kind), None)
    if source is None or source.undo is None or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404("There is no such deed.")
    try:
        row = source.rows().get(pk=int(number))
        done = source.entry(row)
        if not done.undoable:
            raise ArticleRefusedError(LATE)
        source.undo(int(number), editor, clock.now())
    except ObjectDoesNotExist:
        raise Http404("There is no such deed.") from None
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Taken back: {done.title}.")
    back = request.POST.get("back", "")
    return redirect(back if back.split("?")[0] == "/desk/log" else "/desk/log")


def asked_for(request: HttpRequest) -> Wanted:
    """What the address asks for. Raises Http404 for an unknown kind or person."""
    kind, by = request.GET.get("kind", ""), request.GET.get("by", "")
    if kind and kind not in {source.kind for source in SOURCES}:
        raise Http404("The log has no such part.")
    if by and not (by.isascii() and by.isdigit() and len(by) < 19):
        raise Http404("There is nobody with this number.")
    return Wanted(kind, int(by) if by else None)


def entries(wanted: Wanted, *, before: Place | None, most: int) -> Sequence[Entry]:
    """The latest `most` deeds after a place, newest first; of one moment in the order of SOURCES, then by number.

    One query for each table: each gives its latest `most`, and the latest of all of them are taken.
    """
    found: list[tuple[Place, Entry]] = []
    for index, source in enumerate(SOURCES):
        if wanted.kind and wanted.kind != source.kind:
            continue
        rows = rows_of(source, index, wanted, before)[:most]
        found += [(Place(getattr(row, source.at), index, row.pk), source.entry(row)) for row in rows]
    found.sort(key=lambda one: (one[0].at, -one[0].source, one[0].number), reverse=True)
    return [entry for _, entry in found[:most]]


def rows_of(source: Source, index: int, wanted: Wanted, before: Place | None) -> "QuerySet[Any]":
    """The rows of one table that come after a place, in order."""
    rows: QuerySet[Any] = source.rows()
    if wanted.by is not None:
        rows = rows.filter(**{source.by: wanted.by})
    if before is not None:
        earlier = Q(**{f"{source.at}__lt": before.at})
        if index > before.source:
            earlier |= Q(**{source.at: before.at})
        elif index == before.source:
            earlier |= Q(**{source.at: before.at, "pk__lt": before.number})
        rows = rows.filter(earlier)
    return rows.order_by(f"-{source.at}", "-pk")


def place_of(entry: Entry) -> str:
    """A place in the log, for an address: 2026-11-22T09:30:00Z_steps_17."""
    return f"{entry.at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}_{entry.kind}_{entry.number}"


def read_place(text: str) -> Place | None:
    """What `place_of` wrote, or None for "". Raises BadRequest for anything else."""
    if not text:
        return None
    indexes = {source.kind: index for index, source in enumerate(SOURCES)}
    try:
        moment, kind, number = text.split("_")
        place = Place(datetime.fromisoformat(moment), indexes[kind], int(number))
    except (ValueError, KeyError):
        raise BadRequest(NO_PLACE) from None
    if place.at.tzinfo is None or not 0 < place.number < 2**63:
        raise BadRequest(NO_PLACE)
    return place

"""Month statements: the list of them, one with its lines, and its file; for publishers and contributors alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.models import User
from newsstand.algorithms.ad_shares import ads_formula
from newsstand.algorithms.earnings import formula
from newsstand.contributors.models import Contributor
from newsstand.lib.tables import download
from newsstand.pages.earnings import by_article
from newsstand.pages.publisher_figures import Period
from newsstand.pages.publisher_gate import for_members
from newsstand.pages.writers import for_contributors
from newsstand.publishers.models import Contract, Publisher, Role
from newsstand.revenue.earned import owed
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.export import file_of
from newsstand.revenue.models import Booking, Statement
from newsstand.revenue.months import last_day, read_month
from newsstand.revenue.readings import contributor_share

MOST_MONTHS = 240
LINES_SHOWN = 100


@require_safe
@for_members(Role.VIEWER)
def publisher_statements(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/statements`: all months, for all of the publisher's people."""
    contract = getattr(publisher, "contract", None) or Contract(publisher=publisher)
    context = {
        "publisher": publisher,
        "home": f"/publishers/{publisher.slug}/statements",
        "owed": owed(publisher=publisher),
        "formula": formula(contract.share),
        "ads_formula": ads_formula(contract.share),
    }
    return months(request, user, Statement.objects.of(publisher=publisher), context)


@require_safe
@for_members(Role.VIEWER)
def publisher_statement(request: HttpRequest, user: User, publisher: Publisher, month: str) -> HttpResponse:
    """`/publishers/<slug>/statements/<year>-<month>`; with `.jsonl` the file."""
    context = {"publisher": publisher, "home": f"/publishers/{publisher.slug}/statements"}
    return one(request, user, Statement.objects.of(publisher=publisher), month, context)


@require_safe
@for_contributors
def write_statements(request: HttpRequest, user: User, contributor: Contributor) -> HttpResponse:
    """`/write/statements`: all months of who is signed in."""
    context = {
        "home": "/write/statements",
        "owed": owed(contributor=contributor),
        "formula": formula(contributor_share()),
        "ads_formula": ads_formula(contributor_share()),
    }
    return months(request, user, Statement.objects.of(contributor=contributor), context)


@require_safe
@for_contributors
def write_statement(request: HttpRequest, user: User, contributor: Contributor, month: str) -> HttpResponse:
    """`/write/statements/<year>-<month>`; with `.jsonl` the file."""
    return one(request, user, Statement.objects.of(contributor=contributor), month, {"home": "/write/statements"})


def months(request: HttpRequest, user: User, found: Any, context: Mapping[str, Any]) -> HttpResponse:
    """The list, the latest month first. Two queries beside the visitor's own."""
    context = {"visitor": user, "statements": list(found[:MOST_MONTHS]), "here": "statements", **context}
    return render(request, "pages/statements.html", context)


def one(request: HttpRequest, user: User, found: Any, month: str, context: Mapping[str, Any]) -> HttpResponse:
    """A statement with the lines that earned most, or all of it as a file. Raises Http404 for a month without one."""
    wanted = month.removesuffix(".jsonl")
    statement = found.filter(closing__month=asked(wanted)).first()
    if statement is None:
        raise Http404("There is no statement of this month.")
    if wanted != month:
        owner = statement.owner.replace(":", "-")
        return download(file_of(statement).text, f"statement-{owner}-{wanted}", "jsonl", "application/jsonl")
    lines = statement.lines.select_related("article").defer("article__body", "article__text", "days")
    context = {
        "visitor": user,
        "statement": statement,
        "closing": statement.closing,
        "lines": list(lines.order_by("-micros", "number")[:LINES_SHOWN]),
        "line_count": statement.lines.count(),
        "bookings": list(Booking.objects.filter(month=statement.month).order_by("pk")),
        "taking_part": len(statement.closing.weights),
        "formula": formula(statement.share) if statement.finished else ads_formula(statement.share),
        "ads": by_article(statement.owner, Period(0, statement.month, last_day(statement.month))),
        "here": "statements",
        **context,
    }
    return render(request, "pages/statement.html", context)


def asked(month: str) -> date:
    """The month of an address. Raises Http404 for what is none."""
    try:
        return read_month(month)
    except RefusedError as error:
        raise Http404(str(error)) from error

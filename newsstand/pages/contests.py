"""Contested statements for who has to answer them: a publisher's people, contributors, the site's editors."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms.corrections import Correction as Announced
from newsstand.algorithms.corrections import correction
from newsstand.articles.models import Revision
from newsstand.comments.views import for_users
from newsstand.contributors.models import Draft
from newsstand.corrections.answer import MOST_ANSWER, answer, changes_since, why_not_answer
from newsstand.corrections.contest import last_day
from newsstand.corrections.correct import MOST_NOTE
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.models import Contest, ContestQuerySet, Correction
from newsstand.corrections.settle import close, report
from newsstand.corrections.texts import still_says
from newsstand.corrections.who import ANSWERERS, may_answer, may_read
from newsstand.lib import clock
from newsstand.publishers.models import Membership, Publisher, Role, may_be

PAGE_LENGTH = 30
OUTCOMES = (
    (Contest.State.CORRECTED, "It was wrong: it is corrected"),
    (Contest.State.CLARIFIED, "It could be misunderstood: it is made clear"),
    (Contest.State.STANDS, "It stands as it is"),
)
NOT_YOURS = "Contested statements are read by who answers for the article."


@for_users
def contests(request: HttpRequest, user: User) -> HttpResponse:
    """`/contests`: those that the user has to answer, the most urgent first; `?answered=1`: those that were."""
    return list_page(request, user, answerable(user), "Contested statements", None)


@for_users
def publisher_contests(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """`/publishers/<slug>/contests`: the same of one publisher, for all of its people; 403 for others."""
    publisher = get_object_or_404(Publisher, slug=slug)
    if not may_be(user, publisher, Role.VIEWER):
        raise PermissionDenied(NOT_YOURS)
    rows = Contest.objects.asked().filter(article__publisher=publisher)
    return list_page(request, user, rows, f"Contested at {publisher.name}", publisher)


def answerable(user: User) -> ContestQuerySet:
    """What somebody may answer: an editor all, others what their publishers and they themselves wrote."""
    rows = Contest.objects.asked()
    if user.is_editor:
        return rows
    mine = Membership.objects.filter(user=user, role__in=ANSWERERS).values("publisher")
    return rows.filter(Q(article__publisher__in=mine) | Q(article__publisher=None, article__authors__user=user))


def list_page(
    request: HttpRequest, user: User, rows: ContestQuerySet, title: str, publisher: Publisher | None
) -> HttpResponse:
    """One page of contests: thirty of those that wait, or the latest that were settled. Two queries."""
    is_settled, given = "answered" in request.GET, request.GET.get("before", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadRequest("The end of this address names no contest. Follow the link “Older” instead.")
    wanted = rows.select_related("article__publisher", "by").defer("article__body", "article__text")
    if is_settled:
        wanted = wanted.exclude(state__in=Contest.WAITING).order_by("-pk")
        wanted = wanted.filter(pk__lt=int(given)) if given else wanted
    else:
        wanted = wanted.filter(state__in=Contest.WAITING).order_by("due_at", "pk")
    found = list(wanted[: PAGE_LENGTH + 1])
    now = clock.now()
    context = {
        "visitor": user,
        "title": title,
        "publisher": publisher,
        "rows": [
            (one, last_day(one), one.state == Contest.State.OPEN and one.due_at < now) for one in found[:PAGE_LENGTH]
        ],
        "is_settled": is_settled,
        "has_more": len(found) > PAGE_LENGTH,
        "older": found[PAGE_LENGTH - 1].pk if is_settled and len(found) > PAGE_LENGTH else None,
        "days": settings.NEWSSTAND_ANSWER_DAYS,
    }
    return render(request, "pages/contests.html", context)


@for_users
def contest_desk(request: HttpRequest, user: User, contest_id: int) -> HttpResponse:
    """`/contests/<id>`: what is contested, the evidence, what changed since; POST answers, reports or closes it.

    Raises Http404 for whom it does not concern, so that its number tells nothing.
    """
    rows = Contest.objects.select_related("article__publisher__contract", "by", "answered_by", "revision")
    found = rows.filter(pk=contest_id, joins=None).exclude(state=Contest.State.NEW).first()
    if found is None or not may_read(user, found.article):
        raise Http404("There is no contested statement with this number that concerns you.")
    if request.method != "POST":
        return desk_page(request, user, found)
    if not may_answer(user, found.article):
        raise PermissionDenied("You see what is contested here; owners and editors of the publisher answer.")
    try:
        messages.success(request, done(request, user, found))
    except RefusedError as error:
        return desk_page(request, user, found, error=str(error), status=422)
    return redirect(found.get_absolute_url())


def done(request: HttpRequest, user: User, found: Contest) -> str:
    """What the form's button does; the sentence that says so. Raises RefusedError."""
    given, now = request.POST, clock.now()
    deed, text = given.get("deed", "answer"), given.get("text", "")
    if deed == "report":
        report(contest=found, text=text, by=user, now=now)
        return "The editors of this site will look at it."
    if deed == "close":
        close(contest=found, text=text, by=user, now=now)
        return "It is closed, and the claimant is told why."
    number = given.get("revision", "")
    revision = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        revision = Revision.objects.filter(pk=int(number), article=found.article).first()
    answer(
        contest=found,
        outcome=given.get("outcome", ""),
        text=text,
        correction=given.get("note", ""),
        revision=revision,
        by=user,
        now=now,
    )
    return "Your answer is out: who contested it is told, and it stands on the article’s page."


def suggested(
    revisions: Sequence[Revision], noted: Mapping[int | None, Correction], announced: Announced | None
) -> str:
    """The note to readers that there is already: of the latest change, or as the publisher's text announces it."""
    known = next((noted[one.pk].note for one in revisions if one.pk in noted), "")
    return known or (announced.evidence if announced and revisions else "")


def desk_page(request: HttpRequest, user: User, found: Contest, *, error: str = "", status: int = 200) -> HttpResponse:
    now, article = clock.now(), found.article
    announced = correction(article.headline, article.text)
    revisions = changes_since(found)
    noted = {row.revision_id: row for row in Correction.objects.filter(article=article, revision__in=revisions)}
    context: dict[str, Any] = {
        "visitor": user,
        "contest": found,
        "article": article,
        "last_day": last_day(found),
        "is_late": found.state == Contest.State.OPEN and found.due_at < now,
        "joined": found.joined.exclude(state=Contest.State.NEW).select_related("by").order_by("pk"),
        "events": found.events.select_related("by").order_by("pk"),
        "corrections": found.corrections.order_by("pk"),
        "still_says": still_says(found.statement, article),
        "changes": [(one, noted.get(one.pk)) for one in revisions],
        "announced": announced,
        "why_not": why_not_answer(found, user, now),
        "may_close": user.is_editor and found.is_waiting,
        "may_report": not user.is_editor and found.is_waiting and not found.reported_at and may_answer(user, article),
        "is_contributors": article.publisher_id is None,
        "draft": Draft.objects.filter(article=article).only("pk").first(),
        "outcomes": OUTCOMES,
        "said": request.POST,
        "chosen": request.POST.get("outcome", ""),
        "note": request.POST.get("note", suggested(revisions, noted, announced)),
        "most_note": MOST_NOTE,
        "most_answer": MOST_ANSWER,
        "error": error,
        "may_have_messages": True,
    }
    return render(request, "pages/contest_desk.html", context, status=status)

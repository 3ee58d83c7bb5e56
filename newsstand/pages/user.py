"""`/user/<number>`: who somebody is here, by what they say of themselves and what they wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from newsstand.accounts.blocks import hears_nothing_of
from newsstand.accounts.models import Profile, User
from newsstand.accounts.visitor import visitor
from newsstand.algorithms.html import comment_html
from newsstand.articles.models import may_be_seen
from newsstand.comments.models import Comment
from newsstand.comments.status import counted
from newsstand.comments.tell import people_in
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.pages.you_lists import visible
from newsstand.people.models import Erasure
from newsstand.readers.aims import FOLLOWED
from newsstand.readers.models import Follow

PAGE_LENGTH = 20
MOST_FOLLOWS = 50
NO_PLACE = "The end of this address names no comment. Follow the link “Said before” on the page instead."


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with what it stands under."""

    comment: Comment
    html: SafeString
    answers: str


@public_page(lambda number: [f"user:{number}"])
def user_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """Eight queries at most, however much they wrote. 410 for an account that was erased, 404 where there is none."""
    found = User.objects.filter(pk=number, is_active=True).first() if 0 < number < 2**63 else None
    if found is None:
        return gone(request, number)
    looking = visitor(request)
    profile = Profile.objects.filter(user=found).first()
    rows, older = page_of(found, asked(request))
    people = people_in(rows)
    context: dict[str, Any] = {
        "visitor": looking,
        "person": found,
        "own": looking is not None and looking.pk == found.pk,
        "about": profile.about if profile and not profile.is_removed else "",
        "taken_away": bool(profile and profile.is_removed and profile.about),
        "follows": follows_of(found) if profile and profile.shows_follows else [],
        "said": [said(row, people.get(row.pk, {})) for row in rows],
        "older": older,
        "is_first": "before" not in request.GET,
        "unheard": looking is not None and hears_nothing_of(looking, found),
    }
    return render(request, "pages/user.html", context)


def gone(request: HttpRequest, number: int) -> HttpResponse:
    if 0 < number < 2**63 and Erasure.objects.filter(number=number, done_at__isnull=False).exists():
        context = {"visitor": visitor(request)}
        return render(request, "pages/user_gone.html", context, status=410)
    raise Http404("Nobody here has this number.")


def asked(request: HttpRequest) -> int | None:
    """After which comment the page begins; None for the first page. Raises BadRequest for what is no number."""
    given = request.GET.get("before", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadRequest(NO_PLACE)
    return int(given)


def page_of(person: User, before: int | None) -> tuple[list[Comment], str]:
    """What they said that everybody may see, the latest first, and where the next page begins."""
    seen = counted().filter(may_be_seen(clock.now(), via="article__"), user=person)
    rows = seen.filter(pk__lt=before) if before is not None else seen
    rows = rows.select_related("article", "parent").defer("article__body", "article__text", "article__summary")
    found = list(rows.order_by("-pk")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    return shown, str(shown[-1].pk) if len(found) > PAGE_LENGTH else ""


def said(row: Comment, people: dict[str, str]) -> Said:
    parent = row.parent
    seen = parent is not None and parent.withdrawn_at is None and parent.status == Comment.Status.SHOWN
    answers = "" if parent is None else parent.name if seen else "a comment that is gone"
    return Said(row, mark_safe(comment_html(row.text, people)), answers)  # noqa: S308 (escaped by comment_html)


def follows_of(person: User) -> Sequence[Any]:
    """What they follow and readers can see, the latest first."""
    rows = list(Follow.objects.filter(user=person).order_by("-since", "-pk")[:MOST_FOLLOWS])
    ids = {kind: {n for row in rows if (n := getattr(row, f"{kind}_id"))} for kind in FOLLOWED}
    there = visible(ids)
    pairs = [(kind, n) for row in rows for kind in FOLLOWED if (n := getattr(row, f"{kind}_id"))]
    return [there[kind][number] for kind, number in pairs if number in there[kind]]

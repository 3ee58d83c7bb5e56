"""What a reader follows, saved, opened and hid: lists, the latest first, thirty a page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms.contracts import Standing
from newsstand.articles.models import Article, Author
from newsstand.comments.views import for_users
from newsstand.lib import clock
from newsstand.pages.listing import PAGE_LENGTH, asked_cursor, cursor_of
from newsstand.publishers.models import Publisher
from newsstand.readers.aims import FOLLOWED, HIDDEN, Aim
from newsstand.readers.buttons import Button, follow_button, hide_button
from newsstand.readers.choose import choose_learning
from newsstand.readers.models import Follow, FrontPage, Hidden, Saved, Seen
from newsstand.readers.see import unsee, unsee_all
from newsstand.stories.models import Story
from newsstand.topics.models import Topic

# What is said in place of an article that may not be shown: not even its headline is ours to repeat.
GONE = {
    Standing.WITHDRAWN: "An article that was withdrawn.",
    Standing.SUSPENDED: "An article of a publisher that is not here at present.",
    Standing.EXPIRED: "An article whose time here is over.",
    Standing.EMBARGOED: "An article that cannot be read yet.",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A row of a list of articles. `article` is None where it may not be shown; then `words` say why."""

    number: int
    at: datetime
    article: Article | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """A row about something followed or hidden. `aim` is None where readers cannot see it any more."""

    kind: str
    number: int
    since: datetime
    aim: Aim | None
    button: Button | None = None

    @property
    def word(self) -> str:
        """What it is, in the site's words: a topic says which kind of topic."""
        return self.aim.get_kind_display() if isinstance(self.aim, Topic) else self.kind


def page_of(rows: "QuerySet[Any]", request: HttpRequest, moment: str) -> tuple[list[Any], str]:
    """One page of rows, the latest first, and the value of `?before=` for the next one ("" on the last)."""
    if before := asked_cursor(request):
        when, number = before
        rows = rows.filter(Q(**{f"{moment}__lt": when}) | Q(**{moment: when, "pk__lt": number}))
    found = list(rows.order_by(f"-{moment}", "-pk")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    return shown, cursor_of(getattr(shown[-1], moment), shown[-1].pk) if len(found) > PAGE_LENGTH else ""


def kept(rows: Sequence[Saved | Seen], now: datetime) -> list[Kept]:
    """The articles of some rows, as they may be shown now. Four queries at most."""
    ids = {row.article_id for row in rows}
    shown = Article.objects.published(now).for_cards().in_bulk(ids) if ids else {}
    missing = ids - set(shown)
    hidden = Article.objects.filter(pk__in=missing).select_related("publisher__contract") if missing else ()
    words = {article.pk: GONE.get(article.standing(now), "") for article in hidden}
    return [
        Kept(row.article_id, moment_of(row), shown.get(row.article_id), words.get(row.article_id, "")) for row in rows
    ]


def moment_of(row: Saved | Seen) -> datetime:
    return row.at if isinstance(row, Seen) else row.since


def followed(rows: Sequence[Follow]) -> list[About]:
    """What some rows follow, with a button each. Four queries at most."""
    return abouts(rows, FOLLOWED, lambda aim: follow_button(aim, is_on=True, onward="/you/following"))


def abouts(rows: Iterable[Any], kinds: Sequence[str], button: Callable[[Aim], Button]) -> list[About]:
    """Rows with what they are about, where readers can see it."""
    pairs = [(row, next((kind, n) for kind in kinds if (n := getattr(row, f"{kind}_id")) is not None)) for row in rows]
    seen = visible({kind: {number for _, (its, number) in pairs if its == kind} for kind in kinds})
    made = []
    for row, (kind, number) in pairs:
        aim = seen[kind].get(number)
        made.append(About(kind, number, row.since, aim, button(aim) if aim is not None else None))
    return made


def visible(wanted: Mapping[str, set[int]]) -> dict[str, dict[int, Any]]:
    """Of these ids, by kind, what readers can see."""
    known: dict[str, Callable[[], QuerySet[Any]]] = {
        "publisher": Publisher.objects.here,
        "author": Author.objects.here,
        "topic": Topic.objects.shown,
        "story": Story.objects.shown,
        "article": lambda: Article.objects.published().defer("body", "text", "summary"),
    }
    return {kind: known[kind]().in_bulk(ids) if ids else {} for kind, ids in wanted.items()}


@for_users
def following(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/following`."""
    rows, older = page_of(Follow.objects.filter(user=user), request, "since")
    return list_page(request, "pages/you_following.html", followed(rows), older)


@for_users
def hidden(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/hidden`."""
    rows, older = page_of(Hidden.objects.filter(user=user), request, "since")
    found = abouts(rows, HIDDEN, lambda aim: hide_button(aim, is_on=True, onward="/you/hidden"))
    return list_page(request, "pages/you_hidden.html", found, older)


@for_users
def saved(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/saved`."""
    rows, older = page_of(Saved.objects.filter(user=user), request, "since")
    return list_page(request, "pages/you_saved.html", kept(rows, clock.now()), older)


@for_users
def seen(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/history`: what the reader opened; POST erases one (`article`), erases all, switches it off or on."""
    if request.method == "POST":
        change_history(request, user)
        return redirect("you_history")
    rows, older = page_of(Seen.objects.filter(user=user), request, "at")
    return list_page(request, "pages/you_history.html", kept(rows, clock.now()), older, choices=FrontPage.of(user))


def change_history(request: HttpRequest, user: User) -> None:
    """Do what the form asks for, and say so."""
    wanted, article = request.POST.get("wanted", ""), request.POST.get("article", "")
    if wanted == "erase" and article.isascii() and article.isdigit() and len(article) < 19:
        unsee(user=user, article_id=int(article))
        messages.success(request, "Erased from your history.")
    elif wanted == "erase-all":
        unsee_all(user=user)
        messages.success(request, "Your history is erased.")
    elif wanted in {"on", "off"}:
        choose_learning(user=user, learns=FrontPage.of(user).learns, keeps_history=wanted == "on")
        messages.success(
            request,
            "What you open is listed here from now on."
            if wanted == "on"
            else "Your history is off, and what it held is erased. Nothing you open is written down.",
        )


def list_page(request: HttpRequest, template: str, rows: Sequence[Any], older: str, **more: Any) -> HttpResponse:
    context = {
        "visitor": request.user,
        "rows": rows,
        "older": older,
        "is_first": "before" not in request.GET,
        "may_have_messages": True,
        **more,
    }
    return render(request, template, context)

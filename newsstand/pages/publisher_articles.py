"""A publisher's articles for its own people: all of them, with what each was worth, and the way to take them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from newsstand.accounts.models import User
from newsstand.algorithms.contracts import Standing
from newsstand.articles.models import Article, ArticleQuerySet
from newsstand.articles.withdraw import is_the_publishers, restore
from newsstand.lib import clock
from newsstand.pages.listing import asked_cursor, cursor_of
from newsstand.pages.publisher_figures import said, worth
from newsstand.pages.publisher_gate import for_members
from newsstand.publishers.errors import RefusedError
from newsstand.publishers.models import Publisher, Role, may_be
from newsstand.publishers_desk.models import TakeDown
from newsstand.publishers_desk.take_down import articles_of, take_down

PAGE_LENGTH = 50
LATEST_SHOWN = 5
MOST_DIGITS = 18
STATES = ("shown", "embargoed", "expired", "withdrawn")
LABELS = {"": "all", "shown": "shown", "embargoed": "under embargo", "expired": "expired", "withdrawn": "taken down"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles somebody looks for: words of the headline and a state, "" for all."""

    words: str
    state: str

    @property
    def query(self) -> str:
        """The same for an address, without `?`."""
        return urlencode([(key, value) for key, value in (("q", self.words), ("state", self.state)) if value])


@dataclass(frozen=True, slots=True)
class Row:
    """An article of the list, and whether readers see it."""

    article: Article
    standing: Standing
    may_come_back: bool
    figures: str

    @property
    def state(self) -> str:
        return LABELS.get(self.standing.value, self.standing.value)


def asked_for(request: HttpRequest) -> Asked:
    """What the address (or the form) asks for. Raises Http404 for a state that is none."""
    given = request.POST if request.method == "POST" else request.GET
    state = given.get("state", "")
    if state and state not in STATES:
        raise Http404("There is no such state of an article.")
    return Asked(" ".join(given.get("q", "").replace("\x00", "").split())[:200], state)


def matching(publisher: Publisher, asked: Asked, now: datetime) -> ArticleQuerySet:
    """The publisher's articles that were asked for: every word stands in the headline."""
    found = articles_of(publisher)
    for word in asked.words.split():
        found = found.filter(headline__icontains=word)
    return found.filter(of_state(asked.state, now))


def of_state(state: str, now: datetime) -> Q:
    """What holds for articles in that state, by themselves: whether their publisher is suspended is another matter."""
    here = Q(withdrawn_at=None)
    early, late = Q(opens_at__gt=now), Q(closes_at__lte=now)
    return {
        "": Q(),
        "withdrawn": Q(withdrawn_at__isnull=False),
        "embargoed": here & early,
        "expired": here & late & ~(Q(opens_at__isnull=False) & early),
        "shown": here & (Q(opens_at=None) | Q(opens_at__lte=now)) & (Q(closes_at=None) | Q(closes_at__gt=now)),
    }[state]


@for_members(Role.EDITOR)
def publisher_articles(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """`/publishers/<slug>/articles?q=&state=&before=`: GET lists, POST takes down, asks about many, or brings back."""
    if request.method != "POST":
        return listed(request, user, publisher)
    try:
        return decided(request, user, publisher)
    except RefusedError as refusal:
        return listed(request, user, publisher, error=str(refusal), status=422)


def decided(request: HttpRequest, user: User, publisher: Publisher) -> HttpResponse:
    """Do what a form of the list says. Raises RefusedError for what cannot be done."""
    now, given = clock.now(), request.POST
    reason = given.get("reason", "")
    if given.get("restore"):
        article = get_object_or_404(articles_of(publisher), pk=number(given["restore"]))
        restore(article=article, now=now, by=user)
        own, back = f"/publishers/{publisher.slug}/articles", given.get("next", "")
        return redirect(back if back == own or back.startswith(f"{own}?") else own)
    asked = asked_for(request)
    if given.get("scope") == "all":
        chosen = matching(publisher, asked, now)
        if not given.get("sure"):
            return ask(request, user, publisher, asked, reason)
    else:
        wanted = [given["one"]] if given.get("one") else given.getlist("article")
        chosen = articles_of(publisher).filter(pk__in=[number(one) for one in wanted[:PAGE_LENGTH]])
    made = take_down(publisher=publisher, articles=chosen, reason=reason, by=user, now=now)
    return redirect(made)


def number(text: str) -> int:
    """A number from a form, 0 for what is none: no article has it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def ask(request: HttpRequest, user: User, publisher: Publisher, asked: Asked, reason: str) -> HttpResponse:
    """Many at once are asked about first, with how many they are."""
    found = matching(publisher, asked, clock.now()).filter(withdrawn_at=None)
    context = {
        "visitor": user,
        "publisher": publisher,
        "asked": asked,
        "reason": reason,
        "count": found.count(),
        "some": found.newest().only("headline", "slug", "published_at")[:5],
        "here": "articles",
    }
    return render(request, "pages/publisher_take_down.html", context)


def listed(
    request: HttpRequest, user: User, publisher: Publisher, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The list. The same number of queries whatever its length."""
    now, asked, before = clock.now(), asked_for(request), asked_cursor(request)
    found = matching(publisher, asked, now)
    wanted = found.before(*before) if before else found
    some = list(wanted.newest().select_related("withdrawn_by").defer("body", "text", "summary")[: PAGE_LENGTH + 1])
    shown = some[:PAGE_LENGTH]
    for article in shown:
        # One publisher, loaded once, with its contract.
        article.publisher = publisher
    context: dict[str, Any] = {
        "visitor": user,
        "publisher": publisher,
        "may": may_be(user, publisher, Role.EDITOR),
        "asked": asked,
        "states": [(value, LABELS[value], Asked(asked.words, value).query) for value in ("", *STATES)],
        "rows": rows_of(shown, user, now),
        "older": cursor_of(shown[-1].published_at, shown[-1].pk) if len(some) > PAGE_LENGTH else "",
        "is_first": before is None,
        "reason": request.POST.get("reason", f"Taken down by {publisher.name}."),
        "chosen": set(request.POST.getlist("article")),
        "take_downs": TakeDown.objects.filter(publisher=publisher).order_by("-asked_at", "-pk")[:LATEST_SHOWN],
        "error": error,
        "here": "articles",
    }
    return render(request, "pages/publisher_articles.html", context, status=status)


def rows_of(articles: Sequence[Article], user: User, now: datetime) -> list[Row]:
    """The articles with what each was worth. Two queries."""
    figures, found = worth([article.pk for article in articles]), []
    for article in articles:
        standing = article.standing(now)
        back = standing is Standing.WITHDRAWN and (user.is_editor or is_the_publishers(article))
        found.append(Row(article, standing, back, said(*figures[article.pk])))
    return found

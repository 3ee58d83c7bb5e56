"""What a page believes about its reader: they see it, change it, switch it off and erase it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.lib import clock
from newsstand.ranking.models import PageOrder, Signal
from newsstand.readers.choose import choose_learning, forget, forget_all, say
from newsstand.readers.models import Affinity, Follow, FrontPage, Seen

PAGE = "/you/page"
MOST_BELIEFS = 200
# Beliefs that are too weak to move anything are counted, not listed.
LISTED_FROM = 0.02

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Belief:
    """A belief in words."""

    affinity: Affinity
    kind: str
    name: str
    address: str

    @property
    def per_cent(self) -> int:
        """Its strength from -100 to 100."""
        return round(100 * self.affinity.strength)


def for_its_reader(*methods: str) -> Callable[[View], View]:
    """Signed-in readers only; others are sent to sign in. Kept by no cache."""

    def decorate(view: View) -> View:
        @require_http_methods(list(methods))
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            user = visitor(request)
            response = redirect(sign_in_address(PAGE)) if user is None else view(request, user, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return answer

    return decorate


@for_its_reader("GET", "HEAD")
def page(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/page`: everything the front page knows of this reader."""
    beliefs = beliefs_of(user)
    context = {
        "visitor": user,
        "choices": FrontPage.of(user),
        "more": [one for one in beliefs if one.affinity.strength > 0],
        "less": [one for one in beliefs if one.affinity.strength < 0],
        "follows": Follow.objects.filter(user=user).count(),
        "signals": Signal.objects.filter(user=user).count(),
        "orders": PageOrder.objects.filter(user=user).count(),
        "seen": Seen.objects.filter(user=user).count(),
    }
    return render(request, "pages/you_page.html", context)


def beliefs_of(user: User) -> Sequence[Belief]:
    """The beliefs that move something, and those the reader spoke about, the strongest first."""
    rows = Affinity.objects.filter(user=user).select_related("publisher", "author", "topic").strongest()
    told = [row for row in rows[: 2 * MOST_BELIEFS] if row.said or abs(row.strength) >= LISTED_FROM]
    return [belief(row) for row in told[:MOST_BELIEFS]]


def belief(row: Affinity) -> Belief:
    if row.publisher is not None:
        return Belief(row, "publisher", row.publisher.name, row.publisher.get_absolute_url())
    if row.author is not None:
        return Belief(row, "author", row.author.name, row.author.get_absolute_url())
    if row.topic is not None:
        return Belief(row, row.topic.get_kind_display(), row.topic.name, row.topic.get_absolute_url())
    raise ValueError(f"Affinity {row.pk} is about nothing.")


@for_its_reader("POST")
def change(request: HttpRequest, user: User, affinity_id: int) -> HttpResponse:
    """`/you/page/<number>`: more of it, less of it, let the page learn again, or forget it."""
    deed = request.POST.get("say", "")
    if deed == "forget":
        done = forget(user=user, affinity_id=affinity_id)
    elif deed in {"more", "less", "learn"}:
        said = "" if deed == "learn" else deed
        done = say(user=user, affinity_id=affinity_id, said=said, now=clock.now())
    else:
        return HttpResponse("Say more, less, learn or forget.", status=400)
    if not done:
        raise Http404("Your page believes no such thing.")
    return redirect(PAGE)


@for_its_reader("POST")
def learning(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/page/learning`: whether the page may learn, and whether it keeps what was opened."""
    learns, keeps = "learns" in request.POST, "keeps_history" in request.POST
    choose_learning(user=user, learns=learns, keeps_history=keeps)
    messages.success(request, "Your choices are kept. What you switched off was erased.")
    return redirect(PAGE)


@for_its_reader("POST")
def erase(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/page/erase`: all beliefs, and what they were learnt from."""
    forget_all(user=user)
    messages.success(request, "Your page has forgotten what it believed about you, and what it learnt that from.")
    return redirect(PAGE)

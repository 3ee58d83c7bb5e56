"""Follow, save, hide: a form in place of a button with script, pages of their own without it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from newsstand.accounts.models import User
from newsstand.articles.models import Article, Author
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, is_htmx, spend
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.day_keys import network_key
from newsstand.lib.ratelimit import Rate
from newsstand.readers import follow as follows
from newsstand.readers import hide as hides
from newsstand.readers import save as saves
from newsstand.readers.aims import FOLLOWED, HIDDEN, MOST_ID, Aim, column, find, kind_of
from newsstand.readers.buttons import Button, follow_button, hide_button, save_button
from newsstand.readers.errors import RefusedError
from newsstand.readers.models import Follow, Hidden, Saved
from newsstand.stories.models import Story
from newsstand.topics.models import Topic

DEEDS = (Rate(60, 60), Rate(600, 3600))
MOST_TOPICS = 8
GONE = "This is no longer here."

Do = Callable[[datetime, str], None]


@for_users
def follow(request: HttpRequest, user: User, kind: str, aim_id: int) -> HttpResponse:
    """`/you/follow/<kind>/<number>`: the button on a page of its own, and what pressing it does."""
    aim = aim_of(kind, aim_id, FOLLOWED)
    if request.method == "POST" and request.POST.get("wanted") == "unfollow":
        return done(request, user, aim, lambda *_: follows.unfollow(user=user, kind=kind, number=aim_id), follow_state)
    if aim is None:
        raise Http404(GONE)
    if request.method != "POST":
        return button_page(request, follow_state(user, aim), aim)

    def deed(now: datetime, network: str) -> None:
        follows.follow(user=user, aim=aim, now=now, article=article_named(request, now), network=network)

    return done(request, user, aim, deed, follow_state)


@for_users
def save(request: HttpRequest, user: User, article_id: int) -> HttpResponse:
    """`/you/save/<article>`: the button on a page of its own, and what pressing it does."""
    article = aim_of("article", article_id, ("article",))
    if request.method == "POST" and request.POST.get("wanted") == "unsave":
        return done(request, user, article, lambda *_: saves.unsave(user=user, article_id=article_id), save_state)
    if not isinstance(article, Article):
        raise Http404(GONE)
    if request.method != "POST":
        return button_page(request, save_state(user, article), article)
    return done(
        request,
        user,
        article,
        lambda now, network: saves.save(user=user, article=article, now=now, network=network),
        save_state,
    )


@for_users
def hide(request: HttpRequest, user: User, kind: str, aim_id: int) -> HttpResponse:
    """`/you/hide/<kind>/<number>`: the button on a page of its own, and what pressing it does."""
    aim = aim_of(kind, aim_id, HIDDEN)
    if request.method == "POST" and request.POST.get("wanted") == "show":
        return done(request, user, aim, lambda *_: hides.show(user=user, kind=kind, number=aim_id), hide_state)
    if aim is None:
        raise Http404(GONE)
    if request.method != "POST":
        return button_page(request, hide_state(user, aim), aim)

    def deed(now: datetime, network: str) -> None:
        hides.hide(user=user, aim=aim, now=now, article=article_named(request, now), network=network)

    return done(request, user, aim, deed, hide_state)


@for_users
def less(request: HttpRequest, user: User, article_id: int) -> HttpResponse:
    """`/you/less/<article>`: all that can be hidden about an article, each with its button. Raises Http404."""
    article = aim_of("article", article_id, ("article",))
    if not isinstance(article, Article):
        raise Http404(GONE)
    onward = f"/you/less/{article_id}"
    buttons = [
        (kind, aim, hide_button(aim, is_on=is_hidden(user, aim), article=article.pk, onward=onward))
        for kind, aim in hideable(article)
    ]
    return render(request, "readers/less.html", {"visitor": user, "article": article, "buttons": buttons})


def hideable(article: Article) -> list[tuple[str, Aim]]:
    """The article, its story, its publisher, its authors, its heaviest topics, each with what it is called."""
    found: list[tuple[str, Aim]] = [("this article", article)]
    story = Story.objects.shown().filter(coverage__article=article, article_count__gt=1).first()
    if story is not None:
        found.append(("this story, whoever reports it", story))
    if article.publisher is not None:
        found.append(("publisher", article.publisher))
    authors = Author.objects.filter(bylines__article=article).order_by("bylines__position", "pk")
    found += [("author", author) for author in authors]
    topics = Topic.objects.shown().filter(mentions__article=article).order_by("-mentions__weight", "mentions__position")
    return found + [(topic.get_kind_display(), topic) for topic in topics[:MOST_TOPICS]]


# --- what several of them do ----------------------------------------------------------------------------------------


def aim_of(kind: str, number: int, kinds: Sequence[str]) -> Aim | None:
    """What the address names, when readers can see it. Raises Http404 for a kind or a number that nothing can have."""
    if kind not in kinds or not 0 < number < MOST_ID:
        raise Http404("There is nothing of this kind.")
    return find(kind, number, now=clock.now())


def follow_state(user: User, aim: Aim) -> Button:
    return follow_button(aim, is_on=Follow.objects.filter(user=user, **column(aim)).exists())


def save_state(user: User, aim: Aim) -> Button:
    if not isinstance(aim, Article):
        raise TypeError(f"{kind_of(aim)} is no article.")
    return save_button(aim, is_on=Saved.objects.filter(user=user, article=aim).exists())


def hide_state(user: User, aim: Aim) -> Button:
    return hide_button(aim, is_on=is_hidden(user, aim))


def is_hidden(user: User, aim: Aim) -> bool:
    return Hidden.objects.filter(user=user, **column(aim)).exists()


def article_named(request: HttpRequest, now: datetime) -> Article | None:
    """The article on whose page the button stood; None where the form names none that can be seen."""
    found = find("article", number_of(request), now=now)
    return found if isinstance(found, Article) else None


def number_of(request: HttpRequest) -> int:
    """The number of the article that the form names; 0 for none."""
    given = request.POST.get("article", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0


def done(
    request: HttpRequest, user: User, aim: Aim | None, deed: Do, state: Callable[[User, Aim], Button]
) -> HttpResponse:
    """Do it, and answer with the button as it is now, or with the page it stood on."""
    now = clock.now()
    try:
        spend(f"reader:{user.pk}", DEEDS, now)
        deed(now, network_key(address_of(request), now=now))
    except (RefusedError, TooFastError) as error:
        return refused(request, user, aim, error)
    onward = back_to(request, aim)
    if not is_htmx(request):
        return redirect(onward)
    if aim is None:
        return HttpResponse("")
    button = replace(state(user, aim), next=onward, article=number_of(request))
    return render(request, "readers/button.html", {"button": button, "visitor": user})


def back_to(request: HttpRequest, aim: Aim | None) -> str:
    """Where the form says that it stood, when that is a page of ours; else what it was about."""
    given = request.POST.get("next", "")
    if given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None):
        return given
    return aim.get_absolute_url() if aim is not None else "/you"


def button_page(request: HttpRequest, button: Button, aim: Aim) -> HttpResponse:
    """One button with what it is about: where a visitor comes to who had to sign in first."""
    context: dict[str, Any] = {
        "visitor": request.user,
        "aim": aim,
        "kind": aim.get_kind_display() if isinstance(aim, Topic) else kind_of(aim),
        "button": replace(button, next=aim.get_absolute_url()),
    }
    return render(request, "readers/button_page.html", context)


def refused(request: HttpRequest, user: User, aim: Aim | None, error: Exception) -> HttpResponse:
    """Say no, and why: on a page, or with htmx in place of the button."""
    too_fast = isinstance(error, TooFastError)
    context = {"message": str(error), "visitor": user, "back": back_to(request, aim)}
    name = "comments/notice.html" if is_htmx(request) else "readers/refused.html"
    response = render(request, name, context, status=429 if too_fast else 422)
    if isinstance(error, TooFastError):
        response["Retry-After"] = str(error.seconds)
    return response

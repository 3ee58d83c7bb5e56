"""The places of an article with their evidence, and the one click that says "wrong place". Kept by no cache."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.article import asked_for, not_shown
from newsstand.topics import wrong
from newsstand.topics.decide import RefusedError
from newsstand.topics.models import Alias, ArticlePlace, Topic
from newsstand.topics.registry import key_of

REPORTS = (Rate(6, 60), Rate(30, 24 * 3600))
THANKS = "Thank you. An editor will look at it."
TAKEN_OFF = "Thank you. Several readers said so: the place is gone."


@require_http_methods(["GET", "HEAD", "POST"])
def article_places(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:
    """`/a/<id>/<slug>/places`: where it plays, by which words; POST reports a wrong place, or decides for an editor."""
    found = asked_for(article_id)
    answer = not_shown(request, found)
    if answer is None and slug != found.slug:
        answer = redirect("article_places", article_id=article_id, slug=found.slug)
    if answer is None:
        answer = posted(request, found) if request.method == "POST" else shown(request, found)
    patch_cache_control(answer, private=True, no_store=True)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def posted(request: HttpRequest, article: Article) -> HttpResponse:
    """Do what the button says, and show what stands now."""
    try:
        return shown(request, article, said=done(request, article, visitor(request)))
    except TooOftenError as error:
        response = shown(request, article, error=str(error), status=429)
        response["Retry-After"] = str(error.seconds)
        return response
    except RefusedError as error:
        return shown(request, article, error=str(error), status=422)


class TooOftenError(Exception):
    """A reader reports faster than anybody reads."""

    def __init__(self, seconds: int) -> None:
        super().__init__("That was a lot in a short time. Please come back later.")
        self.seconds = seconds


def done(request: HttpRequest, article: Article, user: User | None) -> str:
    """The report or the decision; the sentence that says what became of it. Raises RefusedError, TooOftenError."""
    now, deed = clock.now(), request.POST.get("deed", "report")
    if deed != "report":
        if user is None or not user.is_editor:
            raise PermissionDenied("Places are confirmed and given by this site's editors, and you are not one.")
        return decided(request, article, user, deed)
    who = f"user:{user.pk}" if user else f"address:{address_of(request)}"
    allowance = allow(f"wrong-place:{who}", *REPORTS, now=now)
    if not allowance.allowed:
        raise TooOftenError(allowance.retry_after)
    place = get_object_or_404(Topic, slug=request.POST.get("place", "")[:100])
    instead = " ".join(request.POST.get("instead", "").split())[:200]
    gone = wrong.report(article=article, place=place, reader=reader(who, article), instead=instead, now=now)
    return TAKEN_OFF if gone else THANKS


def reader(who: str, article: Article) -> str:
    """Tells the readers of one article apart, and nothing else: of no use for another article, or to find anybody."""
    return salted_hmac("wrong-place", f"{article.pk}:{who}", algorithm="sha256").hexdigest()[:32]


def decided(request: HttpRequest, article: Article, editor: User, deed: str) -> str:
    """An editor's decision; what was decided. Raises RefusedError."""
    now, name = clock.now(), request.POST.get("place", "")[:120]
    if deed == "give":
        alias = Alias.objects.filter(key=key_of(name)).select_related("topic").first()
        place = alias.topic if alias else Topic.objects.places().filter(slug=name).first()
        if place is None:
            raise RefusedError(f"No place answers to “{name}”. Write its name as it stands on its page.")
        wrong.give(article=article, place=place, editor=editor, now=now)
        return f"The article plays at {place} now."
    row = get_object_or_404(
        ArticlePlace.objects.select_related("place"), article=article, place__slug=name, is_direct=True
    )
    wrong.judge(row=row, is_wrong=deed == "wrong", editor=editor, now=now)
    return f"{row.place} is {'wrong' if deed == 'wrong' else 'right'}: nothing but an editor changes that now."


def shown(
    request: HttpRequest, article: Article, *, said: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    """The page, or with htmx the piece of it that goes below the article's places."""
    user = visitor(request)
    rows = ArticlePlace.objects.filter(article=article, is_direct=True).select_related("place__parent", "decided_by")
    is_editor = user is not None and user.is_editor
    if not is_editor:
        rows = rows.right()
    context: dict[str, Any] = {
        "visitor": user,
        "article": article,
        "rows": rows.order_by("is_wrong", "-confidence", "pk"),
        "is_editor": is_editor,
        "said": said,
        "error": error,
    }
    whole = request.headers.get("HX-Request") != "true"
    return render(
        request, "pages/places_of_article.html" if whole else "pages/place_forms.html", context, status=status
    )

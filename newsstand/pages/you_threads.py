"""`/you/threads`: the conversations that a user follows; the button that follows one, on a page of its own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.errors import RefusedError, TooFastError
from newsstand.comments.followers import follow_thread, unfollow_thread
from newsstand.comments.models import Follower
from newsstand.comments.views import for_users, spend
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.pages.you_lists import page_of

DEEDS = (Rate(60, 60), Rate(600, 3600))


@for_users
def threads(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/threads`: all of them, the latest first, each with its button."""
    mine = Follower.objects.filter(user=user, article__in=Article.objects.published(clock.now()))
    rows, older = page_of(mine.select_related("article").defer("article__body", "article__text"), request, "since")
    context = {"visitor": user, "rows": rows, "older": older, "may_have_messages": True}
    return render(request, "pages/you_threads.html", context)


@for_users
def thread(request: HttpRequest, user: User, article_id: int) -> HttpResponse:
    """`/you/threads/<article>`: GET shows the button, POST follows the thread (`wanted` is follow) or no longer."""
    article = Article.objects.filter(pk=article_id).first() if 0 < article_id < 2**63 else None
    now = clock.now()
    if request.method == "POST" and request.POST.get("wanted") == "unfollow":
        if article is not None:
            unfollow_thread(user=user, article=article)
        return redirect("followed_threads" if request.POST.get("back") == "list" else place_of(article))
    if article is None or not Article.objects.published(now).filter(pk=article.pk).exists():
        raise Http404("This is no longer here.")
    if request.method != "POST":
        is_on = Follower.objects.filter(user=user, article=article).exists()
        return render(request, "pages/you_thread.html", {"visitor": user, "article": article, "is_on": is_on})
    try:
        spend(f"reader:{user.pk}", DEEDS, now)
        follow_thread(user=user, article=article, now=now)
    except (RefusedError, TooFastError) as error:
        context = {"message": str(error), "visitor": user, "back": article.get_absolute_url()}
        return render(request, "readers/refused.html", context, status=429 if isinstance(error, TooFastError) else 422)
    messages.success(request, "You follow this conversation. What is new in it stands among your notices.")
    return redirect(place_of(article))


def place_of(article: Article | None) -> str:
    return f"{article.get_absolute_url()}#comments" if article is not None else "/you/threads"

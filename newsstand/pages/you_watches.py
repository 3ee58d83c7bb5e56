"""`/you/watches`: articles of whose corrections a user wants to hear; the button that asks for one, on its own page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.corrections.models import Watch
from newsstand.corrections.watch import unwatch, watch
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate
from newsstand.pages.you_lists import page_of

DEEDS = (Rate(60, 60), Rate(600, 3600))


@for_users
def watches(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/watches`: GET lists them, the latest first; POST (`wanted` is on or off) is about all that they read."""
    if request.method == "POST":
        if request.POST.get("wanted") == "on":
            watch(user=user, article=None, now=clock.now())
            messages.success(request, "When an article that you read is corrected, you are told among your notices.")
        else:
            unwatch(user=user, article=None)
            messages.success(request, "You are told of no corrections any more but those you asked for by article.")
        return redirect("you_watches")
    mine = Watch.objects.filter(user=user, article__in=Article.objects.published(clock.now()))
    rows, older = page_of(mine.select_related("article").defer("article__body", "article__text"), request, "since")
    context = {
        "visitor": user,
        "rows": rows,
        "older": older,
        "hears_all": Watch.objects.filter(user=user, article=None).exists(),
        "may_have_messages": True,
    }
    return render(request, "pages/you_watches.html", context)


@for_users
def article_watch(request: HttpRequest, user: User, article_id: int) -> HttpResponse:
    """`/you/watches/<article>`: GET shows the button, POST asks to be told (`wanted` is on), or no longer.

    Raises Http404 for an article that is not there.
    """
    found = Article.objects.filter(pk=article_id).first() if 0 < article_id < 2**63 else None
    now = clock.now()
    if request.method == "POST" and request.POST.get("wanted") == "off":
        if found is not None:
            unwatch(user=user, article=found)
        return redirect("you_watches")
    if found is None or not Article.objects.published(now).filter(pk=found.pk).exists():
        raise Http404("This is no longer here.")
    if request.method != "POST":
        is_on = Watch.objects.filter(user=user, article=found).exists()
        return render(request, "pages/you_watch.html", {"visitor": user, "article": found, "is_on": is_on})
    try:
        spend(f"reader:{user.pk}", DEEDS, now)
    except TooFastError as error:
        context = {"message": str(error), "visitor": user, "back": found.get_absolute_url()}
        return render(request, "readers/refused.html", context, status=429)
    watch(user=user, article=found, now=now)
    messages.success(request, "You are told when it is corrected.")
    return redirect("you_watches")

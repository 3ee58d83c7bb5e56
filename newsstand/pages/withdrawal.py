"""Where an editor, or somebody of its publisher, withdraws an article or brings it back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.articles.models import Article
from newsstand.articles.withdraw import NOT_YOURS, RefusedError, may_restore, may_withdraw, restore, withdraw
from newsstand.lib import clock
from newsstand.moderation.standing import standing
from newsstand.pages.article import asked_for


@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:  # noqa: ARG001
    """`/a/<id>/<slug>/withdraw`: the form and what it does, for those who may. Kept by no cache. Raises Http404."""
    user = visitor(request)
    if user is None:
        response: HttpResponse = redirect(sign_in_address(request.path))
    elif not may_withdraw(user, article := asked_for(article_id)):
        raise PermissionDenied(NOT_YOURS)
    else:
        response = decide(request, article, user)
    patch_cache_control(response, private=True, no_store=True)
    return response


def decide(request: HttpRequest, article: Article, user: User) -> HttpResponse:
    """Show the form, or do what it says."""
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        if why_not := standing(user, clock.now()).why_not_act:
            raise PermissionDenied(why_not)
        try:
            if request.POST.get("decision") == "restore":
                restore(article=article, now=clock.now(), by=user)
            else:
                withdraw(article=article, now=clock.now(), reason=reason, by=user)
        except RefusedError as refusal:
            error = str(refusal)
        else:
            return redirect(f"{article.get_absolute_url()}/history")
    context = {"article": article, "error": error, "reason": reason, "visitor": user, "may": is_allowed(user, article)}
    return render(request, "pages/withdrawal.html", context, status=422 if error else 200)


def is_allowed(user: User, article: Article) -> bool:
    """Whether somebody who may withdraw an article may bring it back too, where that is what is to be done."""
    return article.withdrawn_at is None or may_restore(user, article)

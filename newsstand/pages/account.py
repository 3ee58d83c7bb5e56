"""A user's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.algorithms.html import comment_html
from newsstand.articles.models import may_be_seen
from newsstand.comments.models import Comment

COMMENTS_SHOWN = 30


def account(request: HttpRequest) -> HttpResponse:
    """`/account`: name, address, doors, and the latest comments. One query beside the visitor's own."""
    user = visitor(request)
    if user is None:
        return redirect(sign_in_address(request.path))
    comments = Comment.objects.filter(may_be_seen(via="article__"), user=user, withdrawn_at=None)
    latest = comments.select_related("article").defer("article__body", "article__text").order_by("-id")
    context = {
        "visitor": user,
        "comments": [(one, comment_html(one.text)) for one in latest[:COMMENTS_SHOWN]],
    }
    response = render(request, "pages/account.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response

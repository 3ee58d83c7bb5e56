"""The pages of a thread: the rest of it, one comment and what was answered to it, and how many there are by now."""

from collections.abc import Iterable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.algorithms.cursors import CursorError
from newsstand.articles.models import Article
from newsstand.comments import thread as threads
from newsstand.comments.models import Comment
from newsstand.comments.shown import HELD
from newsstand.comments.sorts import Sort, sort_named
from newsstand.comments.status import counted
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.pages.article import article as article_page
from newsstand.pages.article import asked_for, not_shown

NO_SORT = "There is no such order. Choose one of the links above the comments."


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def asked_sort(request: HttpRequest) -> Sort:
    """The order that the address asks for, *best* where it does not. Raises BadRequest for one there is not."""
    sort = sort_named(request.GET.get("sort", Sort.BEST))
    if sort is None:
        raise BadRequest(NO_SORT)
    return sort


@public_page(lambda article_id: [f"article:{article_id}"])
def comments(request: HttpRequest, *, article_id: int) -> HttpResponse:
    """`/a/<id>/comments?sort=&after=`: a page of the thread; with htmx its list, or what comes after a place in it."""
    found = asked_for(article_id)
    if (answer := not_shown(request, found)) is not None:
        return answer
    after = request.GET.get("after", "")
    if found.slug == "comments" and not after and not is_htmx(request):
        # An article whose headline is "Comments" has this address.
        whole: HttpResponse = article_page(request, article_id=article_id, slug=found.slug)
        return whole
    user = visitor(request)
    try:
        thread = threads.load(article=found, viewer=user, sort=asked_sort(request), after=after, now=clock.now())
    except CursorError as error:
        raise BadRequest(str(error)) from None
    name = "pages/comments.html" if not is_htmx(request) else "comments/rows.html" if after else "comments/listed.html"
    return render(request, name, {"thread": thread, "article": found, "visitor": user})


@public_page(lambda article_id: [f"article:{article_id}"])
def counts(request: HttpRequest, *, article_id: int) -> HttpResponse:
    """`/a/<id>/comments.json`: how many comments everybody sees, and the number of the newest. Three queries."""
    found = asked_for(article_id)
    if (answer := not_shown(request, found)) is not None:
        return answer
    newest = counted().filter(article=found).order_by("-pk").values_list("pk", flat=True).first()
    return JsonResponse({"count": found.comment_count, "newest": newest or 0})


def stamps_of(comment_id: int) -> Iterable[str]:
    """A comment's pages are made of its article's thread."""
    article = Comment.objects.filter(pk=comment_id).values_list("article_id", flat=True).first()
    return [f"article:{article}"] if article else []


@public_page(stamps_of)
def comment(request: HttpRequest, *, comment_id: int) -> HttpResponse:
    """`/comments/<id>`: a comment, what it answers, and what was answered to it; `/thread?after=` is the rest of that.

    What a moderator holds is nowhere but for its author and moderators (404); what was withdrawn or removed was here
    (410), unless there are answers to it.
    """
    user = visitor(request)
    wanted = threads.seen_by(user, everything=True).select_related("parent")
    found = wanted.filter(pk=comment_id).first()
    if found is None:
        raise Http404("There is no comment with this number.")
    found.article = article = asked_for(found.article_id)
    if (answer := not_shown(request, article)) is not None:
        return answer
    sort, after = asked_sort(request), request.GET.get("after", "")
    try:
        thread = threads.below(comment=found, viewer=user, sort=sort, after=after, now=clock.now())
    except CursorError as error:
        raise BadRequest(str(error)) from None
    if is_htmx(request):
        return render(request, "comments/rows.html", {"thread": thread, "article": article, "visitor": user})
    status = status_of(thread, user)
    context = {"thread": thread, "article": article, "visitor": user, "title": title_of(thread, article)}
    return render(request, "pages/comment.html", context, status=status)


def status_of(thread: threads.Thread, user: User | None) -> int:
    """What the page answers: 200; 410 for what is gone. Raises Http404 for what waits and nobody has answered."""
    top = thread.above
    if top is None or not top.instead or thread.shown or (user is not None and (user.moderates or top.own)):
        return 200
    if top.instead == HELD:
        raise Http404("There is no comment with this number.")
    return 410


def title_of(thread: threads.Thread, article: Article) -> str:
    name = thread.above.comment.name if thread.above and not thread.above.instead else "A comment"
    return f"{name} on “{article.headline}”"

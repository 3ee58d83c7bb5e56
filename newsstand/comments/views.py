"""Comment forms and buttons: pages without script, pieces of a page with it."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.algorithms import comment_rules as rules
from newsstand.algorithms.comment_rules import TextError
from newsstand.algorithms.contracts import Standing
from newsstand.algorithms.screening.marks import marked
from newsstand.algorithms.screening.verdicts import Finding, Verdict
from newsstand.articles.models import Article
from newsstand.comments import like as likes
from newsstand.comments import thread, write
from newsstand.comments.errors import RefusedError, ScreenedError, TooFastError
from newsstand.comments.forms import CommentForm
from newsstand.comments.mode import why_closed
from newsstand.comments.models import Comment
from newsstand.comments.pace import POSTS, keep_pace
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.moderation.screen import why_held

EDITS = (Rate(10, 60),)
LIKES = (Rate(60, 60),)

View = Callable[..., HttpResponse]

# Every way in which the answer is no.
NO = (TextError, RefusedError, TooFastError)


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def for_users(view: View) -> View:
    """Signed-in visitors only, GET and POST; others are sent to sign in and come back. Kept by no cache."""

    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = visitor(request)
        if user is not None:
            response = view(request, user, **kwargs)
        elif is_htmx(request):
            response = HttpResponse(status=204, headers={"HX-Redirect": sign_in_address(request.path)})
        else:
            response = redirect(sign_in_address(request.path))
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return answer


@for_users
def post(request: HttpRequest, user: User, article_id: int) -> HttpResponse:
    """Post a comment under the article, or an answer to the comment named in the form."""
    article, now = get_object_or_404(Article.objects.select_related("publisher__contract"), pk=article_id), clock.now()
    standing = article.standing(now)
    if standing is Standing.EMBARGOED:
        raise Http404("There is no article with this number yet.")
    parent = parent_named(request, article)
    form = reply_form(parent) if parent else CommentForm.new(article)
    if request.method == "GET":
        # The article's own page says why it is no longer there.
        return form_page(request, article, form, user) if standing is Standing.SHOWN else redirect(article)
    text = request.POST.get("text", "")
    try:
        spend(f"comment:{user.pk}", POSTS, now)
        keep_pace(user, now)
        comment = write.post(article=article, user=user, text=text, now=now, parent=parent)
    except NO as error:
        return form_again(request, user, article, form, error)
    if not is_htmx(request):
        return redirect(thread.address(comment))
    done = {"form": CommentForm.new(article), "slot": parent.pk if parent else None, "status": word_of(comment)}
    return piece(request, "comments/posted.html", comment, user, done)


def word_of(comment: Comment) -> str:
    """What a screen reader says of a comment that was just posted or edited."""
    what = "comment" if comment.parent_id is None else "reply"
    if comment.status == Comment.Status.HELD:
        return f"Your {what} waits for a moderator. {' '.join(why_held('comment', [comment.pk]).get(comment.pk, ()))}"
    return f"Your {what} is {'saved' if comment.edited_at else 'posted'}."


def parent_named(request: HttpRequest, article: Article) -> Comment | None:
    """The comment that the form answers; 404 when it names one that is not there."""
    given = request.POST.get("parent", "")
    if not given:
        return None
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 20 else 0
    return get_object_or_404(Comment.objects.filter(article=article), pk=number)


def reply_form(parent: Comment) -> CommentForm:
    return CommentForm.reply(parent)


@for_users
def reply(request: HttpRequest, user: User, comment_id: int) -> HttpResponse:
    """The form for an answer; it is sent to `post`."""
    parent = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    if request.method == "POST" or "cancel" in request.GET:
        return put_away(request, parent)
    try:
        write.why_not_say(parent.article, user, parent, clock.now())
        write.refuse(why_closed(parent.article, clock.now()))
    except RefusedError as error:
        return refused(request, parent, error)
    return form_page(request, parent.article, reply_form(parent), user)


@for_users
def edit(request: HttpRequest, user: User, comment_id: int) -> HttpResponse:
    """The form with one's own words, and their correction."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    if "cancel" in request.GET:
        return put_away(request, comment)
    form = CommentForm.edit(comment)
    if request.method == "GET":
        seen = thread.one(comment=comment, viewer=user, now=clock.now())
        if seen.why_not_edit:
            return refused(request, comment, RefusedError(seen.why_not_edit))
        return form_page(request, comment.article, form, user)
    now = clock.now()
    try:
        spend(f"edit:{user.pk}", EDITS, now)
        edited = write.edit(comment=comment, user=user, text=request.POST.get("text", ""), now=now)
    except NO as error:
        return form_again(request, user, comment.article, form, error)
    return changed(request, edited, user, word_of(edited))


@for_users
def withdraw(request: HttpRequest, user: User, comment_id: int) -> HttpResponse:
    """Ask whether it is meant, and do it."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    if "cancel" in request.GET:
        return put_away(request, comment)
    why_not = rules.why_not_withdraw(own=comment.user_id == user.pk, active=user.is_active)
    if why_not:
        return refused(request, comment, RefusedError(why_not))
    if request.method == "GET":
        seen = thread.one(comment=comment, viewer=user, now=clock.now())
        name = "comments/withdraw.html" if is_htmx(request) else "comments/withdraw_page.html"
        return render(request, name, {"comment": comment, "one": seen, "visitor": user})
    write.withdraw(comment=comment, user=user, now=clock.now())
    return changed(request, comment, user, "Your comment is withdrawn.")


@for_users
def like(request: HttpRequest, user: User, comment_id: int) -> HttpResponse:
    """Like, or take one's like back: the form says which, so that pressing twice does not undo."""
    comment = get_object_or_404(Comment.objects.select_related("article"), pk=comment_id)
    if request.method == "GET":
        return redirect(thread.address(comment))
    now = clock.now()
    verb = likes.unlike if request.POST.get("wanted") == "unlike" else likes.like
    try:
        spend(f"like:{user.pk}", LIKES, now)
        verb(comment=comment, user=user, now=now)
    except NO as error:
        return refused(request, comment, error)
    if not is_htmx(request):
        return redirect(thread.address(comment))
    return piece(request, "comments/like.html", comment, user, {})


# --- what several of them answer ------------------------------------------------------------------------------------


def spend(key: str, rates: tuple[Rate, ...], now: datetime) -> None:
    """Count one more of these; raise TooFastError when there have been enough."""
    allowance = allow(key, *rates, now=now)
    if not allowance.allowed:
        raise TooFastError(allowance.retry_after)


def form_page(request: HttpRequest, article: Article, form: CommentForm, user: User, status: int = 200) -> HttpResponse:
    """The form on a page of its own, or with htmx alone in its place."""
    if is_htmx(request):
        return render(request, "comments/form.html", {"form": form}, status=status)
    seen = thread.one(comment=form.comment, viewer=user, now=clock.now()) if form.is_reply and form.comment else None
    back = thread.address(form.comment) if form.comment else f"{article.get_absolute_url()}#comments"
    title = "Reply" if form.is_reply else "Edit your comment" if form.comment else "Comment"
    context = {"form": form, "article": article, "one": seen, "back": back, "title": title, "visitor": user}
    return render(request, "comments/form_page.html", context, status=status)


def form_again(request: HttpRequest, user: User, article: Article, form: CommentForm, error: Exception) -> HttpResponse:
    """The form with what was wrong and the text as it was typed."""
    found = marked(error.text, refusals(error)) if isinstance(error, ScreenedError) else []
    form = form.with_error(request.POST.get("text", ""), str(error), found)
    response = form_page(request, article, form, user, status_of(request, error))
    return addressed(response, error, f"#{form.id}", "outerHTML")


def refusals(error: ScreenedError) -> list[Finding]:
    return [one for one in error.findings if one.verdict is Verdict.REFUSE]


def refused(request: HttpRequest, comment: Comment, error: Exception) -> HttpResponse:
    """Say no, and why: on a page, or with htmx under the comment."""
    context = {"message": str(error), "visitor": visitor(request)}
    if is_htmx(request):
        response = render(request, "comments/notice.html", context, status=status_of(request, error))
    else:
        context["back"] = thread.address(comment)
        response = render(request, "comments/refused.html", context, status=status_of(request, error))
    return addressed(response, error, f"#slot-{comment.pk}", "innerHTML")


def status_of(request: HttpRequest, error: Exception) -> int:
    """What the refusal is in HTTP. htmx is told to show 422 and 429 (components/htmx.html), so it hears of no other."""
    if isinstance(error, TooFastError):
        return 429
    return 403 if isinstance(error, RefusedError) and not is_htmx(request) else 422


def addressed(response: HttpResponse, error: Exception, target: str, swap: str) -> HttpResponse:
    """Tell htmx where a refusal is shown, and everybody when to try again."""
    response["HX-Retarget"], response["HX-Reswap"] = target, swap
    if isinstance(error, TooFastError):
        response["Retry-After"] = str(error.seconds)
    return response


def put_away(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Nothing in place of the form; without script, back to the comment."""
    return HttpResponse("") if is_htmx(request) else redirect(thread.address(comment))


def changed(request: HttpRequest, comment: Comment, user: User, status: str) -> HttpResponse:
    if not is_htmx(request):
        return redirect(thread.address(comment))
    return piece(request, "comments/changed.html", comment, user, {"status": status})


def piece(request: HttpRequest, name: str, comment: Comment, user: User, more: dict[str, Any]) -> HttpResponse:
    """A piece of the page about one comment, as it is now."""
    seen = thread.one(comment=comment, viewer=user, now=clock.now())
    context = {"one": seen, "visitor": user, "count": seen.comment.article.comment_count, **more}
    return render(request, name, context)

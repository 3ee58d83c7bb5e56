"""Contest a statement in an article, with an account or without, and follow what becomes of it. Kept by no cache."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.corrections.contest import YOURS_ALREADY, Said, confirm, contest, last_day
from newsstand.corrections.errors import RefusedError
from newsstand.corrections.models import Contest
from newsstand.corrections.settle import ask_again, take_back, why_not_ask_again
from newsstand.lib import client, clock
from newsstand.lib.day_keys import network_key
from newsstand.lib.ratelimit import Rate, allow
from newsstand.pages.article import asked_for, not_shown
from newsstand.pages.errors import no_csrf

A_CLAIMANT = (Rate(5, 3600), Rate(20, 24 * 3600))
A_MAILBOX = (Rate(5, 24 * 3600),)
DEEDS = (Rate(10, 3600),)
TOO_MANY = "That were many in a short time. What you wrote is still here: please send it later."
NOT_YOURS = "There is nothing at this address. Take the whole address from your mail, or from your notices."


class ContestForm(forms.Form):
    """What is contested and why; name and address are asked of who has no account."""

    statement = forms.CharField(max_length=1000, error_messages={"required": "Quote the words of the article."})
    evidence = forms.CharField(max_length=4000, error_messages={"required": "Write what is wrong about it."})
    evidence_url = forms.URLField(
        required=False, max_length=2000, assume_scheme="https", error_messages={"invalid": "Give a whole address."}
    )
    name = forms.CharField(required=False, max_length=100)
    email = forms.EmailField(required=False)

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.user is None:
            for field, words in (("name", "your name"), ("email", "an e-mail address, to confirm that it is you")):
                if not given.get(field) and field not in self.errors:
                    self.add_error(field, f"Give {words}.")
        return given


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def contest_page(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:
    """`/a/<id>/<slug>/contest`: the form, open to everybody.

    Who is not signed in gets no cookie, and so no CSRF token: the form must come from a page of ours, is counted by
    network, and does nothing before it is confirmed by mail. Who is signed in has the usual token.
    """
    if visitor(request) is not None:
        return with_token(request, article_id=article_id, slug=slug)
    if request.method == "POST" and not client.is_from_our_page(request):
        return no_csrf(request)
    return answer(request, article_id=article_id, slug=slug)


def answer(request: HttpRequest, *, article_id: int, slug: str) -> HttpResponse:
    found, user = asked_for(article_id), visitor(request)
    response = not_shown(request, found)
    if response is None and slug != found.slug:
        response = redirect("article_contest", article_id=article_id, slug=found.slug)
    if response is None and request.method == "POST":
        response = posted(request, found, user)
    if response is None and "sent" in request.GET:
        response = render(request, "pages/contest_sent.html", {"visitor": user, "article": found})
    if response is None:
        response = form_page(request, found, user, ContestForm(user=user))
    patch_cache_control(response, private=True, no_store=True)
    return response


with_token = csrf_protect(answer)


def posted(request: HttpRequest, article: Article, user: User | None) -> HttpResponse:
    form, now = ContestForm(request.POST, user=user), clock.now()
    if not form.is_valid():
        return form_page(request, article, user, form, status=422)
    if wait := too_many(request, user, form.cleaned_data["email"]):
        form.add_error(None, TOO_MANY)
        response = form_page(request, article, user, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    try:
        made = contest(article=article, said=Said(**form.cleaned_data), by=user, now=now)
    except RefusedError as error:
        form.add_error(None, str(error))
        return form_page(request, article, user, form, status=422)
    if user is None:
        return redirect(f"{article.get_absolute_url()}/contest?sent=1")
    if made.made_at != now:
        messages.info(request, YOURS_ALREADY)
    return redirect("follow_contest", token=made.token)


def too_many(request: HttpRequest, user: User | None, email: str) -> int:
    """In how many seconds to try again; 0 for now. Counted by network, not by address, and by mailbox."""
    now = clock.now()
    who = f"user:{user.pk}" if user else network_key(client.address_of(request), now=now)
    keys: list[tuple[str, tuple[Rate, ...]]] = [(f"contest:{who}", A_CLAIMANT)]
    if user is None and email:
        keys.append((f"contest-mail:{email.lower()}", A_MAILBOX))
    return max((allow(key, *rates, now=now).retry_after for key, rates in keys), default=0)


def form_page(
    request: HttpRequest, article: Article, user: User | None, form: ContestForm, status: int = 200
) -> HttpResponse:
    who = article.publisher.name if article.publisher else "its author"
    context = {
        "visitor": user,
        "article": article,
        "form": form,
        "who": who,
        "answer_days": settings.NEWSSTAND_ANSWER_DAYS,
    }
    return render(request, "pages/contest.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow_contest(request: HttpRequest, *, token: str) -> HttpResponse:
    """`/contest/<token>`: how a contest stands, for who made it; POST does what its button says (`deed`).

    The secret address is what allows it, not a session: nobody who does not have it could forge the form. GET changes
    nothing, because programs that look through mail open every address. Raises Http404 for a token that is not ours.
    """
    if request.method == "POST" and not client.is_from_our_page(request):
        return no_csrf(request)
    rows = Contest.objects.select_related("article__publisher", "joins", "by")
    found = rows.filter(token=token[:40]).first() if len(token) <= 40 else None
    if found is None:
        raise Http404(NOT_YOURS)
    error, status, now = "", 200, clock.now()
    if request.method == "POST":
        if not allow(f"contest-deed:{found.pk}", *DEEDS, now=now).allowed:
            error, status = TOO_MANY, 429
        else:
            try:
                do(request.POST.get("deed", ""), found, request.POST.get("text", ""))
                return redirect(request.path)
            except RefusedError as refusal:
                error, status = str(refusal), 422
    response = render(request, "pages/contest_follow.html", followed(request, found, error), status=status)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    return response


def do(deed: str, found: Contest, text: str) -> None:
    """What a button of the page does. Raises RefusedError."""
    now = clock.now()
    if deed == "confirm":
        confirm(contest=found, now=now)
    elif deed == "take-back":
        take_back(contest=found, now=now)
    elif deed == "again":
        ask_again(contest=found, text=text, now=now)
    else:
        raise RefusedError("There is no such button on this page.")


def followed(request: HttpRequest, found: Contest, error: str) -> dict[str, Any]:
    """What the page of a contest shows its claimant: not who else contests it, nor who answered."""
    first = found.joins or found
    events = first.events.exclude(action__in=["told", "joined", "reported"]).order_by("pk")
    return {
        "visitor": visitor(request),
        "contest": found,
        "first": first,
        "article": found.article,
        "who": found.article.publisher.name if found.article.publisher else "its author",
        "events": events if found.state != Contest.State.NEW else [],
        "corrections": first.corrections.order_by("pk"),
        "last_day": last_day(first),
        "why_not_again": why_not_ask_again(first, clock.now()) if found.state != Contest.State.NEW else "not asked yet",
        "is_late": first.state == Contest.State.OPEN and first.due_at < clock.now(),
        "error": error,
        "text": request.POST.get("text", ""),
        "may_have_messages": True,
    }

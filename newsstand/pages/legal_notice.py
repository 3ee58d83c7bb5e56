"""Give notice of illegal content, with an account or without, and follow what becomes of it. Kept by no cache."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.legal import appeal as appeals
from newsstand.legal.models import Event
from newsstand.legal.notify import Said, notify
from newsstand.legal.token import address_of, notice_of
from newsstand.lib import client, clock
from newsstand.lib.day_keys import network_key
from newsstand.lib.ratelimit import Rate, allow
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Kind
from newsstand.moderation.subjects import Seen
from newsstand.pages.errors import no_csrf
from newsstand.pages.reportable import WORDS, reportable, words_of

A_NETWORK = (Rate(5, 3600), Rate(20, 24 * 3600))
A_MAILBOX = (Rate(5, 24 * 3600),)
APPEALS = (Rate(5, 3600),)
SALT = "newsstand.legal.form"
MOST_AGE = 24 * 3600
TOO_OLD = "This form was open for a long time. Everything you wrote is still here: please look at it and send it again."
TOO_MANY = "Many notices came from your network today. What you wrote is still here: please send it later."
# What the notifier sees of the case file: not who worked on it, nor the moderators' notes.
TOLD = (
    Event.What.RECEIVED,
    Event.What.REVIEW,
    Event.What.DECIDED,
    Event.What.UNDONE,
    Event.What.APPEALED,
    Event.What.APPEAL_DECIDED,
    Event.What.VOID,
    Event.What.ERASED,
)


class LegalForm(forms.Form):
    """What Art. 16(2) asks for. Name and mail are asked of who has no account, but not about the abuse of children."""

    law = forms.CharField(max_length=500, error_messages={"required": "Name the law that it breaks."})
    explanation = forms.CharField(max_length=2000, error_messages={"required": "Explain why it breaks the law."})
    address = forms.CharField(max_length=500, error_messages={"required": "Give the address where you saw it."})
    is_about_abuse = forms.BooleanField(required=False)
    name = forms.CharField(max_length=120, required=False)
    email = forms.EmailField(required=False)
    in_good_faith = forms.BooleanField(
        error_messages={"required": "Confirm that you believe your notice to be accurate and complete."}
    )

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.user is None and not given.get("is_about_abuse"):
            for field, words in (
                ("name", "your name"),
                ("email", "an e-mail address, for the receipt and the decision"),
            ):
                if not given.get(field) and field not in self.errors:
                    self.add_error(field, f"Give {words}.")
        return given


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def legal_notice(request: HttpRequest, *, kind: str, number: int) -> HttpResponse:
    """`/report/<kind>/<number>/legal`: the form, open to everybody.

    Who is not signed in gets no cookie, and so no CSRF token: the form has a signed key of its own, must come from a
    page of ours, and is counted by network. Who is signed in has the usual token.
    """
    if visitor(request) is not None:
        return with_token(request, kind=kind, number=number)
    if request.method == "POST" and not client.is_from_our_page(request):
        return no_csrf(request)
    return answer(request, kind=kind, number=number)


def answer(request: HttpRequest, *, kind: str, number: int) -> HttpResponse:
    user, seen = visitor(request), reportable(kind, number)
    if request.method == "POST":
        response = posted(request, user, kind, number, seen)
    else:
        initial = {"address": settings.NEWSSTAND_URL + seen.address}
        response = form_page(request, user, kind, seen, LegalForm(initial=initial, user=user))
    patch_cache_control(response, private=True, no_store=True)
    return response


with_token = csrf_protect(answer)


def posted(request: HttpRequest, user: User | None, kind: str, number: int, seen: Seen) -> HttpResponse:
    form, now = LegalForm(request.POST, user=user), clock.now()
    key = form_key(request.POST.get("form", ""))
    if not form.is_valid():
        return form_page(request, user, kind, seen, form, status=422)
    if key is None:
        form.add_error(None, TOO_OLD)
        return form_page(request, user, kind, seen, form, status=422)
    if wait := too_many(request, user, form.cleaned_data["email"]):
        form.add_error(None, TOO_MANY)
        response = form_page(request, user, kind, seen, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    try:
        made = notify(
            kind=kind,
            number=number,
            said=Said(**form.cleaned_data),
            by=user,
            form_key=key,
            seed=secrets.token_bytes(16),
            now=now,
        )
    except RefusedError as error:
        form.add_error(None, str(error))
        return form_page(request, user, kind, seen, form, status=422)
    return redirect(address_of(made))


def new_form() -> str:
    """What makes this form this one: sent twice, it is one notice; nobody sends one that was never shown."""
    return TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(16))


def form_key(given: str) -> str | None:
    """The key of a form that we made within a day; None for any other."""
    try:
        return TimestampSigner(salt=SALT).unsign(given, max_age=MOST_AGE)[:64]
    except (BadSignature, SignatureExpired):
        return None


def too_many(request: HttpRequest, user: User | None, email: str) -> int:
    """In how many seconds to try again; 0 for now. Counted by network, not by address, and by mailbox."""
    now = clock.now()
    who = f"user:{user.pk}" if user else network_key(client.address_of(request), now=now)
    keys: list[tuple[str, tuple[Rate, ...]]] = [(f"legal:{who}", A_NETWORK)]
    if user is None and email:
        keys.append((f"legal-mail:{email.lower()}", A_MAILBOX))
    return max((allow(key, *rates, now=now).retry_after for key, rates in keys), default=0)


def form_page(
    request: HttpRequest, user: User | None, kind: str, seen: Seen, form: LegalForm, status: int = 200
) -> HttpResponse:
    old = form_key(request.POST.get("form", "")) is not None
    context = {
        "visitor": user,
        "kind": kind,
        "word": WORDS[Kind(kind)],
        "seen": seen,
        "words": words_of(kind, seen),
        "form": form,
        "report": request.path.removesuffix("/legal"),
        "form_key": request.POST["form"] if old else new_form(),
    }
    return render(request, "pages/legal_notice.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, *, token: str) -> HttpResponse:
    """`/notice/<token>`: how a notice stands, for who gave it; POST appeals. Raises Http404 for a token not of ours.

    The secret address is what allows it, not a session: nobody who does not have it could forge the form.
    """
    if request.method == "POST" and not client.is_from_our_page(request):
        return no_csrf(request)
    notice = notice_of(token)
    if notice is None:
        raise Http404("There is no such notice.")
    error, text, status, now = "", request.POST.get("text", ""), 200, clock.now()
    if request.method == "POST":
        if not allow(f"legal-appeal:{notice.pk}", *APPEALS, now=now).allowed:
            error, status = "That was a lot in a short time. Please try again later.", 429
        else:
            try:
                appeals.appeal(notice=notice, text=text, now=now)
                return redirect(request.path)
            except RefusedError as refusal:
                error, status = str(refusal), 422
    context = {
        "visitor": visitor(request),
        "notice": notice,
        "events": Event.objects.filter(notice=notice, what__in=TOLD).order_by("pk"),
        "decision": notice.decision,
        "why_not": appeals.why_not_appeal(notice, now),
        "days": settings.NEWSSTAND_APPEAL_DAYS,
        "error": error,
        "text": text,
    }
    response = render(request, "pages/legal_follow.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response

"""Report something to the moderators, and see what became of it."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from newsstand.accounts.models import User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.legal.models import LegalNotice
from newsstand.legal.token import address_of
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.moderation.errors import RefusedError
from newsstand.moderation.models import Kind, Report
from newsstand.moderation.reasons import label_of
from newsstand.moderation.report import LONGEST, offered, report
from newsstand.moderation.subjects import Seen
from newsstand.pages.reportable import WORDS, reportable, words_of
from newsstand.publishers.views import for_users

REPORTS = (Rate(6, 60), Rate(60, 24 * 3600))
PAGE_LENGTH = 30


class ReportForm(forms.Form):
    """Why, from the published reasons, and what else there is to say."""

    reason = forms.ChoiceField(
        error_messages={"required": "Choose one of the reasons.", "invalid_choice": "Choose one of the reasons."},
    )
    text = forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)  # noqa: S101 (for the type alone)
        reason.choices = [(one.code, one.label) for one in offered(kind)]


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, *, kind: str, number: int) -> HttpResponse:
    """`/report/<kind>/<number>`: the form; who is not signed in is told what they can do. Kept by no cache."""
    user = visitor(request)
    seen = reportable(kind, number)
    if user is None:
        response = redirect(sign_in_address(request.path)) if request.method == "POST" else door(request, kind, seen)
    elif request.method == "POST":
        response = posted(request, user, kind, number, seen)
    else:
        mine = open_report(user, kind, number)
        initial = {"reason": mine.reason, "text": mine.text} if mine else {}
        response = form_page(request, user, kind, number, seen, ReportForm(initial=initial, kind=kind))
    patch_cache_control(response, private=True, no_store=True)
    return response


def open_report(user: User, kind: str, number: int) -> Report | None:
    return Report.objects.filter(kind=kind, number=number, by=user, state=Report.State.OPEN).first()


def door(request: HttpRequest, kind: str, seen: Seen) -> HttpResponse:
    """Two ways on for somebody without an account: sign in, or give notice under the law."""
    context = {"visitor": None, "word": WORDS[Kind(kind)], "seen": seen, "sign_in": sign_in_address(request.path)}
    return render(request, "pages/report_door.html", {**context, "legal": f"{request.path}/legal"})


def posted(request: HttpRequest, user: User, kind: str, number: int, seen: Seen) -> HttpResponse:
    form, now = ReportForm(request.POST, kind=kind), clock.now()
    if not form.is_valid():
        return form_page(request, user, kind, number, seen, form, status=422)
    allowance = allow(f"report:{user.pk}", *REPORTS, now=now)
    if not allowance.allowed:
        form.add_error(None, "That was a lot in a short time. What you wrote is still here: please send it later.")
        response = form_page(request, user, kind, number, seen, form, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        report(
            kind=kind,
            number=number,
            by=user,
            reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"],
            now=now,
        )
    except RefusedError as error:
        form.add_error(None, str(error))
        return form_page(request, user, kind, number, seen, form, status=422)
    return redirect("you_reports")


def form_page(
    request: HttpRequest, user: User, kind: str, number: int, seen: Seen, form: ReportForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "visitor": user,
        "kind": kind,
        "word": WORDS[Kind(kind)],
        "seen": seen,
        "words": words_of(kind, seen),
        "reasons": offered(kind),
        "chosen": form["reason"].value(),
        "form": form,
        "mine": open_report(user, kind, number),
        "is_own": seen.author is not None and seen.author.pk == user.pk,
        "legal": f"/report/{kind}/{number}/legal",
    }
    return render(request, "pages/report.html", context, status=status)


@require_safe
@for_users
def your_reports(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/reports`: what they reported, and what became of it; newest first. Three queries."""
    given = request.GET.get("before", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 19):
        raise BadRequest("The end of this address names no report. Follow the link “Older reports” instead.")
    rows = Report.objects.filter(by=user).select_related("decision", "case").order_by("-pk")
    found = list((rows.filter(pk__lt=int(given)) if given else rows)[: PAGE_LENGTH + 1])
    shown = [(row, label_of(row.reason), f"/report/{row.kind}/{row.number}") for row in found[:PAGE_LENGTH]]
    context = {
        "visitor": user,
        "rows": shown,
        "is_first": not given,
        "older": shown[-1][0].pk if len(found) > PAGE_LENGTH else None,
        "notices": [(one, address_of(one)) for one in LegalNotice.objects.filter(by=user).order_by("-pk")[:PAGE_LENGTH]]
        if not given
        else [],
    }
    return render(request, "pages/you_reports.html", context)

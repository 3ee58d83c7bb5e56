"""A publisher checks a feed before joining."""

import threading

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.models import User
from newsstand.algorithms.feed_check import grouped
from newsstand.ingest.add import CannotAddError
from newsstand.ingest.check import Checked, check_feed
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.publishers.views import for_users

# A check asks somebody else's server, and keeps one of our few threads waiting.
CHECKS = (Rate(3, 60), Rate(20, 3600))
AT_ONCE = threading.BoundedSemaphore(1)
BUSY_SECONDS = 10


class CheckForm(forms.Form):
    """The address to look at."""

    address = forms.CharField(
        label="Address of the site or feed",
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "autocapitalize": "none"}),
        help_text="An RSS, Atom or JSON feed, or the site that has one.",
    )


@for_users
def check(request: HttpRequest, user: User) -> HttpResponse:
    """`/publishers/check`: the form, and what a check of the address in it says. Only sending the form asks anybody."""
    if request.method != "POST":
        return check_page(request, user, CheckForm(initial={"address": request.GET.get("address", "")[:2000]}))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return check_page(request, user, form, status=422)
    allowance = allow(f"feed-check:{user.pk}", *CHECKS, now=clock.now())
    if not allowance.allowed:
        form.add_error(None, f"Three checks a minute are the most. Please wait {allowance.retry_after} seconds.")
        return later(check_page(request, user, form, status=429), allowance.retry_after)
    if not AT_ONCE.acquire(blocking=False):
        form.add_error(None, "Another feed is being checked at this moment. Please send it again in a few seconds.")
        return later(check_page(request, user, form, status=429), BUSY_SECONDS)
    try:
        checked = check_feed(form.cleaned_data["address"], now=clock.now())
    except CannotAddError as error:
        form.add_error("address", error.reason)
        return check_page(request, user, form, status=422)
    finally:
        AT_ONCE.release()
    return check_page(request, user, form, checked)


def check_page(
    request: HttpRequest, user: User, form: CheckForm, checked: Checked | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "visitor": user,
        "form": form,
        "checked": checked,
        "groups": grouped(checked.findings) if checked else (),
    }
    return render(request, "pages/check.html", context, status=status)


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    """The answer with when to come back."""
    response["Retry-After"] = str(seconds)
    return response

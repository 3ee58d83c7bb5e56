"""`/advertisers/join`: become an advertiser, on one page."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from newsstand.accounts.models import User
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.join import join
from newsstand.advertisers.models import Advertiser
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.publishers.views import for_users

JOININGS = (Rate(5, 24 * 3600),)
ZONES = [(one, one.replace("_", " ")) for one in sorted(available_timezones()) if "/" in one and "Etc/" not in one]


class JoinForm(forms.Form):
    """Who advertises. Only the name has to be written: the rest has a default, or can wait for the first invoice."""

    name = forms.CharField(label="Name", max_length=100, help_text="Your shop, company or club, as readers know it.")
    payer = forms.CharField(
        label="Who pays",
        max_length=100,
        required=False,
        help_text="The name in law that stands beside each ad. Empty: the name above.",
    )
    site = forms.URLField(
        label="Web site",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Ads that lead there need less looking at.",
    )
    zone = forms.ChoiceField(
        label="Time zone", choices=[("UTC", "UTC"), *ZONES], help_text="Your days begin at midnight there."
    )
    address = forms.CharField(
        label="Postal address for invoices",
        max_length=500,
        required=False,
        help_text="It can wait until you pay in.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    email = forms.EmailField(label="Mail address for invoices", required=False)
    tax_number = forms.CharField(label="Tax number", max_length=40, required=False)


@for_users
def advertisers_join(request: HttpRequest, user: User) -> HttpResponse:
    """GET shows the form; POST makes the advertiser, its owner and its purse, and goes on to the first campaign."""
    if request.method != "POST":
        initial = {"zone": settings.TIME_ZONE, "email": user.email}
        return join_page(request, user, JoinForm(initial=initial))
    form = JoinForm(request.POST)
    if not form.is_valid():
        return join_page(request, user, form, status=422)
    now = clock.now()
    allowance = allow(f"advertiser:{user.pk}", *JOININGS, now=now)
    if not allowance.allowed:
        form.add_error(None, "Five a day are the most. What you wrote is still here: please send it tomorrow.")
        response = join_page(request, user, form, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        made = join(by=user, now=now, **form.cleaned_data)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return join_page(request, user, form, status=422)
    return redirect("advertiser_campaign_new", made.slug)


def join_page(request: HttpRequest, user: User, form: JoinForm, status: int = 200) -> HttpResponse:
    own = Advertiser.objects.filter(memberships__user=user, purged_at=None).order_by("name")
    context = {"visitor": user, "form": form, "own": own}
    return render(request, "pages/ads/join.html", context, status=status)

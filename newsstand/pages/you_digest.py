"""The e-mail digest: when a reader wants it, what it would say now, and how it is switched off without signing in."""

from datetime import datetime
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsstand.accounts.mailable import may_be_mailed
from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.comments.views import for_users
from newsstand.lib import clock
from newsstand.lib.ratelimit import Rate, allow
from newsstand.readers.errors import RefusedError
from newsstand.readers.letter import user_of
from newsstand.readers.models import Digest, Mailing
from newsstand.readers.news import news_for
from newsstand.readers.schedule import choose_digest, digest_of, schedule_of, send_now, switch_off

SENDS = (Rate(3, 24 * 3600),)
MAILS_SHOWN = 5
DAYS = [(str(number), name) for number, name in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])]
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


def zones() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Every time zone that is named after a place, in groups by continent; UTC first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        area, _, place = name.partition("/")
        if place and area not in {"Etc", "SystemV", "US", "posix", "right"}:
            groups.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *groups.items()]


class DigestForm(forms.Form):
    """When the digest comes."""

    is_on = forms.BooleanField(label="Send me the digest by e-mail", required=False)
    hour = forms.TypedChoiceField(label="At", choices=HOURS, coerce=int)
    days = forms.MultipleChoiceField(label="On", choices=DAYS, widget=forms.CheckboxSelectMultiple)
    zone = forms.ChoiceField(label="By the clock of", choices=zones)

    def __init__(self, *args: object, known: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # A zone under an old name, or one that this machine's list has no more, stays as it was chosen.
        field = self.fields["zone"]
        if isinstance(field, forms.ChoiceField) and known and not field.valid_value(known):
            field.choices = [(known, known), *zones()]


@for_users
def digest(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/digest`: the form, what would be sent now, what was sent; POST saves it or has one sent now."""
    kept = digest_of(user, now=clock.now())
    if request.method != "POST":
        return digest_page(request, user, kept, form_of(kept))
    if request.POST.get("wanted") == "now":
        return one_now(request, user, kept)
    form = DigestForm(request.POST, known=kept.zone)
    if not form.is_valid():
        return digest_page(request, user, kept, form, status=422)
    chosen = form.cleaned_data
    try:
        choose_digest(
            user=user,
            is_on=chosen["is_on"],
            hour=chosen["hour"],
            days=[int(day) for day in chosen["days"]],
            zone=chosen["zone"],
            now=clock.now(),
        )
    except RefusedError as error:
        form.add_error(None, str(error))
        return digest_page(request, user, kept, form, status=422)
    messages.success(request, "Saved." if chosen["is_on"] else "Saved: no digest is sent.")
    return redirect("you_digest")


def one_now(request: HttpRequest, user: User, kept: Digest) -> HttpResponse:
    """Have a digest sent at once."""
    now, form = clock.now(), form_of(kept)
    allowance = allow(f"digest:{user.pk}", *SENDS, now=now)
    if not allowance.allowed:
        messages.error(request, "Three digests a day can be asked for. What would stand in it is on this page.")
        response = digest_page(request, user, kept, form, status=429)
        response["Retry-After"] = str(allowance.retry_after)
        return response
    try:
        send_now(user=user, now=now)
    except RefusedError as error:
        messages.error(request, str(error))
        return digest_page(request, user, kept, form, status=422)
    messages.success(request, f"It is on its way to {user.email}, unless there is nothing new to say.")
    return redirect("you_digest")


def form_of(kept: Digest) -> DigestForm:
    """The form with what was chosen."""
    initial = {"is_on": kept.is_on, "hour": kept.hour, "days": list(kept.days), "zone": kept.zone}
    return DigestForm(initial=initial, known=kept.zone)


def digest_page(request: HttpRequest, user: User, kept: Digest, form: DigestForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    kept.user = user
    mails = Mailing.objects.filter(digest=kept).order_by("-made_at", "-pk")[:MAILS_SHOWN] if kept.pk else ()
    context = {
        "visitor": user,
        "digest": kept,
        "form": form,
        "next": written(kept.due_at, kept) if kept.due_at else "",
        "may_be_mailed": may_be_mailed(user),
        "pieces": news_for(kept, now=now).pieces,
        "mails": [(mail, len(mail.told)) for mail in mails],
        "may_have_messages": True,
    }
    return render(request, "pages/you_digest.html", context, status=status)


def written(moment: datetime, kept: Digest) -> str:
    """A moment by the clock of the digest's zone: "Monday 23 November, 07:00"."""
    return date_format(moment.astimezone(schedule_of(kept).zone), "l j F, H:i")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """`/digest/off/<token>`: GET shows a button, POST switches the digest off, without cookie or sign-in.

    Mail programs POST `List-Unsubscribe=One-Click` (RFC 8058); programs that look at every link of a mail GET, and so
    switch nothing off. The token is the permission, so the form needs no other. Raises Http404 for one we did not make.
    """
    user = user_of(token)
    if user is None:
        raise Http404("This address is not complete, or not one of ours. Sign in and look under “Your reading”.")
    if request.method == "POST":
        switch_off(user=user)
    context = {"visitor": visitor(request), "done": request.method == "POST"}
    response = render(request, "pages/digest_off.html", context)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    return response

"""`/you/notices/settings`: how a user hears of each kind of notice; the devices that asked for web push."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsstand.accounts.mailable import may_be_mailed
from newsstand.accounts.models import User
from newsstand.accounts.visitor import visitor
from newsstand.algorithms.devices import device_name
from newsstand.comments.errors import TooFastError
from newsstand.comments.views import for_users, spend
from newsstand.corrections.models import Watch
from newsstand.lib import clock
from newsstand.lib.client import agent_of
from newsstand.lib.ratelimit import Rate
from newsstand.notices.devices import DeviceError, add_device, remove_device
from newsstand.notices.letter import user_of
from newsstand.notices.models import Device, Mailbox, Notice, Wish
from newsstand.notices.push_keys import public_key
from newsstand.notices.wishes import Ways, choose, switch_mail_off, wishes_of
from newsstand.pages.you_notices import number_of

DEVICES = (Rate(20, 3600),)
LONGEST_BODY = 4000


@for_users
def notice_settings(request: HttpRequest, user: User) -> HttpResponse:
    """GET shows the wishes, POST keeps them, or takes a device away (`device`)."""
    if request.method != "POST":
        return settings_page(request, user)
    if "device" in request.POST:
        if not remove_device(user=user, number=number_of(request.POST["device"])):
            raise Http404("You have no such device.")
        messages.success(request, "Nothing is pushed to it any more.")
        return redirect("notice_settings")
    wishes = {
        kind: Ways(request.POST.get(f"mail-{kind}", ""), push=f"push-{kind}" in request.POST)
        for kind in Notice.Kind.values
    }
    try:
        choose(user=user, wishes=wishes, now=clock.now())
    except ValueError as error:
        messages.error(request, str(error))
        return settings_page(request, user, status=422)
    messages.success(request, "Saved.")
    return redirect("notice_settings")


def settings_page(request: HttpRequest, user: User, status: int = 200) -> HttpResponse:
    wishes = wishes_of(user)
    context: dict[str, Any] = {
        "visitor": user,
        "wishes": [(kind, label, wishes[kind]) for kind, label in Notice.Kind.choices],
        "mails": Wish.Mail.choices,
        "devices": Device.objects.filter(user=user).order_by("-since", "-pk"),
        "mailbox": Mailbox.objects.filter(user=user).first(),
        "may_be_mailed": may_be_mailed(user),
        "push_key": public_key(),
        "hears_all": Watch.objects.filter(user=user, article=None).exists(),
        "may_have_messages": True,
    }
    return render(request, "pages/you_notice_settings.html", context, status=status)


@for_users
def device(request: HttpRequest, user: User) -> HttpResponse:
    """`/you/notices/device`: POST with what a browser's `PushSubscription.toJSON()` gives, or `{"endpoint": ...,
    "wanted": "off"}`. Answers JSON.
    """
    if request.method != "POST":
        return redirect("notice_settings")
    try:
        spend(f"device:{user.pk}", DEVICES, clock.now())
        said = json.loads(request.body[:LONGEST_BODY])
        endpoint, keys = said["endpoint"], said.get("keys") or {}
        if said.get("wanted") == "off":
            return JsonResponse({"removed": remove_device(user=user, endpoint=str(endpoint))})
        add_device(
            user=user,
            endpoint=str(endpoint),
            p256dh=str(keys["p256dh"]),
            auth=str(keys["auth"]),
            name=device_name(agent_of(request)),
            now=clock.now(),
        )
    except TooFastError as error:
        return JsonResponse({"error": str(error)}, status=429, headers={"Retry-After": str(error.seconds)})
    except DeviceError as error:
        return JsonResponse({"error": str(error)}, status=422)
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse({"error": "This is no subscription that a browser makes."}, status=400)
    return JsonResponse({"added": True}, status=201)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def notices_off(request: HttpRequest, token: str) -> HttpResponse:
    """`/notices/off/<token>`: GET shows a button, POST switches mails about notices off, without cookie or sign-in.

    Mail programs POST `List-Unsubscribe=One-Click` (RFC 8058). The token is the permission, so the form needs no other.
    Raises Http404 for one that we did not make.
    """
    user = user_of(token)
    if user is None:
        raise Http404("This address is not complete, or not one of ours. Sign in and look under “Notices”.")
    if request.method == "POST":
        switch_mail_off(user=user)
    context = {"visitor": visitor(request), "done": request.method == "POST"}
    response = render(request, "pages/notices_off.html", context)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """`/push.js`: the service worker that shows what is pushed; at the root, because it reaches what lies below it."""
    del request
    source = static("pages/push-worker.js")
    response = HttpResponse(f'importScripts("{source}");\n', content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, no_cache=True)
    return response

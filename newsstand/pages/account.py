"""A user's own page."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from newsstand.accounts import house
from newsstand.accounts.models import Block, User
from newsstand.accounts.visitor import sign_in_address, visitor
from newsstand.algorithms.html import comment_html
from newsstand.articles.models import may_be_seen
from newsstand.comments.models import Comment
from newsstand.lib import clock
from newsstand.moderation.standing import standing

COMMENTS_SHOWN = 30


def account(request: HttpRequest) -> HttpResponse:
    """`/account`: everything there is of an account at a glance, each with the way to change it, and what they said.

    As many queries for one comment as for thirty.
    """
    user = visitor(request)
    if user is None:
        return redirect(sign_in_address(request.path))
    comments = Comment.objects.filter(may_be_seen(via="article__"), user=user, withdrawn_at=None)
    latest = comments.select_related("article").defer("article__body", "article__text").order_by("-id")
    context = {
        "visitor": user,
        "sanctions": standing(user, clock.now()).sanctions,
        "comments": [(one, comment_html(one.text)) for one in latest[:COMMENTS_SHOWN]],
        "may_have_messages": True,
        **keys_of(user),
    }
    response = render(request, "pages/account.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def keys_of(user: User) -> dict[str, Any]:
    """How the user comes in, and whom they do not hear."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    addresses = list(EmailAddress.objects.filter(user=user).order_by("-primary", "pk"))
    return {
        "addresses": addresses,
        "unconfirmed": next((one for one in addresses if one.primary and not one.verified), None),
        "must_confirm": settings.NEWSSTAND_CONFIRM_TO_WRITE and not any(one.verified for one in addresses),
        "mail_goes_out": bool(settings.EMAIL_URL),
        "has_password": user.has_usable_password(),
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.TOTP in kinds,
        "places": UserSession.objects.filter(user=user).count(),
        "house": settings.NEWSSTAND_OIDC_NAME if house.is_on() else "",
        "logins": SocialAccount.objects.filter(user=user).count(),
        "blocks": Block.objects.filter(by=user).count(),
    }

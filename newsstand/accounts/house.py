"""The login of the house that runs this site, by OpenID Connect."""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.models import User
from newsstand.lib.session import DoorSession, SessionError

PROVIDER = "openid_connect"
HOUSE = "house"
# What a provider says of itself changes about never, and two of our answers need it.
KNOWN_SECONDS = 600


def is_on() -> bool:
    """Whether there is such a login."""
    return bool(settings.NEWSSTAND_OIDC_URL and settings.NEWSSTAND_OIDC_CLIENT_ID)


class HouseLogin(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Our settings are the one provider there is, and it is asked through the one door."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:  # noqa: ARG002
        if not is_on() or provider not in {None, PROVIDER, HOUSE}:
            return []
        app = SocialApp(
            provider=PROVIDER,
            provider_id=HOUSE,
            name=settings.NEWSSTAND_OIDC_NAME,
            client_id=settings.NEWSSTAND_OIDC_CLIENT_ID,
            secret=settings.NEWSSTAND_OIDC_SECRET,
            settings={"server_url": settings.NEWSSTAND_OIDC_URL, "oauth_pkce_enabled": True},
        )
        return [app] if client_id in {None, app.client_id} else []

    def get_requests_session(self) -> DoorSession:
        return DoorSession(settings.NEWSSTAND_OIDC_NETWORKS)

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """What the house says of somebody new; they see it, and may choose another name."""
        said = sociallogin.account.get_provider_account().get_user_data() or {}
        name = said.get("name") or said.get("preferred_username") or ""
        return {**super().get_signup_form_initial_data(sociallogin), "name": str(name)[:60]}

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:  # noqa: ARG002
        """A user with an address and no name yet: the form asks for it."""
        user: User = sociallogin.user
        user.email = data.get("email") or ""
        return user


class HouseProvider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """As allauth's, but the signature of a token is checked however it came, and the discovery is remembered."""

    @property
    def openid_config(self) -> dict[str, Any]:
        key = f"oidc:{settings.NEWSSTAND_OIDC_URL}"
        known = cache.get(key)
        if known is None:
            known = OpenIDConnectOAuth2Adapter.openid_config.fget(self)
            cache.set(key, known, KNOWN_SECONDS)
        return dict(known)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        said: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return said

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **how: Any) -> Any:
        """Who came. Raises OAuth2Error where the provider names nobody, or two different people."""
        if "id_token" not in how["response"]:
            raise OAuth2Error("The provider sent no id_token.")
        login = super().complete_login(request, app, token, **how)
        said = login.account.extra_data
        if "userinfo" in said and said["userinfo"].get("sub") != said["id_token"].get("sub"):
            raise OAuth2Error("Token and user information are about different people.")
        return login


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Asks whether it is meant, and leads to the provider: by a page, because our forms may lead to nobody else."""
    response = careful(OAuth2LoginView.adapter_view, request, provider_id)
    if response.status_code == 302 and response["Location"].startswith(("https://", "http://")):
        return render(request, "socialaccount/leave.html", {"address": response["Location"]})
    return response


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Who comes back from the provider."""
    return careful(OAuth2CallbackView.adapter_view, request, provider_id)


def careful(
    view: Callable[[Any], Callable[[HttpRequest], HttpResponse]], request: HttpRequest, provider_id: str
) -> HttpResponse:
    """The view's answer; a page that says so where the provider cannot be asked or talks nonsense."""
    if provider_id != HOUSE or not is_on():
        raise Http404("There is no such login here.")
    adapter = HouseProvider(request, provider_id)
    try:
        return view(adapter)(request)
    except (SessionError, OAuth2Error, KeyError, TypeError, AttributeError) as error:
        return render_authentication_error(  # type: ignore[no-any-return]
            request, adapter.get_provider(), error=AuthError.UNKNOWN, exception=error
        )

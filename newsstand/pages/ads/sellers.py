"""`/ads.txt` and `/sellers.json`, for buyers and whoever wants to know where an ad's money goes."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from newsstand.advertisers.outside.advertiser import is_on
from newsstand.algorithms import ads_txt as made
from newsstand.algorithms.domains import registrable
from newsstand.publishers.models import Publisher

HOUR = 3600


def own_domain() -> str:
    """The domain of this site, without a port."""
    return urlsplit(settings.NEWSSTAND_URL).hostname or "localhost"


@require_safe
def ads_txt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's)
    """A line for the system that is asked over OpenRTB, what the operator adds, and who owns the site."""
    direct = []
    if is_on():
        direct.append((registrable(urlsplit(settings.NEWSSTAND_OPENRTB_URL).hostname or ""), own_domain()))
    owner = registrable(own_domain())
    text = made.ads_txt(owner=owner, direct=direct, more=settings.NEWSSTAND_ADS_TXT, contact=settings.NEWSSTAND_CONTACT)
    return kept(HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_safe
def sellers_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's)
    """The site and its publishers, by the name and domain that stand on their public pages. One query."""
    rows = Publisher.objects.order_by("pk").values_list("pk", "name", "site_url")
    sellers = [
        made.Seller(f"publisher:{pk}", name, registrable(urlsplit(url).hostname or "")) for pk, name, url in rows
    ]
    found = made.sellers_json(
        domain=own_domain(), name=settings.NEWSSTAND_NAME, contact=settings.NEWSSTAND_CONTACT, sellers=sellers
    )
    return kept(JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1}))


def kept(response: HttpResponse) -> HttpResponse:
    """Kept for an hour, by anybody."""
    patch_cache_control(response, public=True, max_age=HOUR)
    return response

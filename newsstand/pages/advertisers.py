"""`/advertisers`: the door for who has something to advertise: what one gets, by which rules, from which price on."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.advertisers.models import Category
from newsstand.advertisers.slots import SLOTS
from newsstand.lib.pagecache import public_page
from newsstand.pages.about import contact_link


@public_page(lambda: ["site"])
def advertisers(request: HttpRequest) -> HttpResponse:
    """`/advertisers`: the same for everybody. No query beside the visitor's own."""
    contact = settings.NEWSSTAND_CONTACT
    refused = [said for key, said in Category.choices if key in settings.NEWSSTAND_AD_CATEGORIES_REFUSED]
    context = {
        "visitor": visitor(request),
        "contact_link": "" if contact == f"{settings.NEWSSTAND_URL}/about" else contact_link(contact),
        "is_open": settings.NEWSSTAND_ADS,
        "floor_cpc": settings.NEWSSTAND_AD_FLOOR_CPC,
        "floor_cpm": settings.NEWSSTAND_AD_FLOOR_CPM,
        "slots": SLOTS.values(),
        "refused": refused,
        "takes_political": settings.NEWSSTAND_POLITICAL_ADS == "declare",
        "contributor_share": settings.NEWSSTAND_CONTRIBUTOR_SHARE,
        "by_rules": settings.NEWSSTAND_AD_REVIEW == "rules",
        "appeal_days": settings.NEWSSTAND_APPEAL_DAYS,
    }
    return render(request, "pages/advertisers.html", context)

"""`/advertisers`: the door for who has something to advertise, which says what is not behind it yet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.lib.pagecache import public_page
from newsstand.pages.about import contact_link


@public_page(lambda: ["site"])
def advertisers(request: HttpRequest) -> HttpResponse:
    """`/advertisers`: no ads are sold here yet; by which rules they will be."""
    contact = settings.NEWSSTAND_CONTACT
    link = "" if contact == f"{settings.NEWSSTAND_URL}/about" else contact_link(contact)
    return render(request, "pages/advertisers.html", {"visitor": visitor(request), "contact_link": link})

"""What this site is, who runs it, and how it reads other sites."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.read_counts import MOST_OF_A_NETWORK
from newsstand.lib.pagecache import public_page


@public_page(lambda: ["site"])
def about(request: HttpRequest) -> HttpResponse:
    """`/about`."""
    contact = settings.NEWSSTAND_CONTACT
    own_page = contact == f"{settings.NEWSSTAND_URL}/about"
    context = {
        "visitor": visitor(request),
        "contact": "" if own_page else contact,
        "contact_link": contact_link(contact),
        "user_agent": settings.NEWSSTAND_USER_AGENT,
        "most_of_a_network": MOST_OF_A_NETWORK,
        "crawler": settings.NEWSSTAND_USER_AGENT.partition("/")[0],
    }
    return render(request, "pages/about.html", context)


def contact_link(contact: str) -> str:
    """Where a contact leads: a page, a mailbox, or "" for words that are neither."""
    if contact.startswith(("https://", "http://", "mailto:")):
        return contact
    return f"mailto:{contact}" if "@" in contact and " " not in contact else ""

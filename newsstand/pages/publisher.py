"""The page of a publisher: who it is, and what it published."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.lib.pagecache import public_page
from newsstand.pages.languages import language_name
from newsstand.pages.listing import asked_cursor, page_of
from newsstand.publishers.models import Publisher, belongs


@public_page(lambda slug: [f"publisher:{slug}"])
def publisher(request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/publisher/<slug>`. Three queries: the publisher, its articles, their authors; one more for who is signed in."""
    found = get_object_or_404(Publisher.objects.here().select_related("icon"), slug=slug)
    user = visitor(request)
    context = {
        "visitor": user,
        "is_own": user is not None and belongs(user, found),
        "publisher": found,
        "site_host": urlsplit(found.site_url).netloc.removeprefix("www."),
        "language": language_name(found.language),
        "listing": page_of(Article.objects.published().filter(publisher=found), asked_cursor(request)),
        "feeds": found.get_absolute_url(),
    }
    return render(request, "pages/publisher.html", context)

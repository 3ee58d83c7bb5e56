"""The page of a publisher: who it is, and what it published."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.lib.pagecache import public_page
from newsstand.pages.languages import language_name
from newsstand.pages.listing import asked_cursor, page_of
from newsstand.pages.structured import for_script, news_organisation
from newsstand.publishers.models import Publisher, belongs
from newsstand.publishers.proved import proved_domains
from newsstand.publishers.trust import facts_of


@public_page(lambda slug: [f"publisher:{slug}"])
def publisher(request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/publisher/<slug>`. Four queries: publisher, proofs, articles, their authors; one more for a user."""
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
        "facts": facts_of(found),
        "domains": proved_domains(found),
        "data": for_script(news_organisation(found)),
    }
    return render(request, "pages/publisher.html", context)

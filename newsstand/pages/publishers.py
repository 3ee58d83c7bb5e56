"""The list of publishers: who is here."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.lib.pagecache import public_page
from newsstand.pages.languages import language_name
from newsstand.publishers.models import Publisher

PAGE_LENGTH = 60


@public_page(lambda: ["publishers", "front"])
def publishers(request: HttpRequest) -> HttpResponse:
    """`/publishers`: who is here, by the alphabet of their addresses, and the way to join. One query."""
    counted = (
        Article.objects.published()
        .filter(publisher=OuterRef("pk"))
        .order_by()
        .values("publisher")
        .annotate(number=Count("pk"))
        .values("number")
    )
    known = Publisher.objects.here().select_related("icon").annotate(article_count=Coalesce(Subquery(counted), 0))
    after = request.GET.get("after", "").replace("\x00", "")
    found = list(known.filter(slug__gt=after).order_by("slug")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    context = {
        "visitor": visitor(request),
        "publishers": [(one, language_name(one.language)) for one in shown],
        "is_first": not after,
        "next_after": shown[-1].slug if len(found) > PAGE_LENGTH else "",
    }
    return render(request, "pages/publishers.html", context)

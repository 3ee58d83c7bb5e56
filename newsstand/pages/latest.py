"""Everything, newest first: no rank, no profile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article
from newsstand.lib.pagecache import public_page
from newsstand.pages.listing import asked_cursor, page_of


@public_page(lambda: ["front"])
def latest(request: HttpRequest) -> HttpResponse:
    """`/latest`: the newest thirty, or the thirty that follow a given place. The same for everybody."""
    listing = page_of(Article.objects.published().firsts(), asked_cursor(request))
    return render(request, "pages/latest.html", {"visitor": visitor(request), "listing": listing, "feeds": ""})

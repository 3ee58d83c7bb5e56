"""The front page: newest first, laid out by weight; with ?before= the plain river that goes on below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.frontpage import arrange
from newsstand.articles.models import Article
from newsstand.articles.templatetags.articles import shown_picture
from newsstand.lib.pagecache import public_page
from newsstand.pages.bands import bands
from newsstand.pages.listing import Listing, asked_cursor, page_of
from newsstand.topics.context import sections


@public_page(lambda: ["front"])
def home(request: HttpRequest) -> HttpResponse:
    """`/`: the newest thirty as a front page, or the thirty that follow a given place."""
    listing = page_of(Article.objects.published().firsts(), asked_cursor(request))
    context: dict[str, object] = {"visitor": visitor(request), "listing": listing, "feeds": ""}
    if listing.is_first:
        context["front"] = front(request, listing)
    return render(request, "pages/home.html" if listing.is_first else "pages/river.html", context)


def front(request: HttpRequest, listing: Listing) -> dict[str, object]:
    """The parts of the front page: lead (or None), features, rail, second, bands, river; whether it is invented."""
    articles = listing.articles
    places = arrange([shown_picture(article) is not None for article in articles])
    top = {
        "features": [articles[place] for place in places.features],
        "rail": [articles[place] for place in places.rail],
        "second": [articles[place] for place in places.second],
    }
    lead = articles[places.lead] if places.lead is not None else None
    taken = {article.pk for part in top.values() for article in part} | ({lead.pk} if lead else set())
    of_sections = bands(list(sections(request)["sections"]), taken=taken)
    taken |= {article.pk for band in of_sections for article in band.articles}
    river = [articles[place] for place in places.river if articles[place].pk not in taken]
    fictional = any(article.publisher is not None and article.publisher.is_fictional for article in articles)
    return {"lead": lead, **top, "bands": of_sections, "river": river, "fictional": fictional}

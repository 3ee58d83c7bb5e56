"""The page of an author: for whom they write, and what they wrote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article, Author
from newsstand.lib.pagecache import public_page
from newsstand.pages.listing import asked_cursor, page_of


@public_page(lambda slug: [f"author:{slug}"])
def author(request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/author/<slug>`. Three queries: the author, their articles, the articles' authors."""
    found = get_object_or_404(Author.objects.here().select_related("publisher__icon"), slug=slug)
    context = {
        "visitor": visitor(request),
        "author": found,
        "listing": page_of(Article.objects.published().filter(bylines__author=found), asked_cursor(request)),
        "feeds": found.get_absolute_url(),
    }
    return render(request, "pages/author.html", context)

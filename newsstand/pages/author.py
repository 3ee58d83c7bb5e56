"""The page of an author: for whom they write, and what they wrote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article, Author
from newsstand.contributors.models import Contributor
from newsstand.corrections.models import Correction
from newsstand.lib.pagecache import public_page
from newsstand.pages.listing import asked_cursor, page_of

MOST_CORRECTIONS = 10


@public_page(lambda slug: [f"author:{slug}"])
def author(request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/author/<slug>`. Three queries: the author, their articles, the articles' authors; two more where they write
    here: their label, and what they corrected."""
    found = get_object_or_404(Author.objects.here().select_related("publisher__icon"), slug=slug)
    contributor = Contributor.objects.filter(author=found).first() if found.publisher_id is None else None
    context = {
        "visitor": visitor(request),
        "author": found,
        "contributor": contributor,
        "corrections": corrections_of(found) if contributor else [],
        "listing": page_of(Article.objects.published().filter(bylines__author=found), asked_cursor(request)),
        "feeds": found.get_absolute_url(),
    }
    return render(request, "pages/author.html", context)


def corrections_of(author: Author) -> list[Correction]:
    """What was put right in their articles, the latest first."""
    seen = Article.objects.published().filter(bylines__author=author)
    rows = Correction.objects.filter(article__in=seen).select_related("article")
    return list(rows.defer("article__body", "article__text").order_by("-at", "-pk")[:MOST_CORRECTIONS])

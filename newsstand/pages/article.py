"""The page of one article."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from newsstand.accounts.visitor import visitor
from newsstand.algorithms.article_html import KnownPicture, TopicLink
from newsstand.algorithms.article_html import render as render_body
from newsstand.algorithms.contracts import Standing
from newsstand.algorithms.corrections import correction
from newsstand.algorithms.deck import deck
from newsstand.algorithms.excerpt import Excerpt, excerpt
from newsstand.articles.models import Article, Author
from newsstand.corrections.shown import has_any
from newsstand.corrections.shown import shown as desk
from newsstand.images.models import Image, State
from newsstand.lib import clock
from newsstand.lib.client import is_robot
from newsstand.lib.pagecache import public_page
from newsstand.pages import structured
from newsstand.pages.written_here import WrittenHere, linked_data, written_here
from newsstand.readers.see import see
from newsstand.topics.models import ArticlePlace, Mention, Topic

MORE = 5
MOST_PLACES = 4
OURS = re.compile(r"/image/([a-z2-7]{20})/")


@public_page(lambda article_id, **_rest: [f"article:{article_id}"])
def article(request: HttpRequest, *, article_id: int, slug: str = "") -> HttpResponse:
    """`/a/<id>/<slug>`: the article; moved permanently for another slug; 410 for what was here and is no longer."""
    found = asked_for(article_id)
    if (answer := not_shown(request, found)) is not None:
        return answer
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    user = visitor(request)
    if user is not None and request.method == "GET" and not is_robot(request):
        see(user=user, article=found, now=clock.now())
    context = {**shown(found), "visitor": user, "ads_page": "article", "ads_of": found.pk}
    return render(request, "pages/article.html", context)


def asked_for(article_id: int) -> Article:
    """The article with its publisher, contract and lead picture, whether or not it may be seen. Raises Http404."""
    wanted = Article.objects.select_related("publisher__icon", "publisher__contract", "lead_picture")
    found = wanted.filter(pk=article_id).annotate(has_corrections=has_any()).first()
    if found is None:
        raise Http404("There is no article with this number.")
    return found


def not_shown(request: HttpRequest, article: Article) -> HttpResponse | None:
    """None for an article that may be seen; else 410 with a short notice. Raises Http404 for one under embargo."""
    standing = article.standing(clock.now())
    if standing is Standing.SHOWN:
        return None
    if standing is Standing.EMBARGOED:
        raise Http404("There is no article with this number yet.")
    context = {"visitor": visitor(request), "article": article, "standing": standing.value}
    return render(request, "410.html", context, status=410)


def shown(article: Article) -> dict[str, Any]:
    """What the template shows: texts, names, topics, pictures, and the same for machines.

    Nine queries at most, one more where it was written here, and three more where it was corrected.
    """
    authors = list(Author.objects.filter(bylines__article=article).order_by("bylines__position", "pk"))
    mentions = Mention.objects.shown().filter(article=article).select_related("topic")
    topics = [mention.topic for mention in mentions.prefetch_related("topic__aliases").by_weight()]
    text, corrected = text_of(article), desk(article, clock.now())
    written = written_here(article)
    return {
        "article": article,
        "contract": article.contract(),
        "is_cut": text.is_cut,
        "correction": correction(article.headline, article.text),
        "corrected": corrected,
        "authors": authors,
        "written": written,
        "topics": topics,
        "places": places_of(article),
        "body": body(text.html, topics),
        "deck": deck(article.shown_summary(), article.text),
        "lead": lead(article, text.html),
        "original_host": urlsplit(article.original_url).netloc.removeprefix("www."),
        "attribution": attribution(article, authors),
        "more": more(article, authors),
        "robots": structured.robots(article),
        "canonical": structured.canonical(article),
        "description": structured.description(article),
        "share_picture": structured.share_picture(article),
        "data": structured.for_script(
            {**structured.news_article(article, authors, topics, corrected.notes), **written_data(article, written)}
        ),
    }


def written_data(article: Article, written: WrittenHere | None) -> dict[str, Any]:
    """For machines, what readers are told of a text that was written here."""
    return linked_data(written, settings.NEWSSTAND_URL) if article.publisher is None else {}


def places_of(article: Article) -> Sequence[Topic]:
    """Where the article plays, the surest first; a state or county not beside its own town."""
    rows = ArticlePlace.objects.right().filter(article=article, is_direct=True).select_related("place__parent")
    places = [row.place for row in rows.order_by("-confidence", "pk")]
    holding = {place.parent_id for place in places}
    return [place for place in places if place.pk not in holding][:MOST_PLACES]


def text_of(article: Article) -> Excerpt:
    """As much of the text as the contract lets us show."""
    contract = article.contract()
    if contract is None or contract.excerpt_words is None:
        return Excerpt(article.body, is_cut=False)
    return excerpt(article.body, contract.excerpt_words)


def body(html: str, topics: Sequence[Topic]) -> SafeString:
    """A text with our pictures and with links to the topics. One query, however many pictures."""
    ids = set(OURS.findall(html))
    images = Image.objects.filter(pk__in=ids) if ids else ()
    known = {
        image.pk: KnownPicture(image.pk, image.width, image.height, image.state == State.READY) for image in images
    }
    links = [
        TopicLink((topic.name, *(alias.name for alias in topic.aliases.all())), topic.get_absolute_url())
        for topic in topics
    ]
    return mark_safe(render_body(html, pictures=known, topics=links))  # noqa: S308 (sanitised by render)


def lead(article: Article, html: str) -> Image | None:
    """The picture above the text; none where the text shows it itself, or where there is nothing to show yet."""
    picture = article.lead_picture
    if picture is None or picture.pk in OURS.findall(html):
        return None
    if picture.state == State.READY or (picture.state == State.FAILED and article.lead_alt):
        return picture
    return None


def attribution(article: Article, authors: Sequence[Author]) -> str:
    """The line at the foot: the contract's, or that it was written for this site, and what its authors are."""
    if article.publisher is None:
        names = " and ".join(author.name for author in authors)
        written = f"Written for {settings.NEWSSTAND_NAME} by {names}." if names else ""
        return " ".join([written, *(author.about for author in authors)]).strip()
    contract = article.contract()
    return contract.line() if contract else ""


def more(article: Article, authors: Sequence[Author]) -> list[Article]:
    """Others from the same publisher, or by the same contributor, newest first."""
    others = Article.objects.published().newest().exclude(pk=article.pk)
    if article.publisher is not None:
        others = others.filter(publisher=article.publisher)
    elif authors:
        others = others.filter(bylines__author=authors[0])
    else:
        return []
    return list(others.defer("body", "text", "summary")[:MORE])

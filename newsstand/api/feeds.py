"""Feeds out: the newest articles of the front page, a publisher, an author and a topic, as RSS, Atom and JSON Feed."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from newsstand.algorithms.article_html import with_pictures
from newsstand.algorithms.deck import brief
from newsstand.algorithms.syndicate import Entry, Outgoing, Person, atom, json_feed, rss
from newsstand.articles.models import Article, ArticleQuerySet, Author, Byline
from newsstand.images.models import State
from newsstand.lib.pagecache import public_page
from newsstand.publishers.models import Publisher
from newsstand.stories.models import Coverage, Story
from newsstand.topics.listed import articles_of
from newsstand.topics.models import Mention, Topic

MOST_ENTRIES = 30
MOST_SUMMARY = 400
PICTURE_WIDTH = 960
# What /image/ gives to a program that does not say that it takes anything newer.
PICTURE_TYPE = "image/webp"
FORMATS = {
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (json_feed, "application/feed+json; charset=utf-8"),
}


@require_safe
@public_page(lambda form: ["front"])  # noqa: ARG005 (named as in the address)
def front(request: HttpRequest, *, form: str) -> HttpResponse:  # noqa: ARG001
    """`/feed.rss`, `/feed.atom`, `/feed.json`: the newest articles of all."""
    about = f"The newest articles on {settings.NEWSSTAND_NAME}."
    return answer(form, "", settings.NEWSSTAND_NAME, about, newest(Article.objects.published().firsts()))


@require_safe
@public_page(lambda slug, form: [f"publisher:{slug}"])  # noqa: ARG005
def publisher(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/publisher/<slug>/feed.rss` and its like."""
    found = get_object_or_404(Publisher.objects.here(), slug=slug)
    articles = newest(Article.objects.published().filter(publisher=found))
    return answer(form, found.get_absolute_url(), title(found.name), found.description, articles, found.language)


@require_safe
@public_page(lambda slug, form: [f"author:{slug}"])  # noqa: ARG005
def author(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/author/<slug>/feed.rss` and its like."""
    found = get_object_or_404(Author.objects.here(), slug=slug)
    articles = newest(Article.objects.published().filter(bylines__author=found))
    return answer(form, found.get_absolute_url(), title(found.name), found.about, articles)


@require_safe
@public_page(lambda slug, form: [f"topic:{slug}"])  # noqa: ARG005
def topic(request: HttpRequest, *, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """`/topic/<slug>/feed.rss` and its like."""
    found = get_object_or_404(Topic.objects.shown(), slug=slug)
    articles = newest(Article.objects.filter(pk__in=articles_of(found, before=None, most=MOST_ENTRIES)))
    return answer(form, found.get_absolute_url(), title(found.name), found.about, articles)


@require_safe
@public_page(lambda story_id, form: [f"story:{story_id}"])  # noqa: ARG005
def story(request: HttpRequest, *, story_id: int, form: str) -> HttpResponse:  # noqa: ARG001
    """`/story/<id>/feed.rss` and its like: a story's articles, each text once."""
    found = get_object_or_404(Story.objects.shown().defer("centroid"), pk=story_id)
    own = Coverage.objects.exclude(role=Coverage.Role.COPY).filter(story=found)
    articles = newest(Article.objects.published().filter(coverage__in=own))
    about = f"Full coverage from {found.outlet_count} outlets." if found.outlet_count > 1 else "Full coverage."
    return answer(form, f"/story/{found.pk}", title(found.title), about, articles, found.language)


def title(name: str) -> str:
    return f"{name} · {settings.NEWSSTAND_NAME}"


def newest(articles: ArticleQuerySet) -> Sequence[Article]:
    """The articles of a feed with all that it says of them, in three queries."""
    bylines = Byline.objects.select_related("author").order_by("position", "id")
    mentions = Mention.objects.shown().select_related("topic").by_weight()
    return list(
        articles.newest()
        .select_related("publisher__contract", "lead_picture")
        .prefetch_related(Prefetch("bylines", bylines), Prefetch("mentions", mentions))
        .defer("text")[:MOST_ENTRIES]
    )


def answer(
    form: str, page: str, name: str, about: str, articles: Sequence[Article], language: str = "", own: str = ""
) -> HttpResponse:
    """The feed of a page (its path, "" for the front page) in the form asked for. Raises Http404 for no such form.

    `own` is the feed's own path where it does not stand under the page's.
    """
    if form not in FORMATS:
        raise Http404(f"Feeds are here as {', '.join(FORMATS)}.")
    write, kind = FORMATS[form]
    feed = Outgoing(
        url=absolute(own or f"{page}/feed.{form}"),
        page=absolute(page or "/"),
        title=name,
        about=" ".join(about.split()),
        language=language or settings.NEWSSTAND_LANGUAGE,
        entries=[entry_of(article) for article in articles],
    )
    response = HttpResponse(write(feed), content_type=kind)
    if feed.entries:
        response["Last-Modified"] = http_date(feed.updated.timestamp())
    # Any page anywhere may read a public feed.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def entry_of(article: Article) -> Entry:
    """An article as others may pass it on: what was written here whole, a publisher's by its summary."""
    contract = article.contract()
    picture = article.lead_picture
    return Entry(
        id=absolute(f"/a/{article.pk}/"),
        url=absolute(article.get_absolute_url()),
        title=article.headline,
        summary=brief(article.shown_summary(), MOST_SUMMARY),
        html=own_html(article) if contract is None else "",
        attribution=" ".join(filter(None, [contract.line(), contract.licence])) if contract else "",
        licence=contract.licence if contract else "",
        licence_url=iri_to_uri(contract.licence_url) if contract else "",
        licence_type=contract.licence_type if contract else "",
        authors=tuple(
            Person(line.author.name, absolute(line.author.get_absolute_url())) for line in article.bylines.all()
        ),
        published=article.published_at,
        updated=article.updated_at or article.published_at,
        categories=categories(article),
        picture=absolute(f"/image/{picture.pk}/{PICTURE_WIDTH}") if picture and picture.state == State.READY else "",
        picture_type=PICTURE_TYPE,
        language=article.language,
    )


def own_html(article: Article) -> str:
    """The text, sanitised again, with whole addresses of its pictures and links."""
    html = with_pictures(article.body, {})
    return html.replace('src="/', f'src="{settings.NEWSSTAND_URL}/').replace(
        'href="/', f'href="{settings.NEWSSTAND_URL}/'
    )


def categories(article: Article) -> tuple[str, ...]:
    """The topics that it mentions and the publisher's own categories, each once."""
    names = [*(mention.topic.name for mention in article.mentions.all()), *map(str, article.categories)]
    return tuple({name.casefold(): name for name in reversed(names)}.values())[::-1]


def absolute(path: str) -> str:
    """A path of ours as a whole address, with nothing in it that an address may not hold."""
    return f"{settings.NEWSSTAND_URL}{iri_to_uri(path)}"

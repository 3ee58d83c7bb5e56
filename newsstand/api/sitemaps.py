"""What search engines are told: sitemaps, the news of two days, robots.txt."""

from datetime import timedelta

from django.conf import settings
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsstand.algorithms import sitemaps
from newsstand.articles.models import Article, ArticleQuerySet
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.publishers.models import Contract
from newsstand.stories.models import Story, StoryQuerySet
from newsstand.syndication.outgoing import absolute

XML = "application/xml; charset=utf-8"
# The files are cut by the articles' numbers: a new article changes the last file alone. At most 50,000 are allowed.
NUMBERS_A_FILE = 10_000
NEWS_AGE = timedelta(days=2)
MOST_NEWS = 1000
CLOSED = (
    "/account",
    "/admin/",
    "/comments/",
    "/publishers/apply",
    "/publishers/applications",
    "/publishers/check",
    "/publishers/*/items",
    "/story/*/edit",
    "/story/decisions/",
    "/search",
    "/slots/",
    "/websub/",
)


@require_safe
@public_page(lambda: ["front"])
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/sitemap.xml`: the list of the sitemaps that hold anything."""
    number = ExpressionWrapper((F("id") - 1) / NUMBERS_A_FILE, output_field=BigIntegerField())
    files = (
        indexable()
        .annotate(file=number)
        .values("file")
        .annotate(articles=Count("id"), changed=Max(Coalesce("updated_at", "published_at")))
        .order_by("file")
    )
    listed = [(absolute(f"/sitemaps/articles-{row['file'] + 1}.xml"), row["changed"]) for row in files]
    of_stories = told_by_several().annotate(file=number).values("file").annotate(changed=Max("last_article_at"))
    listed += [
        (absolute(f"/sitemaps/stories-{row['file'] + 1}.xml"), row["changed"]) for row in of_stories.order_by("file")
    ]
    return HttpResponse(sitemaps.index(listed), content_type=XML)


@require_safe
@public_page(lambda number: ["front"])  # noqa: ARG005
def articles(request: HttpRequest, *, number: int) -> HttpResponse:  # noqa: ARG001
    """`/sitemaps/articles-<n>.xml`: the articles numbered from (n - 1) * 10,000 + 1 to n * 10,000."""
    if not 0 < number < 2**40:
        raise Http404("There is no such sitemap.")
    last = number * NUMBERS_A_FILE
    rows = indexable().filter(id__gt=last - NUMBERS_A_FILE, id__lte=last).order_by("id")
    found = list(rows.only("id", "slug", "updated_at", "published_at"))
    if not found:
        raise Http404("There is no such sitemap.")
    listed = [(absolute(row.get_absolute_url()), row.updated_at or row.published_at) for row in found]
    return HttpResponse(sitemaps.pages(listed), content_type=XML)


@require_safe
@public_page(lambda number: ["front"])  # noqa: ARG005
def stories(request: HttpRequest, *, number: int) -> HttpResponse:  # noqa: ARG001
    """`/sitemaps/stories-<n>.xml`: the stories of several outlets with such numbers."""
    if not 0 < number < 2**40:
        raise Http404("There is no such sitemap.")
    last = number * NUMBERS_A_FILE
    rows = told_by_several().filter(id__gt=last - NUMBERS_A_FILE, id__lte=last).order_by("id")
    found = list(rows.only("id", "slug", "last_article_at"))
    if not found:
        raise Http404("There is no such sitemap.")
    listed = [(absolute(row.get_absolute_url()), row.last_article_at) for row in found]
    return HttpResponse(sitemaps.pages(listed), content_type=XML)


@require_safe
@public_page(lambda: ["front"])
def news(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/sitemap-news.xml`: what search engines may show, of the last two days."""
    present = clock.now()
    rows = indexable().filter(published_at__gt=present - NEWS_AGE, published_at__lte=present).newest()
    found = rows.select_related("publisher").defer("body", "text")[:MOST_NEWS]
    return HttpResponse(sitemaps.news(map(news_of, found)), content_type=XML)


@require_safe
@public_page(list)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/robots.txt`"""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        *(f"Sitemap: {absolute(path)}" for path in ("/sitemap.xml", "/sitemap-news.xml")),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def told_by_several() -> StoryQuerySet:
    """Stories whose page says more than one article's."""
    return Story.objects.shown().filter(outlet_count__gt=1)


def indexable() -> ArticleQuerySet:
    """Articles that search engines may show as pages of ours: written here, or by a contract that says so."""
    by_contract = Q(publisher__contract__indexing=Contract.Indexing.INDEX)
    return Article.objects.published().filter(Q(publisher=None) | by_contract)


def news_of(article: Article) -> sitemaps.News:
    publisher = article.publisher
    language = article.language or (publisher.language if publisher else "") or settings.NEWSSTAND_LANGUAGE
    return sitemaps.News(
        url=absolute(article.get_absolute_url()),
        publication=publisher.name if publisher else settings.NEWSSTAND_NAME,
        language=language.replace("_", "-").split("-")[0].lower(),
        published=article.published_at,
        title=article.headline,
    )

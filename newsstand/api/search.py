"""Searches as feeds, and how a browser finds our search."""

import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe
from lxml import etree

from newsstand.algorithms.queries import parse
from newsstand.algorithms.syndicate import clean
from newsstand.api.feeds import sent
from newsstand.articles.models import Article
from newsstand.lib import clock
from newsstand.lib.client import address_of
from newsstand.lib.pagecache import public_page
from newsstand.lib.ratelimit import Rate, allow
from newsstand.search.find import find
from newsstand.search.models import SavedSearch
from newsstand.syndication.outgoing import FORMATS, MOST_ENTRIES, Contents, absolute, newest, title, written

READINGS = (Rate(20, 20), Rate(300, 3600))
MINUTES = 5
KIND = "application/opensearchdescription+xml"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


@require_safe
def results(request: HttpRequest, *, form: str) -> HttpResponse:
    """`/search.rss?q=`, `/search.atom?q=`, `/search.json?q=`: the newest articles that match, for anybody."""
    return feed_of(request, form, request.GET.get("q", "")[:2000], "")


@require_safe
def saved(request: HttpRequest, *, token: str, form: str) -> HttpResponse:
    """`/search/saved/<token>/feed.rss` and its like: the newest articles that match a reader's saved search."""
    kept = get_object_or_404(SavedSearch.objects.filter(user__is_active=True), token=token)
    response = feed_of(request, form, kept.query, kept.name)
    patch_cache_control(response, private=True)
    # Whoever follows a link from it must not carry its address along, and no search engine may keep it.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def feed_of(request: HttpRequest, form: str, text: str, name: str) -> HttpResponse:
    """The newest articles that a query finds. Raises Http404 for no such form, and where nothing is looked for."""
    now = clock.now()
    query = parse(text, today=timezone.localtime(now).date())
    if form not in FORMATS or query.is_empty:
        raise Http404("A feed of a search is /search.rss?q= and what to look for; .atom and .json too.")
    allowance = allow(f"search-feed:{address_of(request)}", *READINGS, now=now)
    if not allowance.allowed:
        return HttpResponse("Too often.\n", status=429, headers={"Retry-After": str(allowance.retry_after)})
    found = find(query, now=now, newest=True, length=MOST_ENTRIES)
    ids = [group.first.article_id for group in found.page.groups]
    articles = newest(Article.objects.published(now).filter(pk__in=ids))
    asked = urlencode({"q": query.text})
    contents = Contents(
        f"/search?{asked}&sort=newest", title(name or query.text), f"The newest articles for {query.text}.", articles
    )
    path = request.get_full_path() if name else f"/search.{form}?{asked}"
    response = sent(written(contents, form, path=path))
    patch_cache_control(response, max_age=60 * MINUTES)
    tag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response["ETag"] = tag
    unchanged = get_conditional_response(request, etag=tag, response=response)
    return unchanged if isinstance(unchanged, HttpResponse) else response


@require_safe
@public_page(list)
def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`/opensearch.xml`: with it browsers search here from their address bar (OpenSearch 1.1, draft 6)."""
    root = etree.Element("OpenSearchDescription", nsmap={None: OPENSEARCH})
    name = settings.NEWSSTAND_NAME
    for tag, text in (
        ("ShortName", name[:16]),
        ("LongName", f"{name} search"[:48]),
        ("Description", f"Articles on {name}."[:1024]),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, tag).text = clean(text)
    for form, (_, kind) in {"html": (None, "text/html"), **FORMATS}.items():
        page = "/search" if form == "html" else f"/search.{form}"
        template = f"{absolute(page)}?q={{searchTerms}}"
        etree.SubElement(root, "Url", type=kind.partition(";")[0], template=template)
    etree.SubElement(root, "Url", type=KIND, rel="self", template=absolute("/opensearch.xml"))
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return HttpResponse(body, content_type=f"{KIND}; charset=utf-8")

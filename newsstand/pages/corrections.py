"""The public page of corrections: what was put right, by whom, how outlets answer; and its feed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.algorithms import syndicate
from newsstand.corrections.correct import LIST
from newsstand.corrections.figures import figures, listed
from newsstand.corrections.models import Correction
from newsstand.lib import clock
from newsstand.lib.pagecache import public_page
from newsstand.pages.listing import cursor_of, read_cursor
from newsstand.publishers.models import Publisher

PAGE_LENGTH = 20
FEED_LENGTH = 50


@require_safe
@public_page(lambda: [LIST, "publishers"])
def corrections(request: HttpRequest) -> HttpResponse:
    """`/corrections`: the latest first, twenty a page, `?publisher=` for one outlet; the fact sheet by outlet.

    Five queries. Raises Http404 for an outlet that is not here, BadRequest for a bad `?before=`.
    """
    before, publisher, now = read_cursor(request.GET.get("before", "")), asked_publisher(request), clock.now()
    found = listed(publisher=publisher, before=before, most=PAGE_LENGTH + 1, now=now)
    shown = found[:PAGE_LENGTH]
    context = {
        "visitor": visitor(request),
        "rows": shown,
        "publisher": publisher,
        "is_first": before is None,
        "older": cursor_of(shown[-1].at, shown[-1].pk) if len(found) > PAGE_LENGTH else "",
        "figures": [row for row in figures(now) if publisher is None or row.publisher == publisher],
        "days": settings.NEWSSTAND_ANSWER_DAYS,
    }
    return render(request, "pages/corrections.html", context)


def asked_publisher(request: HttpRequest) -> Publisher | None:
    """The outlet whose corrections are wanted; None for all. Raises Http404."""
    slug = request.GET.get("publisher", "")
    if not slug:
        return None
    found = Publisher.objects.here().filter(slug=slug[:80]).first()
    if found is None:
        raise Http404("There is no such publisher here.")
    return found


@require_safe
@public_page(lambda: [LIST])
def corrections_feed(request: HttpRequest) -> HttpResponse:
    """`/corrections.atom`: the latest fifty as an Atom feed; `?publisher=` as on the page. Raises Http404."""
    site, publisher = settings.NEWSSTAND_URL, asked_publisher(request)
    query = f"?publisher={publisher.slug}" if publisher else ""
    feed = syndicate.Outgoing(
        url=f"{site}/corrections.atom{query}",
        page=f"{site}/corrections{query}",
        title=f"{publisher.name if publisher else settings.NEWSSTAND_NAME}: corrections",
        about="What was put right in articles, and what was made clear.",
        language=settings.NEWSSTAND_LANGUAGE,
        entries=[
            entry(one, site) for one in listed(publisher=publisher, before=None, most=FEED_LENGTH, now=clock.now())
        ],
    )
    response = HttpResponse(syndicate.atom(feed), content_type="application/atom+xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def entry(one: Correction, site: str) -> syndicate.Entry:
    """A correction as an entry of a feed."""
    article = one.article
    return syndicate.Entry(
        id=f"{site}/corrections#correction-{one.pk}",
        url=f"{site}{article.get_absolute_url()}#corrections",
        title=f"{one.get_kind_display()}: {article.headline}",
        summary=one.note,
        html="",
        attribution="",
        authors=(syndicate.Person(article.publisher.name, ""),) if article.publisher else (),
        published=one.at,
        updated=one.at,
        categories=(one.get_kind_display(),),
        picture="",
        picture_type="",
        language=article.language,
    )

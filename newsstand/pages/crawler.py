"""What our reader is, how often it comes, what it asked of a host, and how to stop it: for people who run sites."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsstand.accounts.visitor import visitor
from newsstand.algorithms import schedule
from newsstand.algorithms.domains import lies_within, registrable
from newsstand.lib import clock, record
from newsstand.lib.door import BURST
from newsstand.lib.models import Bucket, Fetch, Stop
from newsstand.lib.pagecache import public_page
from newsstand.lib.tokens import DOMAIN, MOST_PAUSE_SECONDS
from newsstand.pages.about import contact_link

MOST_ROWS = 300
KINDS = {
    "feed": "feeds",
    "page": "article pages",
    "picture": "pictures",
    "robots": "robots.txt",
    "site": "site pages",
    "hub": "requests to a hub (WebSub)",
    "push": "notices for browsers that asked for them (web push)",
    "subscriber": "what a subscriber of our feeds asked for (WebSub)",
}


@require_safe
@public_page(list)
def crawler(request: HttpRequest) -> HttpResponse:
    """`/crawler`, and with `?host=NAME` what we asked of that host and the names under it in fourteen days."""
    asked = request.GET.get("host", "").strip()[:2000]
    host = host_of(asked)
    context = {
        "visitor": visitor(request),
        "user_agent": settings.NEWSSTAND_USER_AGENT,
        "crawler": settings.NEWSSTAND_USER_AGENT.partition("/")[0],
        "contact": settings.NEWSSTAND_CONTACT,
        "contact_link": contact_link(settings.NEWSSTAND_CONTACT),
        "a_minute": settings.NEWSSTAND_REQUESTS_A_MINUTE,
        "burst": BURST,
        "days": record.DAYS,
        "soonest": int(schedule.SOONEST.total_seconds() // 60),
        "latest": int(schedule.LATEST.total_seconds() // 3600),
        "slowest": int(MOST_PAUSE_SECONDS),
        "asked": asked,
        "host": host,
        **(known_of(host) if host else {}),
    }
    return render(request, "pages/crawler.html", context, status=400 if asked and not host else 200)


def host_of(text: str) -> str:
    """The host in what somebody typed, a name or a whole address; "" when there is none."""
    try:
        found = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    plain = found.rstrip(".").lower()
    return plain if plain and len(plain) <= 255 and not any(sign.isspace() or sign == "\0" for sign in plain) else ""


def known_of(host: str) -> dict[str, object]:
    """What we asked of a host, whether we still do, and how slowly its robots.txt wants it."""
    since = clock.now().date() - timedelta(days=record.DAYS)
    found = Fetch.objects.filter(Q(host=host) | Q(host__endswith=f".{host}"), day__gt=since)
    rows = list(found.order_by("-day", "host", "kind")[:MOST_ROWS])
    bucket = Bucket.objects.filter(name=DOMAIN + registrable(host)).first()
    return {
        "rows": [{"fetch": row, "kind": KINDS.get(row.kind, row.kind)} for row in rows],
        "total": sum(row.count for row in rows),
        "stop": next((stop for stop in Stop.objects.all() if lies_within(host, stop.host)), None),
        "pause": round(bucket.pause_seconds, 1) if bucket else 0,
    }

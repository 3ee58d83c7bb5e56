"""The page of a topic: what it is, and the articles that mention it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsstand.accounts.visitor import visitor
from newsstand.articles.models import Article, may_be_seen
from newsstand.lib.pagecache import public_page
from newsstand.pages.listing import PAGE_LENGTH, Cursor, Listing, asked_cursor, listing_of
from newsstand.topics.firsts import firsts
from newsstand.topics.models import Mention, Topic


@public_page(lambda slug: [f"topic:{slug}"])
def topic(request: HttpRequest, *, slug: str) -> HttpResponse:
    """`/topic/<slug>`. Four queries: the topic, its mentions, the articles, their authors."""
    found = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    context = {
        "visitor": visitor(request),
        "topic": found,
        "coordinates": coordinates(found),
        "listing": mentioning(found, asked_cursor(request)),
        "feeds": found.get_absolute_url(),
    }
    return render(request, "pages/topic.html", context)


def mentioning(topic: Topic, before: Cursor | None) -> Listing:
    """One page of the articles that mention it. The ids come from the mentions' own index."""
    mentions = firsts(Mention.objects.filter(may_be_seen(via="article__"), topic=topic))
    if before:
        when, article_id = before
        mentions = mentions.filter(Q(published_at__lt=when) | Q(published_at=when, article__lt=article_id))
    ids = list(mentions.order_by("-published_at", "-article").values_list("article_id", flat=True)[: PAGE_LENGTH + 1])
    found = list(Article.objects.filter(pk__in=ids).newest().for_cards()) if ids else []
    return listing_of(found, is_first=before is None)


def coordinates(topic: Topic) -> str:
    """ "54.70° N, 2.10° E", or "" where it has no place on the map."""
    if topic.latitude is None or topic.longitude is None:
        return ""
    north = f"{abs(topic.latitude):.2f}° {'N' if topic.latitude >= 0 else 'S'}"
    east = f"{abs(topic.longitude):.2f}° {'E' if topic.longitude >= 0 else 'W'}"
    return f"{north}, {east}"

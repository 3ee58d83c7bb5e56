"""What stands on a front page: ranked, with its parts, its reasons, and the key of its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsstand.accounts.models import User
from newsstand.algorithms.frontpage import arrange
from newsstand.algorithms.ranking import Reader
from newsstand.articles.templatetags.articles import shown_picture
from newsstand.pages.cards import Card, cards
from newsstand.ranking.inbox import inbox
from newsstand.ranking.keep import kept
from newsstand.ranking.learn import ranking_model
from newsstand.ranking.live import live
from newsstand.ranking.models import Trend
from newsstand.ranking.sheets import Wanted, bucket, sheets
from newsstand.readers.models import FrontPage
from newsstand.readers.taste import anybody, reader_of
from newsstand.topics.models import Topic

MOST_TRENDS = 8
# The first of all leads, unless only the second has a picture to show.
LEAD_AMONG = 2


@dataclass(frozen=True, slots=True)
class Band:
    """A section and its cards."""

    topic: Topic
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Front:
    """A front page, ready for its template. `order`: the key of what was stored of it."""

    lead: Card | None
    features: Sequence[Card]
    rail: Sequence[Card]
    second: Sequence[Card]
    more: Sequence[Card]
    near: Sequence[Card]
    following: Sequence[Card]
    for_you: Sequence[Card]
    bands: Sequence[Band]
    trends: Sequence[Trend]
    order: str
    fictional: bool


def page_name(user: User | None, place: Topic | None) -> str:
    """By which a page's orders are found in the tables."""
    if user is not None:
        return f"reader:{user.pk}"
    return f"place:{place.slug}" if place is not None else "front"


def known_of(user: User | None, place: Topic | None, *, choices: FrontPage | None, now: datetime) -> Reader:
    """What the page may know of whoever reads it. `place` is the one in the address, or the one they chose."""
    if user is None or choices is None:
        return anybody(place)
    choices.place = place
    return reader_of(user, choices=choices, now=now)


def front(
    *, user: User | None, place: Topic | None, choices: FrontPage | None, sections: Sequence[Topic], now: datetime
) -> Front:
    """Rank, load and lay out the page; its order is kept."""
    wanted = Wanted(
        page=page_name(user, place),
        reader=known_of(user, place, choices=choices, now=now),
        sections={section.slug: section.pk for section in sections},
        is_personal=user is not None,
        model=ranking_model(),
    )
    made = live.ask(lambda pool: sheets(pool, wanted, now=now), now=now)
    order = kept(wanted.page, made, user=user.pk if user else None, at=bucket(now))
    if made:
        inbox.keep(order)
    shown = cards(made, reader=wanted.reader, place=place.name if place else "")
    return laid_out(shown, sections, trends_of(place), order.key if made else "")


def laid_out(
    shown: Mapping[str, Sequence[Card]], sections: Sequence[Topic], trends: Sequence[Trend], order: str
) -> Front:
    """Spread the cards over the page."""
    top = shown.get("top", ())
    places = arrange([shown_picture(card.article) is not None for card in top], lead_among=LEAD_AMONG)
    bands = [Band(section, shown.get(f"section:{section.slug}", ())) for section in sections]
    everything = [card for part in shown.values() for card in part]
    return Front(
        lead=top[places.lead] if places.lead is not None else None,
        features=[top[place] for place in places.features],
        rail=[top[place] for place in places.rail],
        second=[top[place] for place in places.second],
        more=[top[place] for place in places.river],
        near=shown.get("near", ()),
        following=shown.get("following", ()),
        for_you=shown.get("for-you", ()),
        bands=[band for band in bands if band.cards],
        trends=trends,
        order=order,
        fictional=any(
            card.article.publisher is not None and card.article.publisher.is_fictional for card in everything
        ),
    )


def trends_of(place: Topic | None) -> list[Trend]:
    """What is rising at the place; everywhere, where there is none or nothing rises in it. Two queries at most."""
    best = Trend.objects.filter(topic__is_hidden=False).select_related("topic").order_by("-score", "topic")
    here = list(best.filter(place=place)[:MOST_TRENDS]) if place is not None else []
    return here or list(best.filter(place=None)[:MOST_TRENDS])

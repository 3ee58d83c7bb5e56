"""Ask the buyer outside for the slots of a page, within its time limit; whatever goes wrong, it was not there."""

import json
import logging
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from newsstand.advertisers.contexts import PageContext
from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Campaign, OutsideWin, Pricing
from newsstand.advertisers.node import node
from newsstand.advertisers.outside.advertiser import buyer, is_on
from newsstand.advertisers.outside.creatives import keep_new, key_of, known
from newsstand.advertisers.slots import Slot
from newsstand.algorithms.auction import Choice
from newsstand.algorithms.breakers import Breaker
from newsstand.algorithms.openrtb.categories import OURS, blocked
from newsstand.algorithms.openrtb.macros import filled, values_of
from newsstand.algorithms.openrtb.request import Page, Place, Terms, bid_request
from newsstand.algorithms.openrtb.response import Bid, ResponseError, read_response
from newsstand.lib.http import DoorError
from newsstand.lib.standing_door import standing

log = logging.getLogger(__name__)
MOST_ANSWER_BYTES = 256 * 1024
HEADERS = {"Content-Type": "application/json", "x-openrtb-version": "2.6"}
breaker = Breaker()


@dataclass(frozen=True, slots=True)
class Won:
    """A slot that the buyer gets: as the auction would say it, with the money that is held, and the notices to send."""

    choice: Choice
    day: date
    lease: int
    bid: Bid
    request: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that is asked about: `owner` and `article` as in `choose`; `gpc`: the header Sec-GPC as it came."""

    context: PageContext
    owner: str
    article: int | None
    without: Collection[str]
    gpc: str = ""


@dataclass(frozen=True, slots=True)
class OnPage:
    """What a bid has to get along with: categories that are `off`, and those of other slots' ads."""

    off: Collection[str]
    taken: dict[str, str]

    def has_room_for(self, bid: Bid) -> bool:
        others = {category for slot, category in self.taken.items() if slot != bid.place}
        return bid.category not in self.off and bid.category not in others


def outside_wins(
    asked: Asked, slots: Sequence[Slot], worth: Mapping[str, int], taken: Mapping[str, str], *, now: datetime
) -> list[Won]:
    """What the buyer gets of these slots. `worth`: micros a thousand views that a slot brings without it; `taken`: the
    categories of the ads that have slots of the page already, by slot.

    First price: it pays what it bids, and gets a slot for more than that brings anyhow. Categories that a reader has
    switched off are held against its answer, and never told.
    """
    if not is_on() or not slots or (asked.context.is_grave and settings.NEWSSTAND_ADS_BESIDE_GRIEF != "all"):
        return []
    if not breaker.lets_through(now):
        return []
    places = [
        Place(slot.key, slot.sizes, max(settings.NEWSSTAND_AD_FLOOR_CPM, worth.get(slot.key, 0) + 1)) for slot in slots
    ]
    key = secrets.token_hex(16)
    try:
        bids = ask(key, asked, places)
    except (DoorError, ResponseError, TimeoutError) as error:
        breaker.failed(now)
        log.info("The buyer outside gave no answer that counts: %s", error)
        return []
    breaker.went_well()
    if not bids or settings.NEWSSTAND_OPENRTB_TEST:
        return []
    try:
        return won(key, bids, places, OnPage(frozenset(asked.without), dict(taken)), now)
    except DatabaseError:
        # The page has its own ads: it can do without these.
        log.exception("What the buyer outside sent could not be kept.")
        return []


def terms() -> Terms:
    """What holds for every bid. Political ads have to be declared, which a bid cannot do: none is taken."""
    refused = {*settings.NEWSSTAND_AD_CATEGORIES_REFUSED}
    return Terms(
        currency=settings.NEWSSTAND_CURRENCY,
        milliseconds=settings.NEWSSTAND_OPENRTB_TIMEOUT,
        blocked=tuple(sorted({*blocked(refused), *OURS["politics"]})),
        domains=settings.NEWSSTAND_OPENRTB_BLOCKED,
        is_test=settings.NEWSSTAND_OPENRTB_TEST,
    )


def page_of(asked: Asked) -> Page:
    """The page, by its address and what it is about: names of topics, never of who reads it."""
    domain = urlsplit(settings.NEWSSTAND_URL).hostname or "localhost"
    path = f"/a/{asked.article}/" if asked.article else "/"
    names, context = asked.context.names, asked.context

    def called(numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(names[str(one)] for one in sorted(numbers) if str(one) in names)

    return Page(
        domain=domain, name=settings.NEWSSTAND_NAME, address=f"{settings.NEWSSTAND_URL}{path}", seller=asked.owner,
        sections=called(context.sections), keywords=called((*context.places, *context.topics)),
        language=settings.NEWSSTAND_LANGUAGE[:2],
    )  # fmt: skip


def ask(key: str, asked: Asked, places: Sequence[Place]) -> tuple[Bid, ...]:
    """The bids that can be shown, of whatever answers. Raises DoorError, TimeoutError, ResponseError."""
    wanted = terms()
    request = bid_request(key, page_of(asked), places, wanted, gpc=asked.gpc)
    reply = standing.ask(
        settings.NEWSSTAND_OPENRTB_URL,
        seconds=wanted.milliseconds / 1000,
        body=json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode(),
        headers=HEADERS,
        most_bytes=MOST_ANSWER_BYTES,
    )
    # No bid is said with 204 and nothing else, or with an empty answer (4.1).
    if reply.status == 204 or (reply.status == 200 and not reply.body.strip()):
        return ()
    if reply.status != 200:
        raise ResponseError(f"The buyer answered {reply.status}.")
    found = read_response(reply.body, key=key, places=places, terms=wanted)
    for bid, reason in found.refused:
        log.info("A bid of the buyer outside (%s) was not taken: %s.", bid, reason)
    return found.bids


def won(key: str, bids: Sequence[Bid], places: Sequence[Place], page: OnPage, now: datetime) -> list[Won]:
    """The best bid for each slot whose ad may be shown; a domain once a page, and a category too."""
    campaign = buyer(now)
    ads, found = known(list(bids)), []
    fresh = [bid for bid in bids if key_of(bid) not in ads]
    if fresh:
        keep_new(fresh, campaign, now=now)
    floors, domains = {place.key: place.floor for place in places}, set()
    for bid in sorted(bids, key=lambda one: (-one.price, one.place, one.key)):
        ad = ads.get(key_of(bid))
        if ad is None or bid.place not in floors or bid.domain in domains or not page.has_room_for(bid):
            continue
        day = day_of(campaign.advertiser.zone, now)
        lease = node().reserve(campaign.pk, day, -(-bid.price // 1000), now)
        if lease is None:
            continue
        choice = choice_of(bid, ad.pk, campaign, floors.pop(bid.place))
        found.append(Won(choice, day, lease, bid, key))
        domains.add(bid.domain)
        page.taken[bid.place] = bid.category
    return found


def choice_of(bid: Bid, ad: int, campaign: Campaign, floor: int) -> Choice:
    """As the auction says it. First price: its own bid is what it is held against, and comes out again."""
    return Choice(
        slot=bid.place, ad=ad, campaign=campaign.pk, advertiser=campaign.advertiser_id, pricing=Pricing.CPM,
        price=bid.price, rate=0.0, runner_up=bid.price / 1000, floor=floor, matched=(), row=-1,
    )  # fmt: skip


def keep_win(won: Won, *, decision: int, now: datetime) -> None:
    """Keep whom to tell of it once it was seen."""
    bid = won.bid
    values = values_of(
        request=won.request, bid=bid.key, place=bid.place, seat=bid.seat, price=bid.price,
        currency=settings.NEWSSTAND_CURRENCY, floor=won.choice.floor,
    )  # fmt: skip
    try:
        OutsideWin.objects.create(
            decision=decision, bid=bid.key, notice=filled(bid.notice, values)[:2000],
            billing=filled(bid.billing, values)[:2000], won_at=now,
            due_at=now if bid.notice or bid.billing else None,
        )  # fmt: skip
    except DatabaseError:
        log.exception("The buyer outside cannot be told of decision %s.", decision)

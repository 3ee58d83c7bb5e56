"""Fill the slots of a page: by what it is about, and by nothing of who reads it."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from newsstand.advertisers.contexts import PageContext, context_row
from newsstand.advertisers.days import day_of
from newsstand.advertisers.hear import asked as hear_asked
from newsstand.advertisers.models import Context
from newsstand.advertisers.node import node
from newsstand.advertisers.outside.advertiser import is_on
from newsstand.advertisers.outside.bidding import Asked, Won, keep_win, outside_wins
from newsstand.advertisers.shown import Shown, shown_ads
from newsstand.advertisers.slots import ON_PAGE, SLOTS, Slot
from newsstand.advertisers.snapshot import Picture, live
from newsstand.advertisers.token_keys import signing_key
from newsstand.algorithms.ad_tokens import Offer, mint, number_of
from newsstand.algorithms.auction import CPM, HOUSE, Ask, Choice, Draw, SlotAsk, decide

# So often it is tried again without campaigns whose lease had no room for one more view.
MOST_TRIES = 4

Matched = tuple[tuple[str, int | str], ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with its ad, the targets that the page met, and the signed token by which view and click are known."""

    slot: Slot
    shown: Shown
    matched: Matched
    token: str


@dataclass(frozen=True, slots=True)
class Reserved:
    """A choice with the advertiser's day it is of and, where its view costs something, the lease that is held."""

    choice: Choice
    day: date
    lease: int | None
    won: Won | None = None


def choose(
    *,
    page: str,
    slots: Sequence[str],
    context: PageContext,
    owner: str,
    article: int | None,
    without: Collection[str],
    seed: int,
    mark: str,
    now: datetime,
    gpc: str = "",
) -> list[Filled]:
    """Fill these slots of a page of this kind as well as can be, and leave the others out.

    `owner`: whose page it is ("publisher:3", "contributor:5", "site"). `without`: categories that are switched off.
    `seed`: of the draw; the same page with the same seed gets the same ads. `mark`: a keyed digest of one day (12
    hexadecimal digits), which only goes into the tokens, so that events from elsewhere are marked; nothing is chosen
    by it.

    1. Load: the picture of this second.
    2. Decide: the auction; again without whose lease has no room.
    3. Mint the tokens, and count what was asked for and sold. A decision is a row when its view or click is heard.
    """
    asked = [SLOTS[key] for key in ON_PAGE[page] if key in slots]
    picture = live.ask(now)
    found = reserved(picture, ask_of(context, without), asked, seed, now)
    if is_on():
        found = outbid(picture, found, Asked(context, owner, article, without, gpc), asked, now)
    row = context_row(context)
    shown = shown_ads(one.choice.ad for one in found)
    sold = {one.choice.slot for one in found if one.choice.pricing != HOUSE}
    for slot in asked:
        hear_asked(row.pk, slot.key, slot.key in sold, now)
    key = signing_key()
    filled: list[Filled] = []
    for one in found:
        if one.choice.ad not in shown:
            continue
        offer = offer_of(one, row, owner, article, mark, now)
        if one.won is not None:
            keep_win(one.won, decision=offer.decision, now=now)
        slot = SLOTS[one.choice.slot]
        filled.append(Filled(slot, shown[one.choice.ad], one.choice.matched, mint(offer, key=key)))
    return filled


def outbid(
    picture: Picture, found: Sequence[Reserved], asked: Asked, slots: Sequence[Slot], now: datetime
) -> list[Reserved]:
    """What the auction chose, but for slots for which the buyer outside pays more."""
    rows = picture.snapshot.rows
    worth = {one.choice.slot: ceil(one.choice.expected * 1000) for one in found}
    taken = {one.choice.slot: rows[one.choice.row].category for one in found}
    wins = {won.choice.slot: won for won in outside_wins(asked, slots, worth, taken, now=now)}
    let_go([one for one in found if one.choice.slot in wins])
    kept = [one for one in found if one.choice.slot not in wins]
    return kept + [Reserved(won.choice, won.day, won.lease, won) for won in wins.values()]


def ask_of(context: PageContext, without: Collection[str]) -> Ask:
    """All that an auction is told."""
    return Ask(context.places, context.topics, context.sections, context.is_grave, frozenset(without))


def reserved(picture: Picture, ask: Ask, slots: Sequence[Slot], seed: int, now: datetime) -> list[Reserved]:
    """What the auction chose, with the money for views held; what is held for nobody is given back."""
    if not len(picture.snapshot) or not slots:
        return []
    left, asks = picture.left, [SlotAsk(slot.key, slot.weight) for slot in slots]
    found: list[Reserved] = []
    for _ in range(MOST_TRIES):
        let_go(found)
        chosen = decide(picture.snapshot, ask, asks, left=left, draw=Draw(seed), now=now)
        found, short = hold(picture, [choice for choice in chosen if choice is not None], now)
        if not short:
            break
        left = left.copy()
        for choice in short:
            left[picture.snapshot.campaigns == choice.campaign] = 0
    return found


def hold(picture: Picture, choices: Sequence[Choice], now: datetime) -> tuple[list[Reserved], list[Choice]]:
    """The choices with their leases, and those for whose view the campaign's lease has no room."""
    found: list[Reserved] = []
    short: list[Choice] = []
    for choice in choices:
        day = day_of(picture.snapshot.rows[choice.row].zone, now)
        lease = node().reserve(choice.campaign, day, cost_of(choice), now) if choice.pricing == CPM else None
        if choice.pricing == CPM and lease is None:
            short.append(choice)
        else:
            found.append(Reserved(choice, day, lease))
    return found, short


def let_go(found: Sequence[Reserved]) -> None:
    """No page hears of these."""
    for one in found:
        if one.lease is not None:
            node().release(one.lease, cost_of(one.choice))


def cost_of(choice: Choice) -> int:
    """Micros that one view costs at most: a thousandth of the price, rounded up."""
    return -(-choice.price // 1000)


def offer_of(one: Reserved, context: Context, owner: str, article: int | None, mark: str, now: datetime) -> Offer:
    """All that is known of the decision."""
    choice = one.choice
    return Offer(
        decision=number_of(now, secrets.randbits(32)),
        ad=choice.ad,
        campaign=choice.campaign,
        advertiser=choice.advertiser,
        context=context.pk,
        slot=choice.slot,
        owner=owner,
        article=article,
        pricing=choice.pricing,
        price=choice.price,
        rate=choice.rate,
        runner_up=choice.runner_up,
        floor=choice.floor,
        decided_at=now,
        day=one.day,
        lease=one.lease,
        reader=mark,
    )

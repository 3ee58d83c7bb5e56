"""A buyer outside is one more bidder: its ads are reviewed, shown, billed and told; what it does wrong does nothing."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.choose import Filled, choose
from newsstand.advertisers.contexts import PageContext
from newsstand.advertisers.debts import owes
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.models import Ad, Advertiser, Decision, Kind, OutsideWin, Purse
from newsstand.advertisers.node import node
from newsstand.advertisers.outside import bidding
from newsstand.advertisers.outside.advertiser import SLUG, bought, buyer, buyer_pays, extend_credit
from newsstand.advertisers.outside.creatives import MOST_A_DAY
from newsstand.advertisers.outside.notices import tell_buyers
from newsstand.advertisers.snapshot import live
from newsstand.advertisers.token_keys import keys
from newsstand.algorithms.ad_tokens import Offer, read
from newsstand.algorithms.breakers import Breaker
from newsstand.ledger.accounts import balance
from newsstand.ledger.models import Entry
from newsstand.lib.standing_door import standing
from newsstand.moderation.models import Case
from tests.advertisers.bidder import Bidder, bid_for
from tests.advertisers.offers import booked, view
from tests.advertisers.running import EURO, NOON, running
from tests.feed_server import Asked, FeedServer
from tests.people import ed

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def bidder(
    feed_server: FeedServer, settings: Any, door_to_loopback: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bidder]:
    settings.NEWSSTAND_OPENRTB_URL = feed_server.url("/bid")
    # Long enough for a machine that is busy with other tests; who is late is late by far.
    settings.NEWSSTAND_OPENRTB_TIMEOUT = 1000
    monkeypatch.setattr(bidding, "breaker", Breaker())
    standing.close()
    live.forget()
    yield Bidder(feed_server)
    standing.close()
    live.forget()


def fill(at: int = 0, **fields: Any) -> list[Filled]:
    """The slots of an article about harbours, so many seconds after noon."""
    now = NOON + at * SECOND
    live.forget()
    node().refresh(now)
    given: dict[str, Any] = {
        "page": "article", "slots": ("article-1",),
        "context": PageContext("article", topics=(5,), names={"5": "Harbours"}), "owner": "publisher:3", "article": 17,
        "without": frozenset(), "seed": 7, "mark": "", "now": now,
    }  # fmt: skip
    return choose(**(given | fields))


def headlines(at: int = 0, **fields: Any) -> list[str]:
    return [one.shown.headline for one in fill(at, **fields)]


def approved(bidder: Bidder) -> Ad:
    """The bidder's ad as a moderator has let it through, and credit for it."""
    extend_credit(NOON)
    fill()
    ad = Ad.objects.get(campaign__advertiser__slug=SLUG)
    take_step(ad=ad, state=Ad.State.APPROVED, by=ed(), now=NOON)
    return ad


def offer_of(one: Filled, at: int = 0) -> Offer:
    return read(one.token, keys=keys(), now=NOON + at * SECOND)


def test_a_new_ad_waits_for_review_like_everybodys(bidder: Bidder) -> None:
    extend_credit(NOON)
    assert headlines() == []
    ad = Ad.objects.get()
    assert (ad.state, ad.headline, ad.payer, ad.behalf) == (
        Ad.State.WAITING,
        "First flush has arrived",
        "Tea Example Ltd",
        "Tea Example",
    )
    assert Case.objects.filter(kind="ad", number=ad.pk).exists()
    assert headlines(1) == []
    assert Ad.objects.count() == 1
    take_step(ad=ad, state=Ad.State.APPROVED, by=ed(), now=NOON)
    assert headlines(2) == ["First flush has arrived"]


def test_what_is_asked_is_the_page_and_nobody_who_reads_it(bidder: Bidder) -> None:
    fill(without=frozenset({"alcohol"}))
    fill(1, gpc="1")
    first, second = bidder.requests
    assert first["site"]["kwarray"] == ["Harbours"]
    assert first["site"]["page"].endswith("/a/17/")
    assert not {"user", "device"} & set(first)
    assert "gpc" not in first["regs"]["ext"]
    assert second["regs"]["ext"]["gpc"] == "1"
    # What a reader has switched off is not told.
    assert first["bcat"] == second["bcat"]
    headers = bidder.server.asked[0].headers
    assert headers["x-openrtb-version"] == "2.6"
    assert not {"Cookie", "X-Forwarded-For", "Referer"} & set(headers)


def test_it_gets_a_slot_only_for_more_than_that_brings_anyhow(bidder: Bidder) -> None:
    approved(bidder)
    running(pricing="cpm", bid=4 * EURO, category="cars")
    running("Another shop", pricing="cpm", bid=4 * EURO, category="jobs", headline="Work at the harbour")
    bidder.bids = lambda imps: [bid_for(imp, 3.5) for imp in imps]
    assert headlines(2) == ["Bread from the harbour oven"] or headlines(2) == ["Work at the harbour"]
    assert bidder.requests[-1]["imp"][0]["bidfloor"] > 3.9
    bidder.bids = lambda imps: [bid_for(imp, 4.5) for imp in imps]
    assert headlines(4) == ["First flush has arrived"]


def test_a_view_is_charged_first_price_on_credit_and_told_once_it_was_counted(bidder: Bidder) -> None:
    approved(bidder)
    addresses = {
        "nurl": f"{bidder.server.address}/win?p=${{AUCTION_PRICE}}",
        "burl": f"{bidder.server.address}/bill?p=${{AUCTION_PRICE}}&i=${{AUCTION_IMP_ID}}",
    }
    bidder.bids = lambda imps: [bid_for(imp, 5.0, **addresses) for imp in imps]
    (one,) = fill(2)
    offer = offer_of(one, 2)
    assert (offer.pricing, offer.price, offer.owner) == ("cpm", 5 * EURO, "publisher:3")
    tell_buyers(now=NOON + 3 * SECOND)
    assert bidder.told() == []
    booked(view(offer))
    assert Decision.objects.get().charged == 5000
    assert balance(kind="clearing", owner="publisher:3") == 5000
    bidder.status = 503
    tell_buyers(now=NOON + 20 * SECOND)
    bidder.status = 204
    for later in (21, 40, 60, 80):
        tell_buyers(now=NOON + later * SECOND)
    assert bidder.told() == ["/win?p=5", "/win?p=5", "/bill?p=5&i=article-1"]
    win = OutsideWin.objects.get()
    assert (win.due_at, win.told) == (None, 2)
    assert bought(Advertiser.objects.get(slug=SLUG)) == 5000
    assert sum(Entry.objects.values_list("micros", flat=True)) == 0


def test_a_marked_view_is_neither_charged_nor_told(bidder: Bidder) -> None:
    approved(bidder)
    bidder.bids = lambda imps: [bid_for(imp, burl=f"{bidder.server.address}/bill") for imp in imps]
    (one,) = fill(2)
    booked(view(offer_of(one, 2), mark="robot"))
    tell_buyers(now=NOON + 20 * SECOND)
    assert bidder.told() == []
    assert OutsideWin.objects.get().error == "marked: robot"
    assert bought(Advertiser.objects.get(slug=SLUG)) == 0


def test_what_nobody_saw_is_forgotten(bidder: Bidder) -> None:
    approved(bidder)
    bidder.bids = lambda imps: [bid_for(imp, burl=f"{bidder.server.address}/bill") for imp in imps]
    fill(2)
    assert OutsideWin.objects.count() == 1
    tell_buyers(now=NOON + timedelta(hours=1))
    assert OutsideWin.objects.count() == 0


def test_without_credit_it_buys_nothing_and_paying_gives_it_back(bidder: Bidder, settings: Any) -> None:
    settings.NEWSSTAND_OPENRTB_CREDIT = 20_000
    approved(bidder)
    for at in range(2, 10):
        for one in fill(at):
            booked(view(offer_of(one, at)))
    advertiser = Advertiser.objects.get(slug=SLUG)
    owed = bought(advertiser)
    # A node takes half of what is free at a time: what is less than a view's price stays.
    assert 0 < owed <= 20_000
    assert headlines(11) == []
    assert extend_credit(NOON + 12 * SECOND) == 0
    with pytest.raises(RefusedError) as refused:
        buyer_pays(advertiser=advertiser, micros=owed + 1, note="bank", key="k", by=ed(), now=NOON)
    assert refused.value.most == owed
    for _ in range(3):
        buyer_pays(advertiser=advertiser, micros=owed, note="bank", key="k", by=ed(), now=NOON)
    assert bought(advertiser) == 0
    assert extend_credit(NOON + 13 * SECOND) == owed
    assert extend_credit(NOON + 14 * SECOND) == 0
    purse = Purse.objects.get(pk=advertiser.pk)
    assert purse.funded - purse.spent == owes(advertiser) == 20_000
    assert balance(kind="outside", owner="payments") == -owed


def test_a_category_that_is_off_or_refused_is_not_shown(bidder: Bidder, settings: Any) -> None:
    approved(bidder)
    assert headlines(2, without=frozenset({"food"})) == []
    settings.NEWSSTAND_AD_CATEGORIES_REFUSED = ("food",)
    assert headlines(3) == []


def test_beside_grief_it_is_not_even_asked(bidder: Bidder) -> None:
    fill(context=PageContext("article", is_grave=True))
    assert bidder.requests == []


def test_a_test_is_asked_as_one_and_shows_nothing(bidder: Bidder, settings: Any) -> None:
    settings.NEWSSTAND_OPENRTB_TEST = True
    assert headlines() == []
    assert bidder.requests[0]["test"] == 1
    assert not Ad.objects.exists()


def slow(_asked: Asked) -> Any:
    time.sleep(1.5)
    return 204, {}, b""


def cut_off(asked: Asked) -> None:
    asked.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")


ANSWERS: dict[str, Any] = {
    "no bid": lambda _: (204, {}, b""),
    "an empty answer": lambda _: (200, {}, b""),
    "a malformed request, it says": lambda _: (400, {}, b"what?"),
    "broken": lambda _: (500, {}, b"oops"),
    "moved": lambda _: (302, {"Location": "http://127.0.0.1:9/"}, b""),
    "no JSON": lambda _: (200, {}, b"<html>"),
    "huge": lambda _: (200, {}, b"[" + b"0," * 1_000_000 + b"0]"),
    "deep": lambda _: (200, {}, b"[" * 200_000),
    "another's": lambda _: (200, {}, json.dumps({"id": "x", "cur": "EUR", "seatbid": []}).encode()),
    "hangs up": cut_off,
    "late": slow,
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_whatever_it_answers_the_page_has_its_own_ads(bidder: Bidder, answer: Any) -> None:
    running()
    bidder.answer = answer
    assert headlines() == ["Bread from the harbour oven"]
    assert len(bidder.requests) == 1
    assert not OutsideWin.objects.exists()


def test_one_that_fails_again_and_again_is_left_alone(bidder: Bidder) -> None:
    bidder.answer = lambda _: (500, {}, b"")
    for at in range(8):
        fill(at)
    assert len(bidder.requests) == 5
    bidder.answer = None
    fill(40)
    fill(41)
    assert len(bidder.requests) == 7


def test_a_buyer_that_is_switched_off_is_not_there(bidder: Bidder, settings: Any) -> None:
    approved(bidder)
    settings.NEWSSTAND_OPENRTB_URL = ""
    assert headlines(2) == []
    assert len(bidder.requests) == 1


def test_a_new_ad_with_each_bid_does_not_fill_the_queue(bidder: Bidder) -> None:
    campaign = buyer(NOON)
    Ad.objects.bulk_create(
        Ad(campaign=campaign, headline="x", landing="https://x.example/", category="food", payer="x", made_at=NOON,
           outside_key=f"k{number}", state=Ad.State.REFUSED)
        for number in range(MOST_A_DAY - 1)
    )  # fmt: skip
    for at in range(3):
        bidder.bids = lambda imps, at=at: [bid_for(imp, crid=f"new-{at}") for imp in imps]
        fill(at)
    assert Ad.objects.filter(state=Ad.State.WAITING).count() == 1
    assert Advertiser.objects.get(slug=SLUG).kind == Kind.OUTSIDE

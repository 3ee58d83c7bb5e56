"""OpenRTB 2.6: what is asked has the standard's form and nothing of a reader; no answer is believed."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.breakers import Breaker
from newsstand.algorithms.openrtb.categories import NEVER, blocked, is_within, ours_of
from newsstand.algorithms.openrtb.macros import cpm, filled, values_of
from newsstand.algorithms.openrtb.request import Page, Place, Terms, bid_request
from newsstand.algorithms.openrtb.response import ResponseError, read_response
from tests.algorithms.openrtb import examples
from tests.algorithms.openrtb.schema import NATIVE, REQUEST, faults

PLACES = [Place("article-1", ((580, 160), (320, 160)), 1_000_000), Place("article-2", ((300, 320),), 2_500_000)]
PAGE = Page("news.example", "Newsstand", "https://news.example/a/7/", "publisher:3", ("Sport", "Harbour"), ("Rowing",))
TERMS = Terms("EUR", 120, (*NEVER, "IAB11"), ("blocked.example",))
KEY = "0123456789abcdef"


def native(**more: Any) -> dict[str, Any]:
    return {
        "ver": "1.2",
        "link": {"url": "https://shop.example/bread?x=1"},
        "assets": [
            {"id": 1, "title": {"text": "Bread from  the\u202e mill"}},
            {"id": 2, "data": {"value": "Baked at four."}},
            {"id": 3, "img": {"url": "https://cdn.example/bread.jpg", "w": 580, "h": 160}},
            {"id": 4, "data": {"value": "The Mill"}},
        ],
        "imptrackers": ["https://spy.example/pixel"],
        "jstracker": "<script src='https://spy.example/x.js'></script>",
        **more,
    }


def bid(**more: Any) -> dict[str, Any]:
    return {
        "id": "b1",
        "impid": "article-1",
        "price": 3.25,
        "adomain": ["shop.example"],
        "cat": ["IAB8-1"],
        "crid": "c9",
        "mtype": 4,
        "nurl": "https://buyer.example/win?p=${AUCTION_PRICE}",
        "burl": "https://buyer.example/bill?i=${AUCTION_IMP_ID}&p=${AUCTION_PRICE}&z=${AUCTION_LOSS}",
        "adm": json.dumps({"native": native()}),
        "ext": {"dsa": {"behalf": "The Mill", "paid": "The Mill Ltd", "adrender": 0}},
        **more,
    }


def response(*bids: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"id": KEY, "cur": "EUR", "seatbid": [{"seat": "s1", "bid": list(bids)}], **more}).encode()


def read(*bids: dict[str, Any], terms: Terms = TERMS, **more: Any) -> Any:
    return read_response(response(*bids, **more), key=KEY, places=PLACES, terms=terms)


def test_the_standards_own_requests_fit_its_tables_as_these_tests_have_them() -> None:
    for text in (examples.SIMPLE_BANNER_REQUEST, examples.DSA_REQUEST):
        assert faults(json.loads(text), REQUEST) == []
    assert faults(json.loads(examples.NATIVE_REQUEST), NATIVE) == []
    assert faults({"id": 7, "imp": [{}], "shoe": 1}, REQUEST)


def test_our_request_has_the_standards_form() -> None:
    request = json.loads(json.dumps(bid_request(KEY, PAGE, PLACES, TERMS, gpc="1")))
    assert faults(request, REQUEST) == []
    for imp in request["imp"]:
        assert faults(json.loads(imp["native"]["request"]), NATIVE) == []
    assert (request["at"], request["tmax"], request["cur"], request["test"]) == (1, 120, ["EUR"], 0)
    assert [imp["bidfloor"] for imp in request["imp"]] == [1.0, 2.5]
    assert request["source"]["schain"] == {
        "complete": 1, "ver": "1.0", "nodes": [{"asi": "news.example", "sid": "publisher:3", "hp": 1}],
    }  # fmt: skip
    assert request["site"]["pagecat"] == ["IAB12", "IAB17"]
    assert request["site"]["kwarray"] == ["Rowing"]


def test_nothing_of_a_reader_is_asked_about() -> None:
    request = bid_request(KEY, PAGE, PLACES, TERMS)
    assert not {"user", "device", "app"} & set(request)
    assert "gpc" not in request["regs"]["ext"]
    assert bid_request(KEY, PAGE, PLACES, TERMS, gpc="1")["regs"]["ext"]["gpc"] == json.loads(examples.GPC)["regs"][
        "ext"
    ]["gpc"]  # fmt: skip
    assert bid_request(KEY, PAGE, PLACES, replace(TERMS, is_test=True))["test"] == 1


def test_a_native_bid_is_taken_in_our_own_words() -> None:
    (found,) = read(bid()).bids
    assert found.price == 3_250_000
    assert (found.creative.headline, found.creative.text) == ("Bread from the mill", "Baked at four.")
    assert (found.creative.picture, found.creative.landing) == (
        "https://cdn.example/bread.jpg",
        "https://shop.example/bread?x=1",
    )
    assert (found.payer, found.behalf, found.category, found.domain) == (
        "The Mill Ltd",
        "The Mill",
        "food",
        "shop.example",
    )
    assert "spy.example" not in repr(found)


def test_a_banner_is_one_picture_in_one_link() -> None:
    adm = (
        '<div><a href="https://shop.example/?a=1&amp;b=2" target="_blank">'
        '<img src="https://cdn.example/b.png" width="580" height="160" alt="Bread"></a></div>'
    )
    (found,) = read(bid(mtype=1, adm=adm)).bids
    assert found.creative.headline == "Bread"
    assert found.creative.landing == "https://shop.example/?a=1&b=2"


LINK = '<a href="https://s.example/"><img src="https://c.example/b.png" width="580" height="160"></a>'
HOSTILE = {
    "script": LINK + "<script>alert(1)</script>",
    "frame": "<iframe src='https://s.example/'></iframe>",
    "handler": LINK.replace("<img", "<img onload=alert(1)"),
    "style": LINK + "<style>*{}</style>",
    "javascript link": LINK.replace("https://s.example/", "javascript:alert(1)"),
    "plain http": LINK.replace("https://c", "http://c"),
    "data picture": LINK.replace("https://c.example/b.png", "data:image/png;base64,AAAA"),
    "user in the address": LINK.replace("https://s.example/", "https://news.example@evil.example/"),
    "another size": LINK.replace("580", "970"),
    "pixel": LINK + '<img src="https://spy.example/p.gif" width="1" height="1">',
    "two links": LINK + LINK,
    "ping": LINK.replace("<a ", '<a ping="https://spy.example/" '),
    "svg": LINK + "<svg><script>alert(1)</script></svg>",
    "form": f"<form action='https://s.example'>{LINK}</form>",
    "nothing": "<p>Buy</p>",
    "too long": LINK + " " * 30_000,
}


@pytest.mark.parametrize("adm", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_banner_that_does_more_than_show_is_refused_with_its_reason(adm: str) -> None:
    found = read(bid(mtype=1, adm=adm))
    assert found.bids == ()
    assert found.refused[0][1]


WRONG: dict[str, dict[str, Any]] = {
    "a slot that was not offered": {"impid": "front-1"},
    "below the floor": {"price": 0.99},
    "no number": {"price": "3.25"},
    "true": {"price": True},
    "less than nothing": {"price": -3},
    "beyond all reason": {"price": 1e300},
    "no id": {"id": ""},
    "a deal": {"dealid": "d1"},
    "nobody's": {"adomain": []},
    "a blocked domain": {"adomain": ["www.blocked.example"]},
    "one blocked among two": {"adomain": ["shop.example", "blocked.example"]},
    "no category": {"cat": []},
    "a blocked category": {"cat": ["IAB8", "IAB26-2"]},
    "politics": {"cat": ["IAB11-4"]},
    "another taxonomy": {"cattax": 6},
    "a blocked attribute": {"attr": [6]},
    "attributes that are none": {"attr": [[]]},
    "no markup": {"adm": ""},
    "video": {"mtype": 2},
    "an odd type": {"mtype": []},
    "a notice that is no address": {"nurl": "javascript:alert(1)"},
    "nobody pays": {"ext": {}},
    "a payer of a page": {"ext": {"dsa": {"behalf": "x", "paid": "y" * 101}}},
    "rendered by the ad": {"ext": {"dsa": {"behalf": "x", "paid": "y", "adrender": 1}}},
    "a profile": {"ext": {"dsa": {"behalf": "x", "paid": "y", "transparency": [{"domain": "d", "dsaparams": [1]}]}}},
    "no headline": {"adm": json.dumps(native(assets=[]))},
    "a headline of a page": {"adm": json.dumps(native(assets=[{"id": 1, "title": {"text": "x" * 91}}]))},
    "no landing page": {"adm": json.dumps(native(link={}))},
    "an old native": {"adm": json.dumps(native(ver="2.0"))},
    "half a JSON": {"adm": '{"native": '},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_bid_that_breaks_a_rule_is_refused_alone_and_with_a_reason(change: dict[str, Any]) -> None:
    found = read(bid(id="good"), {**bid(), **change})
    assert [one.key for one in found.bids] == ["good"]
    assert len(found.refused) == 1
    assert found.refused[0][1]


def test_an_answer_that_is_none_is_refused_whole() -> None:
    for body in (b"", b"[]", b"{", b"\xff", response(bid()).replace(KEY.encode(), b"other"), b"[" * 100_000):
        with pytest.raises(ResponseError):
            read_response(body, key=KEY, places=PLACES, terms=TERMS)
    for more in ({"cur": "USD"}, {"seatbid": {}}, {"seatbid": [{"bid": [7]}]}, {"seatbid": [{"bid": [bid()] * 51}]}):
        with pytest.raises(ResponseError):
            read(**more)
    with pytest.raises(ResponseError):
        read_response(response(bid()).replace(b"3.25", b"NaN"), key=KEY, places=PLACES, terms=TERMS)


def test_no_bid_is_no_fault() -> None:
    for body in ({"id": KEY}, {"id": KEY, "nbr": 2, "seatbid": []}, {"id": KEY, "cur": "EUR", "seatbid": []}):
        assert read_response(json.dumps(body).encode(), key=KEY, places=PLACES, terms=TERMS).bids == ()


def test_the_standards_own_responses_are_read_and_refused_for_what_they_lack_here() -> None:
    places, dollars = [Place("102", ((300, 250),), 0), Place("2", ((300, 250),), 0)], Terms("USD", 120)

    def reasons(text: str, key: str) -> list[tuple[str, str]]:
        found = read_response(text.encode(), key=key, places=places, terms=dollars)
        assert found.bids == ()
        return list(found.refused)

    assert reasons(examples.AD_SERVED_ON_WIN_NOTICE, "1234567890") == [("1", "cat says not what the ad is for")]
    assert reasons(examples.DIRECT_DEAL, "1234567890") == [("1", "no deals are offered")]
    assert reasons(examples.NATIVE_INLINE, "123") == [("12345", "adomain says not whose ad it is")]
    # With what this site asks for beside the standard, the same answer is taken.
    whole = json.loads(examples.AD_SERVED_ON_WIN_NOTICE)
    whole["seatbid"][0]["bid"][0] |= {"cat": ["IAB22"], "attr": [12], "adm": json.dumps(native()), "ext": bid()["ext"]}
    (taken,) = read_response(json.dumps(whole).encode(), key="1234567890", places=places, terms=dollars).bids
    assert (taken.price, taken.seat, taken.creative_key) == (9_430_000, "512", "creative112")


def test_prices_are_whole_micros_and_never_rounded_up() -> None:
    text = response(bid()).replace(b"3.25", b"1.00000099999999999999")
    assert read_response(text, key=KEY, places=PLACES, terms=TERMS).bids[0].price == 1_000_000
    text = response(bid()).replace(b"3.25", b"0.99999999999999999999")
    assert read_response(text, key=KEY, places=PLACES, terms=TERMS).bids == ()


SMALL = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
NAMES = st.sampled_from(["dsa", "native", "url", "text"])
ANYTHING = st.recursive(SMALL, lambda kids: st.lists(kids, max_size=3) | st.dictionaries(NAMES, kids, max_size=3))


@given(ANYTHING, st.sampled_from(sorted(bid())))
def test_no_field_of_a_bid_can_break_the_reading(value: Any, name: str) -> None:
    changed = deepcopy(bid())
    changed[name] = value
    found = read(changed)
    assert len(found.bids) + len(found.refused) == 1


def test_macros_are_filled_and_unknown_ones_are_empty() -> None:
    values = values_of(
        request=KEY, bid="b 1&", place="article-1", seat="s1", price=3_250_000, currency="EUR", floor=1_000_000
    )
    said = (
        "https://b.example/?p=${AUCTION_PRICE}&b=${AUCTION_BID_ID}&l=${AUCTION_LOSS}&e=${AUCTION_PRICE:B64}&x=${OTHER}"
    )
    assert filled(said, values) == "https://b.example/?p=3.25&b=b%201%26&l=&e=&x=${OTHER}"
    assert [cpm(micros) for micros in (1, 1_000_000, 12_340_000)] == ["0.000001", "1", "12.34"]


def test_categories_are_blocked_with_what_lies_under_them() -> None:
    assert is_within("IAB8-5", "IAB8")
    assert not is_within("IAB80", "IAB8")
    assert ours_of(["IAB8-5"]) == "alcohol"
    assert ours_of(["IAB99", "IAB17"]) == "other"
    assert set(blocked(["gambling"])) == {"IAB25", "IAB26", "IAB9-7"}


def test_a_breaker_leaves_a_failing_server_alone_and_tries_it_again() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    breaker = Breaker(most=3, rest=timedelta(seconds=30))
    for _ in range(3):
        assert breaker.lets_through(noon)
        breaker.failed(noon)
    assert not breaker.lets_through(noon + timedelta(seconds=29))
    assert breaker.lets_through(noon + timedelta(seconds=30))
    assert not breaker.lets_through(noon + timedelta(seconds=31))
    breaker.went_well()
    assert breaker.lets_through(noon + timedelta(seconds=31))

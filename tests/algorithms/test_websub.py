"""Which hub a feed names, what a signature proves, and when to ask again."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.websub import (
    LONGEST_LEASE,
    WANTED_LEASE,
    Offer,
    Worth,
    ask_again,
    confirms,
    discover,
    lease_end,
    links,
    renew_at,
    request,
    sign,
    worth,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BASE = "https://paper.example/feed"
HUB = "https://hub.example/"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://hub.example/>; rel="hub"', {"hub": [HUB]}),
        ("<https://hub.example/>;rel=hub", {"hub": [HUB]}),
        ("<https://hub.example/>; REL=HUB", {"hub": [HUB]}),
        (
            '<https://hub.example/>; rel="hub", <https://paper.example/feed>; rel="self"',
            {"hub": [HUB], "self": [BASE]},
        ),
        ('<https://hub.example/>; title="a, b; rel=\\"x\\""; rel="hub"', {"hub": [HUB]}),
        ('</own>; rel="self alternate"', {"self": ["https://paper.example/own"]}
         | {"alternate": ["https://paper.example/own"]}),
        ("<javascript:alert(1)>; rel=hub", {}),
        ("<https://hub.example/>", {}),
        ("no link at all, <; rel=hub", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_links_are_read_from_their_header(header: str, found: dict[str, list[str]]) -> None:
    assert links(header, BASE) == found


@given(st.text(alphabet='<>;,="\\ rel hub\t:/', max_size=400))
def test_no_header_is_too_odd_to_read(header: str) -> None:
    for addresses in links(header, BASE).values():
        assert all(address.startswith(("http://", "https://")) for address in addresses)


def test_headers_go_before_what_the_feed_says() -> None:
    header = '<https://head.example/>; rel="hub", <https://paper.example/real>; rel="self"'
    assert discover(header, hubs=[HUB], self_url=BASE, base=BASE) == Offer(
        "https://head.example/", "https://paper.example/real"
    )
    assert discover("", hubs=[HUB], self_url=BASE, base=BASE) == Offer(HUB, BASE)


def test_a_feed_without_a_hub_or_an_address_of_its_own_is_not_pushed() -> None:
    assert discover("", hubs=[], self_url=BASE, base=BASE) is None
    assert discover("", hubs=[HUB], self_url="", base=BASE) is None
    assert discover("", hubs=["https://hub.example/" + "x" * 3000], self_url=BASE, base=BASE) is None


def test_of_several_hubs_the_safe_one_is_taken_and_the_one_we_have_is_kept() -> None:
    hubs = ["http://open.example/", HUB, "https://other.example/"]
    chosen = [
        discover("", hubs=hubs, self_url=BASE, base=BASE, kept=kept, spurned=spurned)
        for kept, spurned in (("", ""), (hubs[0], ""), ("", HUB))
    ]
    assert [offer and offer.hub for offer in chosen] == [HUB, hubs[0], hubs[2]]
    only = discover("", hubs=[HUB], self_url=BASE, base=BASE, spurned=HUB)
    assert only == Offer(HUB, BASE)


def test_a_request_names_what_the_recommendation_wants() -> None:
    form = request("subscribe", offer=Offer(HUB, BASE), callback="https://us.example/websub/x", secret="s")
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": BASE,
        "hub.callback": "https://us.example/websub/x",
        "hub.lease_seconds": str(10 * 24 * 3600),
        "hub.secret": "s",
    }
    left = request("unsubscribe", offer=Offer(HUB, BASE), callback="https://us.example/websub/x", secret="s")
    assert sorted(left) == ["hub.callback", "hub.mode", "hub.topic"]


@pytest.mark.parametrize(
    ("mode", "topic", "challenge", "asked"),
    [
        ("unsubscribe", BASE, "x", "subscribe"),
        ("subscribe", BASE, "x", "unsubscribe"),
        ("subscribe", BASE, "x", ""),
        ("", BASE, "x", ""),
        ("subscribe", "https://paper.example/other", "x", "subscribe"),
        ("subscribe", BASE, "", "subscribe"),
        ("subscribe", BASE, "x" * 5000, "subscribe"),
    ],
)
def test_only_what_we_asked_for_is_confirmed(mode: str, topic: str, challenge: str, asked: str) -> None:
    assert confirms("subscribe", BASE, "x", asked="subscribe", of=BASE)
    assert not confirms(mode, topic, challenge, asked=asked, of=BASE)


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
def test_a_strong_signature_proves_who_sent_it(method: str) -> None:
    right = hmac.new(b"secret", b"body", getattr(hashlib, method)).hexdigest()
    assert sign(b"body", "secret", method) == f"{method}={right}"
    assert worth(f"{method}={right}", b"body", "secret") is Worth.STRONG
    assert worth(f"{method.upper()}={right.upper()}", b"body", "secret") is Worth.STRONG
    assert worth(f"{method}={right}", b"other", "secret") is Worth.NONE
    assert worth(f"{method}={right}", b"body", "other") is Worth.NONE


def test_sha1_rings_the_bell_and_proves_nothing_more() -> None:
    right = hmac.new(b"secret", b"body", hashlib.sha1).hexdigest()
    assert worth(f"sha1={right}", b"body", "secret") is Worth.WEAK


@pytest.mark.parametrize("header", ["", "sha256", "sha256=", "=", "md5=x", "sha256=é", "sha256=" + "0" * 64, "\udc80"])
def test_what_is_no_signature_is_worth_nothing(header: str) -> None:
    assert worth(header, b"body", "secret") is Worth.NONE


def test_without_a_secret_no_signature_is_worth_anything() -> None:
    empty = hmac.new(b"", b"body", hashlib.sha256).hexdigest()
    assert worth(f"sha256={empty}", b"body", "") is Worth.NONE


def test_a_lease_is_what_the_hub_gives_within_reason() -> None:
    assert lease_end("86400", now=NOON) == NOON + timedelta(days=1)
    assert lease_end("", now=NOON) == NOON + WANTED_LEASE
    assert lease_end("soon", now=NOON) == NOON + WANTED_LEASE
    assert lease_end("9" * 40, now=NOON) == NOON + LONGEST_LEASE


@given(seconds=st.integers(600, 60 * 86400), jitter=st.floats(0, 1))
def test_a_lease_is_renewed_before_it_ends(seconds: int, jitter: float) -> None:
    end = NOON + timedelta(seconds=seconds)
    assert NOON + (end - NOON) * 0.6 <= renew_at(end, now=NOON, jitter=jitter) < end


@given(tries=st.integers(1, 10_000), jitter=st.floats(0, 1))
def test_a_silent_hub_is_asked_ever_later_and_at_least_about_once_a_day(tries: int, jitter: float) -> None:
    first = ask_again(tries, now=NOON, jitter=jitter)
    assert NOON + timedelta(minutes=15) <= first <= NOON + timedelta(days=1.2)
    assert first <= ask_again(tries + 1, now=NOON, jitter=jitter)


def test_a_running_lease_is_looked_at_when_it_ends() -> None:
    end = NOON + timedelta(minutes=20)
    assert ask_again(5, now=NOON, jitter=0, end=end) == end
    assert ask_again(1, now=NOON, jitter=0, end=NOON - timedelta(hours=1)) == NOON + timedelta(minutes=15)

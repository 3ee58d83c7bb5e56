"""What may be asked of our hub, and when it tries again."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.websub_hub import (
    LONGEST_LEASE,
    LONGEST_WAIT,
    PATIENCE,
    SHORTEST_LEASE,
    USUAL_LEASE,
    Own,
    RefusedRequest,
    given_up,
    own_feed,
    question,
    read_wish,
    try_again,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SITE = "https://town.example"
ASKED = {
    "hub.mode": "subscribe",
    "hub.topic": f"{SITE}/feed.rss",
    "hub.callback": "https://reader.example/call?id=7",
}


@pytest.mark.parametrize(
    ("topic", "own"),
    [
        ("/feed.rss", Own("front", "", "rss")),
        ("/feed.json", Own("front", "", "json")),
        ("/publisher/ferry-post/feed.atom", Own("publisher", "ferry-post", "atom")),
        ("/topic/caf%C3%A9/feed.rss", Own("topic", "café", "rss")),
        ("/author/ann-lee/feed.rss", Own("author", "ann-lee", "rss")),
    ],
)
def test_a_topic_is_a_feed_of_ours_by_the_address_that_the_feed_names(topic: str, own: Own) -> None:
    assert own_feed(SITE + topic, SITE) == own
    assert own.path == topic


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "/feed.rss",
        "https://town.example.evil.example/feed.rss",
        "https://evil.example/feed.rss",
        "http://town.example/feed.rss",
        f"{SITE}/",
        f"{SITE}/a/1/",
        f"{SITE}/feed.xml",
        f"{SITE}/feed.rss?x=1",
        f"{SITE}/feed.rss#x",
        f"{SITE}/feed.rss\n",
        f"{SITE}/user/ann/feed.rss",
        f"{SITE}/publisher//feed.rss",
        f"{SITE}/publisher/a/b/feed.rss",
        f"{SITE}/publisher/a%2Fb/feed.rss",
        f"{SITE}/publisher/a%00b/feed.rss",
        f"{SITE}/publisher/%61/feed.rss",
        f"{SITE}//feed.rss",
    ],
)
def test_nothing_else_is_a_topic(topic: str) -> None:
    assert own_feed(topic, SITE) is None
    with pytest.raises(RefusedRequest, match=r"hub\.topic"):
        read_wish(ASKED | {"hub.topic": topic}, site=SITE)


def test_a_request_is_read_with_what_it_leaves_out() -> None:
    wish = read_wish(ASKED, site=SITE)
    assert (wish.mode, wish.own, wish.secret, wish.lease) == ("subscribe", Own("front", "", "rss"), "", USUAL_LEASE)
    assert wish.callback == "https://reader.example/call?id=7"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hub.mode", ""),
        ("hub.mode", "publish"),
        ("hub.mode", "denied"),
        ("hub.callback", ""),
        ("hub.callback", "ftp://reader.example/"),
        ("hub.callback", "//reader.example/"),
        ("hub.callback", "https://"),
        ("hub.callback", "https://user:word@reader.example/"),
        ("hub.callback", "https://reader.example/a b"),
        ("hub.callback", "https://reader.example/\r\nHost: x"),
        ("hub.callback", "https://reader.example/#part"),
        ("hub.callback", "https://reäder.example/"),
        ("hub.callback", "https://[::1/"),
        ("hub.callback", "https://reader.example/" + "x" * 3000),
        ("hub.secret", "s" * 200),
        ("hub.secret", "a\x00b"),
        ("hub.lease_seconds", "-1"),
        ("hub.lease_seconds", "soon"),
        ("hub.lease_seconds", "1e9"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_name_of_what_is_wrong(field: str, value: str) -> None:
    named = "hub" if value == "publish" else field.replace(".", r"\.")
    with pytest.raises(RefusedRequest, match=named):
        read_wish(ASKED | {field: value}, site=SITE)


@pytest.mark.parametrize(
    ("seconds", "granted"),
    [("1", SHORTEST_LEASE), ("86400", timedelta(days=1)), ("9" * 30, LONGEST_LEASE), (" ", USUAL_LEASE)],
)
def test_a_lease_is_granted_within_bounds(seconds: str, granted: timedelta) -> None:
    assert read_wish(ASKED | {"hub.lease_seconds": seconds}, site=SITE).lease == granted


@pytest.mark.parametrize("callback", ["https://r.example/c", "https://r.example/c?id=7&x=%20y"])
def test_a_question_keeps_what_the_callback_says(callback: str) -> None:
    asked = question(callback, mode="subscribe", topic=f"{SITE}/feed.rss", challenge="a&b=c")
    assert asked.startswith(callback)
    query = parse_qs(urlsplit(asked).query)
    assert query["hub.challenge"] == ["a&b=c"]
    assert query["hub.topic"] == [f"{SITE}/feed.rss"]
    assert set(parse_qs(urlsplit(callback).query)) < set(query)


@given(tries=st.integers(1, 10_000), jitter=st.floats(0, 1))
def test_it_is_tried_again_ever_later_up_to_a_bound(tries: int, jitter: float) -> None:
    first = try_again(tries, now=NOON, jitter=jitter)
    assert NOON + timedelta(minutes=1) <= first <= NOON + LONGEST_WAIT * 1.2
    assert first <= try_again(tries + 1, now=NOON, jitter=jitter)


def test_what_the_subscriber_asks_for_is_waited() -> None:
    assert try_again(1, now=NOON, jitter=0, retry_after=timedelta(hours=1)) == NOON + timedelta(hours=1)
    assert try_again(1, now=NOON, jitter=0, retry_after=timedelta(days=9)) == NOON + LONGEST_WAIT


def test_after_days_out_of_reach_it_is_given_up() -> None:
    assert not given_up(NOON, now=NOON + PATIENCE - timedelta(seconds=1))
    assert given_up(NOON, now=NOON + PATIENCE)

"""Calls of advertisers' servers: signed, fresh, and each item read or refused with what to write."""

import hmac
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsstand.algorithms.conversion_calls import (
    ItemError,
    SignatureError,
    check,
    items_of,
    read_item,
    sign,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BODY = b'{"conversions": [{"key": "1", "click": "7"}]}'
SECRET = "a secret of theirs"


def test_a_signature_is_what_any_library_makes() -> None:
    seconds = int(NOW.timestamp())
    by_hand = hmac.new(SECRET.encode(), f"{seconds}.".encode() + BODY, "sha256").hexdigest()
    assert sign(BODY, secret=SECRET, at=NOW) == f"t={seconds},v1={by_hand}"
    check(f"t={seconds},v1={by_hand}", BODY, secret=SECRET, now=NOW)
    check(f"t={seconds}, v1={'0' * 64}, v1={by_hand}", BODY, secret=SECRET, now=NOW)


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_clocks_may_be_five_minutes_apart(minutes: int) -> None:
    check(sign(BODY, secret=SECRET, at=NOW + timedelta(minutes=minutes)), BODY, secret=SECRET, now=NOW)


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_and_no_more(seconds: int) -> None:
    late = sign(BODY, secret=SECRET, at=NOW + timedelta(seconds=seconds))
    with pytest.raises(SignatureError, match="five minutes"):
        check(late, BODY, secret=SECRET, now=NOW)


@given(place=some.integers(0, len(BODY) - 1), bit=some.integers(0, 7))
def test_a_body_of_which_one_bit_is_other_is_not_theirs(place: int, bit: int) -> None:
    other = bytearray(BODY)
    other[place] ^= 1 << bit
    with pytest.raises(SignatureError, match="not that of this body"):
        check(sign(BODY, secret=SECRET, at=NOW), bytes(other), secret=SECRET, now=NOW)


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=00", "t=1", "t=1,t=2,v1=0", "t=-1,v1=0", "t=٣,v1=0", "x" * 5000])
def test_a_header_that_is_none_is_refused_in_words(header: str) -> None:
    with pytest.raises(SignatureError, match="missing or not of the form"):
        check(header, BODY, secret=SECRET, now=NOW)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"conversions": []}', b'{"conversions": {}}', b"\xff", b"[" * 9999]
)
def test_a_body_that_is_no_list_of_them_is_refused(body: bytes) -> None:
    with pytest.raises(ItemError, match="conversions"):
        items_of(body)


def test_a_hundred_are_the_most() -> None:
    assert len(items_of(b'{"conversions": [' + b"{}," * 99 + b"{}]}")) == 100
    with pytest.raises(ItemError, match="1 to 100"):
        items_of(b'{"conversions": [' + b"{}," * 100 + b"{}]}")


def test_an_item_is_read() -> None:
    item = read_item(
        {
            "key": "order-1",
            "kind": "sale",
            "click": "1234567890123456789",
            "value": "19.90",
            "at": "2026-11-20T12:30:00+01:00",
        },
        now=NOW,
    )
    assert (item.click, item.value, item.at) == (
        1234567890123456789,
        19_900_000,
        datetime(2026, 11, 20, 11, 30, tzinfo=UTC),
    )
    assert read_item({"key": "1", "campaign": 3}, now=NOW).at == NOW


GOOD = {"key": "1", "click": "7"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"key": ""}, "key:"),
        ({"key": "a b"}, "key:"),
        ({"key": 7}, "key:"),
        ({"key": "x" * 101}, "key:"),
        ({"kind": "<b>"}, "kind:"),
        ({"click": "x"}, "click:"),
        ({"click": True}, "click:"),
        ({"click": 10**30}, "click:"),
        ({"click": None}, "click:"),
        ({"value": 19.9}, "value:"),
        ({"value": "1,250"}, "value:"),
        ({"value": "-1"}, "value:"),
        ({"value": "9" * 12}, "value:"),
        ({"at": "yesterday"}, "at:"),
        ({"at": "2026-11-20T12:00:00"}, "at:"),
        ({"at": "2026-11-20T13:00:00Z"}, "future"),
        ({"at": "2026-01-01T00:00:00Z"}, "90 days"),
        ({"at": "0001-01-01T00:00:00+23:59"}, "at:"),
        ({"email": "ann@example.org"}, "none of its fields"),
    ],
)
def test_what_is_wrong_about_an_item_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ItemError, match=said):
        read_item(GOOD | change, now=NOW)


FIELDS = some.sampled_from(["key", "kind", "click", "campaign", "value", "at"])
PLAIN = some.none() | some.booleans() | some.floats() | some.text()


@given(some.recursive(PLAIN, lambda one: some.lists(one) | some.dictionaries(FIELDS, one)))
def test_whatever_comes_is_an_item_or_an_error_of_its_own(item: Any) -> None:
    with suppress(ItemError):
        read_item(item, now=NOW)

"""Tokens of filled slots: nobody changes one, and each says one thing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.ad_tokens import (
    CLICK_WITHIN,
    SKEW,
    VIEW_WITHIN,
    Offer,
    TokenError,
    key_of,
    mint,
    number_of,
    read,
)

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
KEY = key_of(b"k" * 32)
OFFER = Offer(
    decision=number_of(NOON, 7),
    ad=5,
    campaign=6,
    advertiser=7,
    context=8,
    slot="article-1",
    owner="contributor:123456",
    article=9,
    pricing="cpm",
    price=2_500_000,
    rate=0.0123456789,
    runner_up=1234.56789,
    floor=100,
    decided_at=NOON,
    day=date(2026, 11, 22),
    lease=11,
    reader="0123456789ab",
)
NUMBERS = st.integers(0, 2**31)


def refused(token: str, now: datetime = NOON, **how: object) -> str:
    with pytest.raises(TokenError) as found:
        read(token, keys=[KEY], now=now, **how)  # type: ignore[arg-type]
    return found.value.reason


@given(
    decision=st.integers(0, 2**63 - 1),
    ad=NUMBERS,
    price=st.integers(0, 2**62),
    rate=st.floats(0, 1),
    article=st.none() | NUMBERS,
    lease=st.none() | NUMBERS,
    owner=st.text(max_size=60),
)
def test_what_is_minted_is_read_again_to_the_last_bit(**fields: object) -> None:
    offer = OFFER._replace(**fields)  # type: ignore[arg-type]
    assert read(mint(offer, key=KEY), keys=[KEY], now=NOON) == offer


def test_a_token_fits_into_a_path_and_says_nothing_to_who_reads_it() -> None:
    token = mint(OFFER, key=KEY)
    assert len(token) <= 200
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    other = mint(OFFER._replace(price=2_500_001), key=KEY)
    # Another price changes the tag, and with it every byte that follows.
    assert sum(one == two for one, two in zip(token[3:], other[3:], strict=True)) < len(token) / 4


def test_every_changed_character_is_refused() -> None:
    token = mint(OFFER, key=KEY)
    for at, character in enumerate(token):
        for put in "Az09-_":
            if put != character:
                assert refused(token[:at] + put + token[at + 1 :]) in {"forged", "malformed", "unknown key"}


@pytest.mark.parametrize("bit", range(8))
def test_every_flipped_bit_is_refused(bit: int) -> None:
    from base64 import urlsafe_b64decode, urlsafe_b64encode

    token = mint(OFFER, key=KEY)
    whole = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << bit
        assert refused(urlsafe_b64encode(changed).rstrip(b"=").decode()) in {"forged", "malformed", "unknown key"}


def test_halves_of_two_tokens_are_no_token() -> None:
    one, other = mint(OFFER, key=KEY), mint(OFFER._replace(decision=1), key=KEY)
    for joined in {one[:at] + other[at:] for at in range(len(one))} - {one, other}:
        assert refused(joined) in {"forged", "malformed", "unknown key"}


@pytest.mark.parametrize("token", ["", "x", "é" * 100, "A" * 5000, "=" * 80, "A" * 174, "../../" * 20])
def test_what_is_none_is_malformed(token: str) -> None:
    assert refused(token) in {"malformed", "unknown key"}


def test_a_token_cut_short_or_made_longer_is_refused() -> None:
    token = mint(OFFER, key=KEY)
    for changed in (*(token[:at] for at in range(len(token))), token + "A", token + "=", " " + token):
        assert refused(changed) in {"forged", "malformed"}


def test_another_key_signs_nothing_here_and_an_old_one_is_believed_while_it_is_known() -> None:
    old = key_of(b"o" * 32)
    token = mint(OFFER, key=old)
    assert refused(token) in {"unknown key", "forged"}
    assert read(token, keys=[KEY, old], now=NOON) == OFFER


def test_a_token_runs_out_and_says_what_it_was() -> None:
    token = mint(OFFER, key=KEY)
    assert read(token, keys=[KEY], now=NOON + CLICK_WITHIN) == OFFER
    with pytest.raises(TokenError) as found:
        read(token, keys=[KEY], now=NOON + VIEW_WITHIN + timedelta(seconds=1), within=VIEW_WITHIN)
    assert (found.value.reason, found.value.offer) == ("expired", OFFER)


def test_a_clock_may_be_five_minutes_behind_and_no_more() -> None:
    token = mint(OFFER, key=KEY)
    assert read(token, keys=[KEY], now=NOON - SKEW) == OFFER
    assert refused(token, NOON - SKEW - timedelta(seconds=1)) == "early"


@pytest.mark.parametrize("fields", [{"reader": "xyz"}, {"reader": "00" * 7}, {"pricing": "free"}, {"ad": -1}])
def test_what_no_token_can_hold_is_said(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"token|reader"):
        mint(OFFER._replace(**fields), key=KEY)  # type: ignore[arg-type]


def test_a_short_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="too short"):
        key_of(b"short")


def test_later_decisions_have_larger_numbers() -> None:
    assert number_of(NOON, 2**32 - 1) < number_of(NOON + timedelta(seconds=1), 0) < 2**63

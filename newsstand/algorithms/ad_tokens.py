"""What a filled slot says of itself, sealed and signed: nobody can change it, and nobody reads prices in a page.

A token is base64url of: version, number of the key (a byte each), tag (16 bytes), sealed body. The tag is HMAC-SHA256
of all that is in clear, cut to 128 bits (RFC 2104, 5); the body is added to SHAKE-256 of another key and the tag. So it
is sealed by its own tag, as SIV has it (Rogaway and Shrimpton, "Deterministic Authenticated-Encryption", 2006): no two
decisions are the same, and no chance is needed.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from struct import error as StructError  # noqa: N812
from typing import NamedTuple

VERSION = 1
VIEW_WITHIN, CLICK_WITHIN = timedelta(minutes=30), timedelta(hours=2)
# So far two nodes' clocks may be apart.
SKEW = timedelta(minutes=5)
MOST_CHARACTERS = 400

TAG_BYTES, READER_BYTES = 16, 6
BEFORE_BODY = 2 + TAG_BYTES
PRICINGS = ("cpc", "cpm", "house")
# decision, decided at, ad, campaign, advertiser, context, article, price, rate, runner-up, floor, lease, day, pricing,
# reader, length of the slot's key; then that key, and the owner.
BODY = Struct("!qqIIIIqqddqqIB6sB")
NONE = -1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_SECOND = 1_767_225_600  # of 2026


class TokenError(Exception):
    """Not a token that counts. `reason`: malformed, forged, unknown key, early, expired; of the last `offer` is known.

    An early one was decided more than `SKEW` after now.
    """

    def __init__(self, reason: str, offer: "Offer | None" = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offer = offer


class Offer(NamedTuple):
    """All that is known of a filled slot when it is filled; see advertisers.Decision for what each means.

    `owner` "publisher:3", "contributor:5" or "site"; `article` None where the page is none; `price`, `floor` in micros;
    `rate` clicks a view; `runner_up` micros a view. `day`: the advertiser's. `lease`: what a CPM view is paid from.
    `reader`: 12 hexadecimal digits of the key of the day of whoever asked, "" where it is not known (lib.day_keys).
    """

    decision: int
    ad: int
    campaign: int
    advertiser: int
    context: int
    slot: str
    owner: str
    article: int | None
    pricing: str
    price: int
    rate: float
    runner_up: float
    floor: int
    decided_at: datetime
    day: date
    lease: int | None = None
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """By which tokens are signed and sealed; `number` (0 to 255) stands in each of them, so that keys can change."""

    number: int
    signs: bytes
    seals: bytes


def key_of(secret: bytes) -> Key:
    """The key that comes of a secret of at least 32 bytes. Raises ValueError for a shorter one."""
    if len(secret) < 32:
        raise ValueError(f"A secret of {len(secret)} bytes is too short to sign with: 32 at least.")

    def derived(what: bytes) -> bytes:
        return hmac.digest(secret, b"newsstand ad token: " + what, "sha256")

    return Key(derived(b"number")[0], derived(b"signs"), derived(b"seals"))


def number_of(now: datetime, chance: int) -> int:
    """A decision's number: seconds since 2026, and 32 bits of `chance` (0 to 2³² - 1), so that late ones are larger."""
    return (int(now.timestamp()) - FIRST_SECOND) << 32 | chance


def mint(offer: Offer, *, key: Key) -> str:
    """The token of an offer, which a path can hold. Raises ValueError for what no token can."""
    body = packed(offer)
    head = bytes((VERSION, key.number))
    tag = hmac.digest(key.signs, head + body, "sha256")[:TAG_BYTES]
    return urlsafe_b64encode(head + tag + mixed(body, key, tag)).rstrip(b"=").decode("ascii")


def read(token: str, *, keys: Iterable[Key], now: datetime, within: timedelta = CLICK_WITHIN) -> Offer:
    """The offer of a token that one of these keys signed no longer ago than `within`. Raises TokenError."""
    given = unwrapped(token)
    head, tag, sealed = given[:2], given[2:BEFORE_BODY], given[BEFORE_BODY:]
    reason = "unknown key"
    for key in keys:
        if key.number != head[1]:
            continue
        body = mixed(sealed, key, tag)
        if hmac.compare_digest(tag, hmac.digest(key.signs, head + body, "sha256")[:TAG_BYTES]):
            return in_time(unpacked(body), now, within)
        reason = "forged"
    raise TokenError(reason)


def in_time(offer: Offer, now: datetime, within: timedelta) -> Offer:
    """The offer, if it is neither over nor yet to come. Raises TokenError."""
    age = now - offer.decided_at
    if age < -SKEW:
        raise TokenError("early", offer)
    if age > within:
        raise TokenError("expired", offer)
    return offer


def unwrapped(token: str) -> bytes:
    """The bytes of a token, of which each has one spelling. Raises TokenError."""
    if len(token) > MOST_CHARACTERS or not token.isascii():
        raise TokenError("malformed")
    said = token.encode("ascii")
    try:
        given = urlsafe_b64decode(said + b"=" * (-len(said) % 4))
    except NotBase64Error:
        raise TokenError("malformed") from None
    if len(given) < BEFORE_BODY + BODY.size or given[0] != VERSION:
        raise TokenError("malformed")
    if urlsafe_b64encode(given).rstrip(b"=") != said:
        raise TokenError("malformed")
    return given


def mixed(body: bytes, key: Key, tag: bytes) -> bytes:
    """Sealed, or opened again."""
    stream = hashlib.shake_256(key.seals + tag).digest(len(body))
    return (int.from_bytes(body, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(body), "big")


def packed(offer: Offer) -> bytes:
    """An offer as bytes, neither signed nor sealed. Raises ValueError for what has no place in them."""
    slot = offer.slot.encode()
    try:
        reader = bytes.fromhex(offer.reader).ljust(READER_BYTES, b"\0")
        fixed = BODY.pack(
            offer.decision,
            micros_of(offer.decided_at),
            offer.ad,
            offer.campaign,
            offer.advertiser,
            offer.context,
            NONE if offer.article is None else offer.article,
            offer.price,
            offer.rate,
            offer.runner_up,
            offer.floor,
            NONE if offer.lease is None else offer.lease,
            offer.day.toordinal(),
            PRICINGS.index(offer.pricing),
            reader,
            len(slot),
        )
    except (StructError, ValueError) as error:
        raise ValueError(f"An offer that no token can hold ({error}): {offer!r}") from error
    if len(reader) > READER_BYTES:
        raise ValueError(f"The key of a reader has 12 hexadecimal digits: {offer.reader!r}")
    return fixed + slot + offer.owner.encode()


def unpacked(body: bytes) -> Offer:
    """The offer of such bytes. Raises TokenError for what are none."""
    try:
        (decision, at, ad, campaign, advertiser, context, article, price, rate, runner_up, floor, lease, day, pricing,
         reader, slot) = BODY.unpack_from(body)  # fmt: skip
        return Offer(
            decision, ad, campaign, advertiser, context,
            body[BODY.size : BODY.size + slot].decode(), body[BODY.size + slot :].decode(),
            None if article == NONE else article, PRICINGS[pricing], price, rate, runner_up, floor,
            EPOCH + timedelta(microseconds=at), date.fromordinal(day),
            None if lease == NONE else lease, "" if reader == UNKNOWN_READER else reader.hex(),
        )  # fmt: skip
    except (StructError, UnicodeDecodeError, IndexError, ValueError, OverflowError):
        raise TokenError("malformed") from None


UNKNOWN_READER = bytes(READER_BYTES)


def micros_of(at: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (at - EPOCH) // timedelta(microseconds=1)

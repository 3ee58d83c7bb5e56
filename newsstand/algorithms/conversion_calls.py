"""What an advertiser's server says came of clicks: is it theirs, and what does each item say?

Header `Newsstand-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of "SECONDS.BODY" with the advertiser's
secret: the form that Stripe's webhooks have, which libraries know. Several v1 are allowed, while a secret is changed.
"""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from newsstand.algorithms.amounts import read_amount

# What a landing page's address gets, where its campaign tells clicks.
PARAMETER = "nsclick"
TOLERANCE = timedelta(minutes=5)
MOST_ITEMS = 100
MOST_SIGNATURES = 4
KNOWN = {"key", "kind", "click", "campaign", "value", "at"}
KEY = re.compile(r"[\x21-\x7e]{1,100}")
KIND = re.compile(r"[a-z][a-z0-9 _-]{0,39}")
NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)
LARGEST = 2**63 - 1
MOST_VALUE = 10**15


class SignatureError(Exception):
    """Not signed as it should be; the message says what is wrong, and nothing of what would be right."""


class ItemError(Exception):
    """One item cannot be taken; the message names the field and what to write."""


@dataclass(frozen=True, slots=True)
class Item:
    """One conversion as it was told. `value` in micros; `click` a decision's number; `at` aware, UTC."""

    key: str
    kind: str
    click: int | None
    campaign: int | None
    value: int | None
    at: datetime


def sign(body: bytes, *, secret: str, at: datetime) -> str:
    """The header's value for a body that is sent at a moment."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={digest(body, secret, str(seconds))}"


def digest(body: bytes, secret: str, seconds: str) -> str:
    return hmac.digest(secret.encode(), seconds.encode() + b"." + body, "sha256").hex()


def check(header: str, body: bytes, *, secret: str, now: datetime) -> None:
    """Raises SignatureError unless one of the header's signatures is the secret's, of no more than five minutes ago."""
    pairs = [part.strip().partition("=") for part in header[:1000].split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    given = [value for name, _, value in pairs if name == "v1"][:MOST_SIGNATURES]
    if len(times) != 1 or not re.fullmatch(r"[0-9]{1,12}", times[0], re.ASCII) or not given:
        raise SignatureError("The header Newsstand-Signature is missing or not of the form t=SECONDS,v1=HEX.")
    # Compared whatever the time says, so that an answer's time says nothing of the signature.
    wanted = digest(body, secret, times[0]).encode()
    good = [hmac.compare_digest(one.encode("utf-8", "replace"), wanted) for one in given]
    if not any(good):
        raise SignatureError("The signature is not that of this body with this advertiser's secret.")
    if abs(now.timestamp() - int(times[0])) > TOLERANCE.total_seconds():
        raise SignatureError("The signature's time is more than five minutes from ours: set the clock, and sign again.")


def items_of(body: bytes) -> list[Any]:
    """The items of a body. Raises ItemError where it is no list of 1 to 100 of them."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ItemError('The body is not JSON. Send {"conversions": [...]}.') from None
    items = found.get("conversions") if isinstance(found, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
        raise ItemError(f'The body is not {{"conversions": [...]}} with 1 to {MOST_ITEMS} of them.')
    return items


def read_item(given: Any, *, now: datetime) -> Item:
    """One item. Raises ItemError for the first thing about it that is wrong."""
    if not isinstance(given, dict):
        raise ItemError("It is not an object.")
    if strange := sorted(set(given) - KNOWN, key=str):
        raise ItemError(f"{strange[0][:40]!r} is none of its fields: {', '.join(sorted(KNOWN))}.")
    key, kind = given.get("key"), given.get("kind", "conversion")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise ItemError("key: give your own number of it, 1 to 100 printable ASCII characters without spaces.")
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise ItemError("kind: a word such as sale, at most 40 small letters, digits, spaces, - and _.")
    click, campaign = number(given, "click"), number(given, "campaign")
    if click is None and campaign is None:
        raise ItemError("click: give the number that came with the click, or the campaign's number as campaign.")
    return Item(key, kind, click, campaign, value_of(given), moment(given, now))


def number(given: dict[str, Any], name: str) -> int | None:
    """A whole number, as JSON's or as text (JSON's numbers lose digits in JavaScript)."""
    found = given.get(name)
    if found is None:
        return None
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not NUMBER.fullmatch(found) or int(found) > LARGEST:
        raise ItemError(f"{name}: a whole number, as text.")
    return int(found)


def value_of(given: dict[str, Any]) -> int | None:
    found = given.get("value")
    if found is None:
        return None
    if not isinstance(found, str):
        raise ItemError('value: write the amount as text, such as "19.90", so that no digit is lost.')
    try:
        micros = read_amount(found)
    except ValueError as error:
        raise ItemError(f"value: {error}") from None
    if micros > MOST_VALUE:
        raise ItemError("value: more than a thousand million is not taken.")
    return micros


def moment(given: dict[str, Any], now: datetime) -> datetime:
    """When it happened: now where that is not said. Raises ItemError for no time, the future, and over 90 days ago."""
    found = given.get("at")
    if found is None:
        return now
    try:
        at = datetime.fromisoformat(found)
    except (TypeError, ValueError):
        raise ItemError('at: a time with its zone, such as "2026-11-20T12:00:00Z".') from None
    if at.tzinfo is None:
        raise ItemError('at: say of which zone it is, such as "2026-11-20T12:00:00Z".')
    try:
        at = at.astimezone(UTC)
    except OverflowError:
        raise ItemError("at: there is no such time.") from None
    if at > now + TOLERANCE:
        raise ItemError("at: that is in the future.")
    if at < now - timedelta(days=90):
        raise ItemError("at: that is more than 90 days ago.")
    return at

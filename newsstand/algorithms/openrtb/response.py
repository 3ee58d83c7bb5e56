"""A bid response (OpenRTB 2.6, 4.2): each bid is taken or refused with a reason; nothing of it is shown as it came."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from newsstand.algorithms.openrtb.categories import is_within, ours_of
from newsstand.algorithms.openrtb.markup import Creative, MarkupError, banner, native
from newsstand.algorithms.openrtb.request import LONGEST_PAYER, NO_ATTRIBUTES, Place, Terms

MOST_BIDS = 50
# A thousand views for more than this is a mistake.
MOST_PRICE = 10_000 * 1_000_000
BANNER, NATIVE = 1, 4
# IAB's DSA transparency: what an ad was chosen by. Only what the page is about (2) is possible here.
CONTEXTUAL = 2


class ResponseError(ValueError):
    """The whole answer is none; says why."""


class BidError(ValueError):
    """One bid cannot be taken; says why."""


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid that can be shown. `price`: micros a thousand views. `creative_key`: the buyer's own for the same ad.

    `behalf` and `payer`: as the DSA wants them said; `category`: ours; `notice` and `billing`: whom to tell, macros
    still in them.
    """

    place: str
    key: str
    seat: str
    price: int
    domain: str
    creative_key: str
    creative: Creative
    category: str
    payer: str
    behalf: str
    notice: str
    billing: str


@dataclass(frozen=True, slots=True)
class Read:
    """The bids of an answer that can be shown, and why the others cannot, as (the bid's id, reason)."""

    bids: tuple[Bid, ...]
    refused: tuple[tuple[str, str], ...]


def read_response(body: bytes, *, key: str, places: Sequence[Place], terms: Terms) -> Read:
    """What of an answer to the request `key` can be shown. Raises ResponseError where it is no answer to it."""
    try:
        answer = json.loads(body, parse_float=Decimal, parse_constant=no_constant)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise ResponseError("The answer is no JSON.") from error
    if not isinstance(answer, dict):
        raise ResponseError("The answer is no object.")
    if answer.get("id") != key:
        raise ResponseError("The answer is to another request.")
    if "seatbid" not in answer or "nbr" in answer:
        return Read((), ())
    if answer.get("cur", "USD") != terms.currency:
        raise ResponseError(f"The answer is not in {terms.currency}.")
    known, taken, refused = {place.key: place for place in places}, [], []
    for seat, bid in bids_in(answer):
        try:
            taken.append(read_bid(bid, seat, known, terms))
        except (BidError, MarkupError) as error:
            refused.append((str(bid.get("id"))[:100], str(error)))
    return Read(tuple(taken), tuple(refused))


def no_constant(said: str) -> None:
    raise ValueError(f"{said} is no number of JSON's.")


def bids_in(answer: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each bid with its seat. Raises ResponseError where the answer is not of the standard's form."""
    seats = answer["seatbid"]
    if not isinstance(seats, list):
        raise ResponseError("seatbid is no array.")
    found: list[tuple[str, dict[str, Any]]] = []
    for seat in seats:
        bids = seat.get("bid") if isinstance(seat, dict) else None
        if not isinstance(bids, list) or not all(isinstance(bid, dict) for bid in bids):
            raise ResponseError("A seatbid has an array of bids.")
        # A group is all or nothing over many slots, which is not offered.
        if seat.get("group"):
            continue
        found += [(text_of(seat, "seat", 100), bid) for bid in bids]
    if len(found) > MOST_BIDS:
        raise ResponseError(f"More than {MOST_BIDS} bids.")
    return found


def read_bid(bid: Mapping[str, Any], seat: str, places: Mapping[str, Place], terms: Terms) -> Bid:
    """One bid. Raises BidError or MarkupError."""
    place = places.get(str(bid.get("impid")))
    if place is None:
        raise BidError("impid names no slot that was offered")
    if not text_of(bid, "id", 200):
        raise BidError("a bid has an id")
    price = micros(bid.get("price"))
    if price < place.floor:
        raise BidError("price below the floor")
    if bid.get("dealid"):
        raise BidError("no deals are offered")
    domain = domain_of(bid, terms)
    category = category_of(bid, terms)
    if numbers(bid.get("attr", []), "attr") & set(NO_ATTRIBUTES):
        raise BidError("attr has what is blocked")
    behalf, payer = transparency(bid)
    creative = creative_of(bid, place, domain)
    return Bid(
        place=place.key, key=text_of(bid, "id", 200), seat=seat, price=price, domain=domain,
        creative_key=text_of(bid, "crid", 100) or creative.digest, creative=creative, category=category, payer=payer,
        behalf=behalf, notice=address_of(bid, "nurl"), billing=address_of(bid, "burl"),
    )  # fmt: skip


def micros(price: object) -> int:
    """Micros of a price in CPM; what a price has beyond them is cut off, never rounded up."""
    if isinstance(price, bool) or not isinstance(price, int | Decimal):
        raise BidError("price is no number")
    found = int(Decimal(price) * 1_000_000) if Decimal(price).adjusted() < 12 else MOST_PRICE + 1
    if not 0 < found <= MOST_PRICE:
        raise BidError("price is none that can be paid")
    return found


def domain_of(bid: Mapping[str, Any], terms: Terms) -> str:
    domains = bid.get("adomain")
    if not isinstance(domains, list) or not domains or not all(isinstance(one, str) and one for one in domains):
        raise BidError("adomain says not whose ad it is")
    for one in domains:
        if any(one.lower() == stop or one.lower().endswith(f".{stop}") for stop in terms.domains):
            raise BidError("adomain is blocked")
    return str(domains[0]).lower()[:100]


def category_of(bid: Mapping[str, Any], terms: Terms) -> str:
    """Our category. Another taxonomy than the one that was asked for cannot be held against what is blocked."""
    said = bid.get("cat")
    if not isinstance(said, list) or not said or not all(isinstance(one, str) for one in said):
        raise BidError("cat says not what the ad is for")
    if bid.get("cattax", 1) != 1:
        raise BidError("cattax is another taxonomy")
    if any(is_within(one, stop) for one in said for stop in terms.blocked):
        raise BidError("cat is blocked")
    return ours_of(said)


def transparency(bid: Mapping[str, Any]) -> tuple[str, str]:
    """On whose behalf, and who pays (bid.ext.dsa). We render it; an ad chosen by a profile is none."""
    ext = bid.get("ext")
    dsa = ext.get("dsa") if isinstance(ext, dict) else None
    if not isinstance(dsa, dict):
        raise BidError("ext.dsa says not who pays")
    behalf, paid = (plain(dsa.get(name)) for name in ("behalf", "paid"))
    if not behalf or not paid or max(len(behalf), len(paid)) > LONGEST_PAYER:
        raise BidError("ext.dsa says not who pays, in 100 characters")
    if dsa.get("adrender", 0) != 0:
        raise BidError("ext.dsa is rendered by us, and not by the ad")
    named = dsa.get("transparency", [])
    for one in named if isinstance(named, list) else [None]:
        used = numbers(one.get("dsaparams") if isinstance(one, dict) else None, "ext.dsa.transparency")
        if used - {CONTEXTUAL}:
            raise BidError("ext.dsa names more than what the page is about")
    return ("" if behalf == paid else behalf), paid


def creative_of(bid: Mapping[str, Any], place: Place, domain: str) -> Creative:
    """The ad in its own parts. It has to come with the bid: nothing is fetched while a reader waits."""
    adm, kind = bid.get("adm"), bid.get("mtype")
    if not isinstance(adm, str) or not adm.strip():
        raise BidError("adm is empty: the ad comes with its bid")
    if kind is not None and kind not in (BANNER, NATIVE):
        raise BidError("mtype is neither a banner nor native")
    is_native = kind == NATIVE or (kind is None and adm.lstrip().startswith("{"))
    return native(adm) if is_native else banner(adm, place.sizes, name=domain)


def numbers(value: object, name: str) -> set[int]:
    if not isinstance(value, list) or not all(isinstance(one, int) for one in value):
        raise BidError(f"{name} is no array of numbers")
    return set(value)


def text_of(thing: Mapping[str, Any], name: str, most: int) -> str:
    value = thing.get(name)
    return value[:most] if isinstance(value, str) else ""


def address_of(bid: Mapping[str, Any], name: str) -> str:
    value = bid.get(name)
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")) or len(value) > 2000:
        raise BidError(f"{name} is no address")
    return value


def plain(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""

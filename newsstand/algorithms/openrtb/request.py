"""A bid request (OpenRTB 2.6, 3.2): what the page is about and where its slots are. Nothing of a reader is in it.

No user object, no device, no address, no cookie: a buyer hears the same for everybody. What a browser says by Sec-GPC
goes along as IAB's extension gpc.md wants it, unchanged, where it says something.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from newsstand.algorithms.openrtb.categories import of_sections

TITLE, DESCRIPTION, PICTURE, SPONSOR = 1, 2, 3, 4
LONGEST_TITLE, LONGEST_TEXT, LONGEST_PAYER = 90, 200, 100
# Scripts and frames never run here (IAB's banner ad types 3 and 4); what moves, sounds or opens by itself neither.
NO_TYPES = [3, 4]
NO_ATTRIBUTES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 16, 17]
MOST_KEYWORDS = 20
# Seconds until an ad that was bought is seen at the latest: readers scroll.
SEEN_WITHIN = 1800


@dataclass(frozen=True, slots=True)
class Place:
    """A slot on offer: `sizes` as (width, height); `floor` in micros a thousand views."""

    key: str
    sizes: tuple[tuple[int, int], ...]
    floor: int


@dataclass(frozen=True, slots=True)
class Page:
    """The page as a buyer hears of it. `seller`: who is paid, as in /sellers.json; `keywords`: names of its topics."""

    domain: str
    name: str
    address: str
    seller: str
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every bid. `blocked`: IAB categories; `domains` that may not buy; `milliseconds` to answer."""

    currency: str
    milliseconds: int
    blocked: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    is_test: bool = False


def bid_request(key: str, page: Page, places: Sequence[Place], terms: Terms, *, gpc: str = "") -> dict[str, Any]:
    """The request as an object for JSON. `key` names it, and is used for no other; `gpc`: the header as it came."""
    # IAB's dsa_transparency.md: an online platform, which shows itself what is said; only the page was used (2).
    ours = [{"domain": page.domain, "dsaparams": [2]}]
    dsa = {"dsarequired": 3, "pubrender": 2, "datatopub": 2, "transparency": ours}
    regs: dict[str, Any] = {"coppa": 0, "ext": {"dsa": dsa}}
    if gpc:
        regs["ext"]["gpc"] = gpc
    request: dict[str, Any] = {
        "id": key,
        "imp": [imp(place, terms.currency) for place in places],
        "site": site(page),
        "test": int(terms.is_test),
        "at": 1,
        "tmax": terms.milliseconds,
        "cur": [terms.currency],
        "bcat": list(terms.blocked),
        "cattax": 1,
        "source": {"fd": 1, "tid": key, "schain": chain(page)},
        "regs": regs,
    }
    if terms.domains:
        request["badv"] = list(terms.domains)
    return request


def imp(place: Place, currency: str) -> dict[str, Any]:
    """One slot, as a native ad or as a banner of its sizes."""
    formats = [{"w": width, "h": height} for width, height in place.sizes]
    return {
        "id": place.key,
        "tagid": place.key,
        "native": {"request": json.dumps(native_request(place.sizes[0])), "ver": "1.2", "battr": NO_ATTRIBUTES},
        "banner": {"format": formats, "btype": NO_TYPES, "battr": NO_ATTRIBUTES, "mimes": ["text/html"]},
        "instl": 0,
        "bidfloor": float(Decimal(place.floor) / 1_000_000),
        "bidfloorcur": currency,
        "secure": 1,
        "exp": SEEN_WITHIN,
    }


def native_request(size: tuple[int, int]) -> dict[str, Any]:
    """Native 1.2, 4.1: a headline, who pays, and if there is one a text and a picture. No trackers are offered."""
    width, height = size
    picture = {
        "type": 3,
        "w": width,
        "h": height,
        "wmin": 160,
        "hmin": 90,
        "mimes": ["image/jpeg", "image/png", "image/webp"],
    }
    return {
        "ver": "1.2",
        "context": 1,
        "contextsubtype": 11,
        "plcmttype": 1,
        "plcmtcnt": 1,
        "assets": [
            {"id": TITLE, "required": 1, "title": {"len": LONGEST_TITLE}},
            {"id": DESCRIPTION, "required": 0, "data": {"type": 2, "len": LONGEST_TEXT}},
            {"id": PICTURE, "required": 0, "img": picture},
            {"id": SPONSOR, "required": 0, "data": {"type": 1, "len": LONGEST_PAYER}},
        ],
        "privacy": 1,
    }


def site(page: Page) -> dict[str, Any]:
    about = of_sections(page.sections)
    found: dict[str, Any] = {
        "id": page.domain,
        "name": page.name,
        "domain": page.domain,
        "cat": ["IAB12"],
        "pagecat": about,
        "cattax": 1,
        "page": page.address,
        "privacypolicy": 1,
        "publisher": {"id": page.seller, "domain": page.domain},
        "content": {"language": page.language, "context": 5, "cat": about, "cattax": 1},
    }
    if page.keywords:
        found["kwarray"] = list(page.keywords[:MOST_KEYWORDS])
    return found


def chain(page: Page) -> dict[str, Any]:
    """The chain of supply is complete with one node: whoever is paid is paid by this site."""
    return {"complete": 1, "ver": "1.0", "nodes": [{"asi": page.domain, "sid": page.seller[:64], "hp": 1}]}

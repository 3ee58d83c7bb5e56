"""The macros of notices (OpenRTB 2.6, 4.4), filled in."""

import re
from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import quote

MACRO = re.compile(r"\$\{(AUCTION_[A-Z_]+)(?::([^}]*))?\}")


def filled(address: str, values: Mapping[str, str]) -> str:
    """`address` with its macros; one that is not known, or wanted in an encoding nobody agreed on, becomes empty."""
    return MACRO.sub(lambda found: "" if found[2] else quote(values.get(found[1], ""), safe=""), address)


def values_of(
    *, request: str, bid: str, place: str, seat: str, price: int, currency: str, floor: int
) -> dict[str, str]:
    """What each macro stands for. `price` and `floor`: micros a thousand views."""
    return {
        "AUCTION_ID": request,
        "AUCTION_BID_ID": bid,
        "AUCTION_IMP_ID": place,
        "AUCTION_SEAT_ID": seat,
        "AUCTION_PRICE": cpm(price),
        "AUCTION_CURRENCY": currency,
        "AUCTION_MIN_TO_WIN": cpm(floor),
        "AUCTION_IMP_TS": "",
    }


def cpm(micros: int) -> str:
    """Micros a thousand views as a decimal number, "3.25"."""
    return format((Decimal(micros) / 1_000_000).normalize(), "f")

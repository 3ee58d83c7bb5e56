"""The place in a list where its next page begins, as a few letters for an address: what it is sorted by, and a number.

A page that begins after a place shows nothing twice and leaves nothing out however many rows come in meanwhile, which
counting pages does not.
"""

import base64
import binascii
import math
import struct

FORM = struct.Struct(">Bdq")
MOST_NUMBER = 2**63


class CursorError(ValueError):
    """This names no place in the list; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "The end of this address names no place in the list. Follow the link “More comments” on the page instead."
        )


def write_cursor(order: int, key: float, number: int) -> str:
    """The place after the row with this sort key and number, in the list's `order` (0 to 255). 23 letters.

    `key` may be any finite float or a whole number up to 2**53.
    """
    return base64.urlsafe_b64encode(FORM.pack(order, key, number)).decode().rstrip("=")


def read_cursor(text: str, order: int) -> tuple[float, int]:
    """The key and the number that `write_cursor` wrote for this order.

    Raises CursorError for anything else, a place in another order among it.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found, key, number = FORM.unpack(raw)
    except (ValueError, binascii.Error, struct.error):
        raise CursorError from None
    if found != order or not math.isfinite(key) or not 0 < number < MOST_NUMBER:
        raise CursorError
    return key, number

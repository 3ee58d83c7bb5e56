"""Why a view or a click is not believed: it is kept with its mark, costs nothing and teaches nothing.

What a request says of itself is marked when it is heard (`mark_of_request`), what only others around it tell when it
is booked (algorithms/ad_judge.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from newsstand.algorithms.ad_robots import is_program
from newsstand.algorithms.ad_tokens import CLICK_WITHIN, VIEW_WITHIN, Offer

ROBOT, IN_ADVANCE, HIDDEN, PREVIEW, EXPIRED, ELSEWHERE = (
    "robot",
    "in advance",
    "hidden",
    "preview",
    "expired",
    "elsewhere",
)
TOO_SOON, NO_VIEW, QUICK, DOUBLE = "too soon", "no view", "quick", "double click"
MANY_OF_READER, MANY_OF_NETWORK, REPLAYED = "many of one reader", "many of a network", "replayed"

SAID: Mapping[str, str] = {
    ROBOT: "a program that says it is one, or no browser at all",
    IN_ADVANCE: "a page that a browser fetched before anybody asked for it",
    HIDDEN: "a page that nobody was looking at",
    PREVIEW: "an ad that was shown to its own people",
    EXPIRED: "heard too long after the ad was shown",
    ELSEWHERE: "heard from another site, network or browser than the ad was shown in",
    TOO_SOON: "a view sooner than half of an ad can have been seen for a second",
    NO_VIEW: "a click without a view before it",
    QUICK: "a click sooner after the view than people click",
    DOUBLE: "a second click on the same ad within a minute",
    MANY_OF_READER: "more in a short time than one reader does",
    MANY_OF_NETWORK: "more in a short time than one network's readers do",
    REPLAYED: "heard before",
}
"""Each mark in words."""

# MRC, Viewable Ad Impression Measurement Guidelines: half the pixels for one continuous second.
VIEW_AFTER = timedelta(seconds=1)
CLICK_AFTER = timedelta(milliseconds=150)
PREVIEW_SLOT = "preview"


class Request(NamedTuple):
    """What a request tells of itself. `shared`: the key that an offer's `reader` is compared with, "" for none.

    `is_from_elsewhere`: another site's page sent it, or none.
    """

    agent: str
    is_in_advance: bool = False
    is_hidden: bool = False
    is_from_elsewhere: bool = False
    shared: str = ""


def mark_of_request(offer: Offer, request: Request, *, is_click: bool, now: datetime) -> str:
    """The mark of a view or click by what its own request says; "" where it says nothing against it.

    Keys are of a day of UTC: past midnight they tell nothing of an ad that was shown before it.
    """
    age = now - offer.decided_at
    is_same_day = offer.decided_at.date() == now.date()
    against = (
        (PREVIEW, offer.slot == PREVIEW_SLOT),
        (ROBOT, is_program(request.agent)),
        (IN_ADVANCE, request.is_in_advance),
        (HIDDEN, request.is_hidden),
        (EXPIRED, age > (CLICK_WITHIN if is_click else VIEW_WITHIN)),
        # Below zero where another node's clock is ahead of ours: then nothing is known of how long it took.
        (TOO_SOON, not is_click and timedelta(0) <= age < VIEW_AFTER),
        (ELSEWHERE, request.is_from_elsewhere),
        (ELSEWHERE, is_same_day and "" not in {offer.reader, request.shared} and offer.reader != request.shared),
    )
    return next((mark for mark, applies in against if applies), "")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in a time of so many seconds; times begin at whole multiples of them, `shift` seconds later."""

    name: str
    mark: str
    seconds: int
    most: int
    shift: int = 0

    def key(self, at: int, whose: str) -> str:
        """What is counted: whose, in which time (`at`: microseconds since 1970)."""
        return f"{self.name}{(at // 1_000_000 - self.shift) // self.seconds:x}:{whose}"

    def ends(self, at: int) -> int:
        """When the time is over that `at` is in; seconds since 1970."""
        return ((at // 1_000_000 - self.shift) // self.seconds + 1) * self.seconds + self.shift


# A reader who turns pages sees some sixty ads in ten minutes; a carrier has a town behind one /24.
VIEWS_OF_READER = Limit("a", MANY_OF_READER, 600, 150)
VIEWS_OF_NETWORK = Limit("b", MANY_OF_NETWORK, 600, 6_000)
CLICKS_OF_READER = (Limit("c", MANY_OF_READER, 600, 5), Limit("d", MANY_OF_READER, 86_400, 25))
CLICKS_OF_NETWORK = (Limit("e", MANY_OF_NETWORK, 600, 60), Limit("f", MANY_OF_NETWORK, 86_400, 500))
# Two times that overlap: clicks half a minute apart are always in one of them.
CLICKS_ON_AN_AD = (Limit("g", DOUBLE, 60, 1), Limit("h", DOUBLE, 60, 1, 30))

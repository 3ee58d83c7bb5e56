"""A buyer on this machine: takes bid requests as the standard has them, and answers what a test wants."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.feed_server import Answer, Asked, FeedServer

JSON = {"Content-Type": "application/json"}


def bid_for(imp: dict[str, Any], price: float = 5.0, **more: Any) -> dict[str, Any]:
    """A native bid that this site can take."""
    return {
        "id": f"bid-{imp['id']}",
        "impid": imp["id"],
        "price": price,
        "adomain": ["tea.example"],
        "cat": ["IAB8-6"],
        "crid": "tea-1",
        "mtype": 4,
        "adm": json.dumps(
            {
                "ver": "1.2",
                "link": {"url": "https://tea.example/first-flush"},
                "assets": [
                    {"id": 1, "title": {"text": "First flush has arrived"}},
                    {"id": 2, "data": {"value": "Tea from one garden, by post."}},
                ],
            }
        ),
        "ext": {"dsa": {"behalf": "Tea Example", "paid": "Tea Example Ltd"}},
        **more,
    }


@dataclass
class Bidder:
    """Answers `/bid` by `bids` (the imps of a request > bids), `/win` and `/bill` by `status`."""

    server: FeedServer
    bids: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = lambda imps: [bid_for(imp) for imp in imps]
    answer: Callable[[Asked], Answer | None] | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    status: int = 204

    def __post_init__(self) -> None:
        self.server.answers["/bid"] = self.bid
        self.server.answers["/win"] = self.server.answers["/bill"] = lambda _asked: (self.status, {}, b"")

    def bid(self, asked: Asked) -> Answer | None:
        request = json.loads(asked.body)
        self.requests.append(request)
        if self.answer is not None:
            return self.answer(asked)
        body = {
            "id": request["id"],
            "cur": request["cur"][0],
            "seatbid": [{"seat": "s", "bid": self.bids(request["imp"])}],
        }
        return 200, JSON, json.dumps(body).encode()

    def told(self) -> list[str]:
        """The notices that came, in order."""
        return [asked.path for asked in self.server.asked if asked.path.startswith(("/win", "/bill"))]

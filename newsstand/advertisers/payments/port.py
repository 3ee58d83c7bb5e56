"""The port through which money comes in: what each way of paying must be able to do."""

from datetime import datetime
from typing import Protocol

from newsstand.advertisers.models import Refund, TopUp


class PaymentError(Exception):
    """The provider did not do what it was asked for; says what to do. No money has moved."""


class Provider(Protocol):
    """A way of paying. `key` stands in TopUp.provider; `name` and `hint` are for people."""

    key: str
    name: str
    hint: str

    def begin(self, top_up: TopUp, *, now: datetime) -> str:
        """Where its payer is sent, for a top-up whose row stands. Raises PaymentError. Called outside transactions."""
        ...

    def pay_back(self, refund: Refund, *, now: datetime) -> bool:
        """Send a refund's money where it came from; False where a cashier has to. Raises PaymentError.

        Asked twice for the same refund it sends once. Called outside transactions.
        """
        ...

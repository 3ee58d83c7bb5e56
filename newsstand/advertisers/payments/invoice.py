"""Paying by invoice: a numbered page to print, and a cashier who says when the money has come."""

from datetime import datetime

from newsstand.advertisers.models import Refund, TopUp


class Invoice:
    """The provider that needs nobody outside: people's banks do the rest."""

    key = "invoice"
    name = "Invoice"
    hint = "You transfer the money; the campaigns run as soon as it is here."

    def begin(self, top_up: TopUp, *, now: datetime) -> str:  # noqa: ARG002 (the port's)
        return address_of(top_up)

    def pay_back(self, refund: Refund, *, now: datetime) -> bool:  # noqa: ARG002 (the port's)
        return False


def address_of(top_up: TopUp) -> str:
    """The page of a top-up's invoice."""
    return f"/advertisers/{top_up.advertiser.slug}/money/{top_up.number}"

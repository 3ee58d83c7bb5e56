"""Funds, closed months, statements; what ads earned, what of it is held; and what was paid out."""

from newsstand.revenue.models.ads import AdLine, Hold, OwnerDay, Settlement
from newsstand.revenue.models.funds import Booking, Closing
from newsstand.revenue.models.payouts import Method, Payout, PayTo
from newsstand.revenue.models.statements import Line, Statement, StatementQuerySet

__all__ = [
    "AdLine",
    "Booking",
    "Closing",
    "Hold",
    "Line",
    "Method",
    "OwnerDay",
    "PayTo",
    "Payout",
    "Settlement",
    "Statement",
    "StatementQuerySet",
]

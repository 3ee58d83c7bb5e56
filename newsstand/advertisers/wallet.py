"""What an advertiser's wallet holds, and every movement of it by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from newsstand.advertisers.accounts import WALLET, wallet_owner
from newsstand.advertisers.debts import owes
from newsstand.advertisers.models import Advertiser, Budget, Purse
from newsstand.advertisers.pay_back import can_go_back
from newsstand.ledger.models import Entry

COLUMNS = ("day", "at", "what", "micros", "balance_micros", "currency")
SPENT = "Ads that were seen or clicked"


@dataclass(frozen=True, slots=True)
class Holding:
    """Micros: in the wallet, held of it for ads on pages now, free of it to be paid back, and owed."""

    balance: int
    held: int
    back: int
    owed: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What a day did to a wallet in one way: micros, and what was left after the last of it."""

    day: date
    what: str
    micros: int
    balance: int


def holding(advertiser: Advertiser) -> Holding:
    """Three queries."""
    purse = Purse.objects.filter(pk=advertiser.pk).first() or Purse(advertiser=advertiser)
    return Holding(purse.funded - purse.spent, purse.leased, can_go_back(advertiser), owes(advertiser))


def held_by_campaign(advertiser: Advertiser) -> QuerySet[Budget]:
    """Budgets of which something is held for views that may still come, the most first; each with its campaign."""
    rows = Budget.objects.filter(campaign__advertiser=advertiser, leased__gt=0)
    return rows.select_related("campaign").order_by("-leased", "pk")


def entries(advertiser: Advertiser) -> QuerySet[Entry]:
    """Every entry of the wallet, the latest first."""
    mine = {"account__kind": WALLET, "account__owner": wallet_owner(advertiser.pk)}
    rows = Entry.objects.filter(**mine, account__currency=settings.NEWSSTAND_CURRENCY)
    return rows.select_related("transaction").order_by("-number")


def movements(advertiser: Advertiser, *, most: int) -> list[Movement]:
    """The latest days, each with what ads cost in one line and everything else in its own; the latest first.

    Days are the advertiser's own. One query.
    """
    zone = ZoneInfo(advertiser.zone)
    made: list[Movement] = []
    for entry in entries(advertiser).iterator(chunk_size=2000):
        day, what = entry.transaction.at.astimezone(zone).date(), what_of(entry)
        last = next((at for at in range(len(made) - 1, -1, -1) if made[at].day == day and made[at].what == what), None)
        if what == SPENT and last is not None:
            before = made[last]
            made[last] = Movement(day, what, before.micros + entry.micros, before.balance)
            continue
        if len(made) == most:
            break
        made.append(Movement(day, what, entry.micros, entry.balance))
    return made


def what_of(entry: Entry) -> str:
    """A charge as people call it; everything else as the books say it."""
    key = entry.transaction.key
    named = ("top-up:", "back:", "debt:", "refund:", "dispute:", "unfund:", "credit:")
    return entry.transaction.memo if entry.micros > 0 or key.startswith(named) else SPENT


def file_rows(advertiser: Advertiser) -> Sequence[tuple[date, datetime, str, int, int, str]]:
    """All of it as a table, the earliest first: COLUMNS."""
    zone, currency = ZoneInfo(advertiser.zone), settings.NEWSSTAND_CURRENCY
    rows = reversed(entries(advertiser))
    return [
        (
            one.transaction.at.astimezone(zone).date(),
            one.transaction.at,
            what_of(one),
            one.micros,
            one.balance,
            currency,
        )
        for one in rows
    ]

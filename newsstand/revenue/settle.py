"""Settling a day: what ads cost on somebody's pages is theirs and the platform's, by article."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Sum

from newsstand.advertisers import accounts as ads
from newsstand.advertisers.models import Decision
from newsstand.algorithms.ad_shares import Shared, remaining, shared
from newsstand.ledger.models import Account
from newsstand.ledger.post import Posting, post_all
from newsstand.lib.rows import insert
from newsstand.revenue import accounts
from newsstand.revenue.charges import bounds, cells_of, owners_of, settled_before
from newsstand.revenue.days import booked_on
from newsstand.revenue.models import AdLine, Hold, Settlement
from newsstand.revenue.shares import SITE, shares_on

OWNERS_AT_ONCE = 200
LOOK_BACK = 40  # days in which a charge that came late is looked for
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """An owner's part of a day that is settled now: `number` of the settlement, the share, the lines."""

    owner: str
    number: int
    share: int
    lines: Sequence[Shared]

    @property
    def gross(self) -> int:
        return sum(line.gross for line in self.lines)

    @property
    def micros(self) -> int:
        return sum(line.micros for line in self.lines)


def last_due(now: datetime) -> date:
    """The latest day (UTC) whose charges have waited for NEWSSTAND_AD_HOLD_DAYS since it was over."""
    return (now - timedelta(days=settings.NEWSSTAND_AD_HOLD_DAYS + 1)).date()


def settle_due(*, now: datetime) -> int:
    """Settle all days that have waited long enough; how many settlements that made. Twice does no harm."""
    return sum(settle_day(day=day, now=now) for day in days_due(now))


def days_due(now: datetime) -> Iterator[date]:
    """From the latest day that was settled on; from earlier where clearing holds more than the days since cost."""
    last = last_due(now)
    first = Decision.objects.filter(charged__gt=0).order_by("charged_at").values_list("charged_at", flat=True).first()
    if first is None:
        return
    since = Settlement.objects.filter(kind=Settlement.Kind.SETTLED).order_by("-about").values_list("about", flat=True)
    latest = since.first()
    begin = first.date() if latest is None else latest
    if latest is not None and is_late(latest + timedelta(days=1)):
        begin = max(first.date(), latest - timedelta(days=LOOK_BACK))
    for number in range((last - begin).days + 1):
        yield begin + timedelta(days=number)


def is_late(first: date) -> bool:
    """Whether clearing holds more than the charges from `first` on: then a charge came for a day that was settled."""
    begin, _ = bounds(first)
    cost = Decision.objects.filter(charged__gt=0, charged_at__gte=begin).aggregate(
        net=Sum(F("charged") - F("refunded"))
    )["net"]
    lies = Account.objects.filter(kind=ads.CLEARING, currency=settings.NEWSSTAND_CURRENCY)
    return (lies.aggregate(all=Sum("balance"))["all"] or 0) > (cost or 0)


def settle_day(*, day: date, now: datetime, only: str = "") -> int:
    """Settle what one day's (UTC) charges made and no settlement holds yet, of everybody or of one owner.

    What is held stays where it is (hold.py). Each few hundred owners are one transaction. Returns the settlements made.
    """
    owners = [only] if only else owners_of(day)
    pieces = (owners[begin : begin + OWNERS_AT_ONCE] for begin in range(0, len(owners), OWNERS_AT_ONCE))
    return sum(len(settle_owners(day=day, owners=piece, now=now)) for piece in pieces)


def settle_owners(*, day: date, owners: Sequence[str], now: datetime) -> list[Settlement]:
    """Settle a day for these owners, all of them or none.

    1. Load: the earners' books, locked, so that nothing is refunded, held or settled meanwhile (charges go on); the
       owners' charges of the day by article; what was settled of them before; the share of that day.
    2. Decide: what is left, and whose it is (algorithms/ad_shares.py).
    3. Save: one ledger transaction an owner (clearing to payable and platform), and the lines.
    """
    with transaction.atomic():
        platform = accounts.lock(now)
        booked = booked_on(day, now)
        owners = still_free(day, owners)
        payable = accounts.payables([one for one in owners if one != SITE], now)
        parts = found(day, owners)
        clearing = {
            one.owner: one for one in Account.objects.filter(kind=ads.CLEARING, owner__in=owners, balance__gt=0)
        }
        short = [one for one in parts if one.owner not in clearing or clearing[one.owner].balance < one.gross]
        for one in short:
            log.error("The ads of %s on %s cost %s micros, which clearing does not hold.", one.owner, day, one.gross)
        parts = [one for one in parts if one not in short]
        postings = [
            Posting(
                f"ads:{day}:{one.owner}:{one.number}",
                entries(clearing[one.owner], payable.get(one.owner), platform, one),
                now, booked, f"Earned by ads on {day}",
            )
            for one in parts
        ]  # fmt: skip
        posted = post_all(postings) if postings else []
        rows = [
            Settlement(
                owner=one.owner, about=day, day=booked, number=one.number, share=one.share,
                views=sum(line.views for line in one.lines), clicks=sum(line.clicks for line in one.lines),
                gross=one.gross, micros=one.micros, rest=one.gross - one.micros, at=now, transaction=moved,
            )
            for one, moved in zip(parts, posted, strict=True)
        ]  # fmt: skip
        save(rows, [one.lines for one in parts])
    return rows


def entries(clearing: Account, payable: Account | None, platform: Account, part: Part) -> dict[int, int]:
    """What the settlement moves, by account; accounts to which nothing comes are left out."""
    moved = {clearing.pk: -part.gross, platform.pk: part.gross - part.micros}
    if payable is not None:
        moved[payable.pk] = part.micros
    return {account: micros for account, micros in moved.items() if micros}


def still_free(day: date, owners: Sequence[str]) -> list[str]:
    """Those of whom the day is not held, and was not given back to advertisers."""
    waits = Hold.objects.filter(day=day, owner__in=owners).exclude(state=Hold.State.RELEASED)
    held = set(waits.values_list("owner", flat=True))
    return [owner for owner in owners if owner not in held]


def found(day: date, owners: Sequence[str]) -> list[Part]:
    """What is left to settle of each owner. Five queries."""
    before = settled_before(day, owners)
    left = {owner: remaining(cells, before.get(owner, {})) for owner, cells in cells_of(day, owners).items()}
    cells = {owner: some for owner, some in left.items() if sum(one.gross for one in some) > 0}
    counts = Settlement.objects.filter(about=day, owner__in=owners).values_list("owner").annotate(all=Count("pk"))
    numbers = dict(counts.order_by())
    share = shares_on(cells, day)
    return [
        Part(owner, numbers.get(owner, 0) + 1, share[owner], shared(some, share[owner]))
        for owner, some in sorted(cells.items())
    ]


def save(rows: Sequence[Settlement], lines: Sequence[Sequence[Shared]]) -> None:
    """Write settlements with their lines."""
    insert(rows)
    insert(
        [
            AdLine(
                settlement=row, article=one.article, views=one.views, clicks=one.clicks, gross=one.gross,
                micros=one.micros,
            )
            for row, several in zip(rows, lines, strict=True)
            for one in several
        ]
    )  # fmt: skip

"""Views and clicks are charged, many at once, and never a micro more than the walls let through."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from newsstand.advertisers.accounts import CLEARING, WALLET, numbers, wallet_owner
from newsstand.advertisers.models import Decision, Pricing
from newsstand.advertisers.walls import Walls
from newsstand.ledger.models import Transaction
from newsstand.ledger.post import Posting, post_all

BUDGET = "budget"
LATE = "late"


@dataclass(frozen=True, slots=True)
class Charge:
    """What one decision is to cost, as it was decided: `price` in micros for a click, or for a thousand views.

    `owner`: on whose page it was shown; `day`: the advertiser's, whose budget it is; `lease`: by which the node
    reserved it, where it did; `at`: when the view or click was heard.
    """

    decision: int
    campaign: int
    advertiser: int
    owner: str
    day: date
    pricing: str
    price: int
    lease: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Charged:
    """What it cost, in micros, and by which transaction of the ledger (its number).

    `uncharged`: "budget" where there was no room, "late" where its lease was closed meanwhile and there was none
    either. A view that costs less than a micro is charged with a later one: 0 and no reason.
    """

    micros: int
    uncharged: str
    transaction: int | None


NOTHING = Charged(0, "", None)


def charge(charges: Sequence[Charge], *, key: str, now: datetime) -> dict[int, Charged]:
    """Charge as many as fit, in their order; what each decision cost, by its number. Inside the caller's transaction.

    A view costs its price a thousand views; thousandths of a micro are carried to the campaign's next, so that the
    charges of its views sum to the whole micros of their prices, and a thousand at one price cost exactly that. What
    was reserved by an open lease is taken out of it; all else has to fit into purse, budget and day as they stand. What
    does not fit stays uncharged, and what is cheaper after it may still fit. A decision that stands twice counts once.

    1. Load: every row that is to be moved, locked (see `Walls`). A `key` that was posted before moves nothing: what its
       decisions cost then is read and given back.
    2. Decide: by each charge in turn.
    3. Save: the walls, and one transaction of the ledger with one entry for each wallet and each owner's clearing.

    On an owner's pages comes in what wallets paid, micro by micro. Nothing is charged by house campaigns.
    Raises RuntimeError outside a transaction, where a killed process would leave half of it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Charges are made inside a transaction, with the decisions they are for.")
    costing = {one.decision: one for one in reversed(charges) if one.pricing != Pricing.HOUSE and one.price > 0}
    found = dict.fromkeys((one.decision for one in charges), NOTHING)
    if not costing:
        return found
    ordered = [costing[number] for number in found if number in costing]
    leases = {one.lease for one in ordered if one.lease is not None}
    walls = Walls.lock({(one.campaign, one.day) for one in ordered}, leases)
    before = Transaction.objects.filter(key=key).values_list("pk", flat=True).first()
    if before is not None:
        return found | as_charged_before(ordered)
    outcomes = [(one, *settle(walls, one)) for one in ordered]
    walls.write(now)
    sums = [(walls.budgets[one.campaign].advertiser, one.owner, micros) for one, micros, _ in outcomes if micros]
    number = post_charges(sums, key=key, now=now)
    for one, micros, why in outcomes:
        found[one.decision] = Charged(micros, why, number if micros else None)
    return found


def settle(walls: Walls, one: Charge) -> tuple[int, str]:
    """What one charge costs, in micros, and why it costs nothing where it does not."""
    budget = walls.budgets.get(one.campaign)
    if budget is None:
        return 0, BUDGET
    micros, carry = one.price, budget.carry
    if one.pricing == Pricing.CPM:
        micros, carry = divmod(carry + one.price, 1000)
    lease = walls.leases.get(one.lease) if one.lease is not None else None
    if lease is not None and (lease.campaign, lease.day) == (one.campaign, one.day) and lease.rest >= micros:
        walls.use(lease, micros)
    elif micros <= walls.free(one.campaign, one.day):
        walls.move(one.campaign, one.day, spent=micros)
    else:
        return 0, BUDGET if one.lease is None else LATE
    budget.carry = carry
    return micros, ""


def post_charges(charged: Sequence[tuple[int, str, int]], *, key: str, now: datetime) -> int | None:
    """One transaction for all of (advertiser, owner, micros): wallets pay, clearings get. None when there are none."""
    if not charged:
        return None
    paid: Counter[str] = Counter()
    earned: Counter[str] = Counter()
    for advertiser, owner, micros in charged:
        paid[wallet_owner(advertiser)] += micros
        earned[owner] += micros
    wallets, clearings = numbers(WALLET, paid, now), numbers(CLEARING, earned, now)
    entries = {wallets[owner]: -micros for owner, micros in paid.items()}
    entries |= {clearings[owner]: micros for owner, micros in earned.items()}
    memo = f"{len(charged):,} views and clicks"
    [posted] = post_all([Posting(key=key, entries=entries, at=now, day=now.date(), memo=memo)])
    return posted.pk


def as_charged_before(charges: Iterable[Charge]) -> dict[int, Charged]:
    """What decisions cost by what is written in their rows."""
    rows = Decision.objects.filter(pk__in=[one.decision for one in charges])
    return {
        pk: Charged(micros, why, number)
        for pk, micros, why, number in rows.values_list("pk", "charged", "uncharged", "transaction_id")
    }

"""What suspect traffic earned goes back to the advertisers who paid for it, charge by charge."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F

from newsstand.accounts.models import User
from newsstand.advertisers import accounts as ads
from newsstand.advertisers.refund import refund
from newsstand.algorithms.ad_shares import remaining, shared
from newsstand.ledger.post import post
from newsstand.revenue import accounts
from newsstand.revenue.charges import bounds, cells_of, charges_of, settled_before
from newsstand.revenue.days import booked_on
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.hold import key_of, move, reason, waiting
from newsstand.revenue.models import Hold, Settlement
from newsstand.revenue.settle import save
from newsstand.revenue.told import tell_earner

AT_ONCE = 200


def claw_back(*, hold: Hold, why: str, by: User, now: datetime) -> Hold:
    """Give what is held back to the advertisers, to each what its charges of that day cost.

    1. Load: the books' lock; the hold with all of its money.
    2. Decide: it must still wait, its day be over, and somebody say why.
    3. Save: the decision, and the first few hundred refunds; the worker makes the others (`go_on_due`). The owner's
       people hear of it.

    Raises RefusedError. It cannot be undone: the money is the advertisers' again.
    """
    if now < bounds(hold.day)[1]:
        raise RefusedError("That day is not over yet: wait until all of it is held.")
    with transaction.atomic():
        one = waiting(hold, now)
        one.state, one.by, one.decided_at, one.why = Hold.State.CLAWED_BACK, by, now, reason(why)
        one.save()
        title = f"What ads earned on {one.day:%-d %B} went back to the advertisers"
        tell_earner(one.owner, key=f"hold:{one.pk}:back", title=title, text=one.why, page="earnings", now=now)
    go_on(one, now)
    one.refresh_from_db()
    return one


def go_on(hold: Hold, now: datetime) -> int:
    """Refund the next charges of a day that is given back; how many. One transaction each, so that none is lost."""
    rows = charges_of(hold.day, [hold.owner]).filter(refunded=0).order_by("charged_at", "pk")
    found = list(rows[:AT_ONCE])
    for decision in found:
        refund(decision=decision, reason=f"Suspect traffic: {hold.why}"[:300], by=hold.by, now=now)
    if len(found) < AT_ONCE:
        keep_rest(hold, now)
    return len(found)


def keep_rest(hold: Hold, now: datetime) -> None:
    """What is left of charges that went back in part before, and so cannot go back again, stays with the platform."""
    with transaction.atomic():
        platform = accounts.lock(now)
        one = Hold.objects.get(pk=hold.pk)
        move(one, now)
        if charges_of(one.day, [one.owner]).filter(refunded=0).exists() or not one.micros:
            return
        booked = booked_on(now.date(), now)
        entries = [(ads.held(one.owner, now), -one.micros), (platform, one.micros)]
        moved = post(key=key_of("rest", one), entries=entries, at=now, day=booked, memo="Refunded in part before")
        cells = cells_of(one.day, [one.owner]).get(one.owner, [])
        lines = shared(remaining(cells, settled_before(one.day, [one.owner]).get(one.owner, {})), 0)
        number = Settlement.objects.filter(owner=one.owner, about=one.day).aggregate(all=Count("pk"))["all"] + 1
        row = Settlement(
            owner=one.owner, about=one.day, day=booked, number=number, share=0, views=sum(line.views for line in lines),
            clicks=sum(line.clicks for line in lines), gross=one.micros, micros=0, rest=one.micros, at=now,
            transaction=moved,
        )  # fmt: skip
        save([row], [lines])
        Hold.objects.filter(pk=one.pk).update(micros=F("micros") - one.micros)


def go_on_due(*, now: datetime) -> int:
    """Go on with all days that are given back and not wholly yet; how many charges that refunded."""
    waits = Hold.objects.filter(state=Hold.State.CLAWED_BACK, micros__gt=0).order_by("decided_at")
    return sum(go_on(one, now) for one in waits)

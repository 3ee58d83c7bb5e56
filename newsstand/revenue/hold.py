"""Holding what ads earned on suspect traffic, and deciding about it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Sum

from newsstand.accounts.models import User
from newsstand.advertisers import accounts as ads
from newsstand.algorithms.ad_shares import AdCell, shared
from newsstand.ledger.errors import OverdrawnError
from newsstand.ledger.models import Transaction
from newsstand.ledger.post import post
from newsstand.revenue import accounts
from newsstand.revenue.charges import bounds, cells_of, settled_before
from newsstand.revenue.days import booked_on
from newsstand.revenue.errors import RefusedError
from newsstand.revenue.models import Hold, Settlement
from newsstand.revenue.settle import last_due, save, settle_day
from newsstand.revenue.shares import SITE
from newsstand.revenue.told import tell_cashiers, tell_earner

MOST_WHY = 1_000
MOST_SAID = 2_000


def hold(
    *, owner: str, day: date, reasons: Sequence[Mapping[str, object]], by: User | None, now: datetime
) -> Hold | None:
    """Hold what ads earned on an owner's pages on a day (UTC); None where it was held before, or decided about.

    `reasons` is the evidence, [{"rule", "said", "figure", "usual"}]; `by` None where figures did it.

    1. Load: the books' lock; whether there is a hold of that day.
    2. Decide: what was settled of it already is taken back, where it is still owed.
    3. Save: the hold; its money, once the day is over (`move`). The owner's people and the cashiers hear of it.

    Raises RefusedError for pages of the site itself, and where what was settled has been paid out.
    """
    if owner == SITE:
        raise RefusedError("Pages of the site itself earn nobody anything: there is nothing to hold.")
    with transaction.atomic():
        accounts.lock(now)
        if Hold.objects.filter(owner=owner, day=day).exists():
            return None
        made = Hold.objects.create(owner=owner, day=day, reasons=list(reasons), found_by=by, found_at=now)
        take_back(made, now)
        move(made, now)
        said = " ".join(str(one["said"]) for one in reasons)[:MOST_WHY]
        tell_earner(made.owner, key=f"hold:{made.pk}", title=f"What ads earned on {day:%-d %B} is held", text=said,
                    page="earnings", now=now)  # fmt: skip
        tell_cashiers(key=f"hold:{made.pk}", title=f"{owner}: the ads of {day:%-d %B} are held", text=said,
                      address=f"/counter/held/{made.pk}", but=by, now=now)  # fmt: skip
        return made


def move(one: Hold, now: datetime) -> int:
    """Bring the day's money from clearing to held, as far as it is not there; 0 before the day is over.

    Inside a transaction that holds the books' lock. Late charges are brought by calling it again. Returns micros.
    """
    if now < bounds(one.day)[1]:
        return 0
    cells = cells_of(one.day, [one.owner]).get(one.owner, [])
    before = settled_before(one.day, [one.owner]).get(one.owner, {})
    missing = sum(cell.gross for cell in cells) - sum(cell.gross for cell in before.values()) - one.micros
    if missing <= 0:
        return 0
    entries = [(ads.clearing(one.owner, now), -missing), (ads.held(one.owner, now), missing)]
    post(key=key_of("held", one), entries=entries, at=now, memo=f"Held: ads of {one.day}")
    one.micros += missing
    one.save(update_fields=["micros"])
    return missing


def key_of(verb: str, one: Hold) -> str:
    """The next key of a hold's transactions; the books are locked, so nobody takes it meanwhile."""
    begin = f"{verb}:{one.owner}:{one.day}:"
    return f"{begin}{Transaction.objects.filter(key__startswith=begin).count() + 1}"


def move_due(*, now: datetime) -> int:
    """Bring the money of all days that are held and over to where it is held; how many holds grew."""
    grown = 0
    for one in Hold.objects.filter(state=Hold.State.OPEN, day__lt=now.date()).order_by("pk"):
        with transaction.atomic():
            accounts.lock(now)
            found = Hold.objects.filter(pk=one.pk, state=Hold.State.OPEN).first()
            grown += bool(found is not None and move(found, now))
    return grown


def take_back(one: Hold, now: datetime) -> None:
    """Take what was settled of a hold's day back into held, as a settlement below zero with the same lines.

    Inside a transaction that holds the books' lock. Raises RefusedError where less is owed by now.
    """
    before = settled_before(one.day, [one.owner]).get(one.owner, {})
    gross = sum(cell.gross for cell in before.values())
    if gross <= 0:
        return
    booked = booked_on(now.date(), now)
    rows = Settlement.objects.filter(owner=one.owner, about=one.day)
    share = rows.filter(kind=Settlement.Kind.SETTLED).order_by("-number").values_list("share", flat=True)[0]
    lines = shared([AdCell(cell.article, -cell.views, -cell.clicks, -cell.gross) for cell in before.values()], share)
    micros = sum(line.micros for line in lines)
    entries = [
        (ads.held(one.owner, now), gross), (accounts.payable(one.owner, now), micros),
        (accounts.platform(now), -gross - micros),
    ]  # fmt: skip
    try:
        moved = post(
            key=key_of("taken-back", one), entries=[pair for pair in entries if pair[1]], at=now, day=booked,
            memo=f"Held again: ads of {one.day}",
        )  # fmt: skip
    except OverdrawnError as error:
        raise RefusedError("What ads earned on that day has been paid out: it cannot be held any more.") from error
    number = (rows.aggregate(most=Max("number"))["most"] or 0) + 1
    row = Settlement(
        owner=one.owner, about=one.day, day=booked, number=number, share=share, kind=Settlement.Kind.TAKEN_BACK,
        views=sum(line.views for line in lines), clicks=sum(line.clicks for line in lines), gross=-gross,
        micros=micros, rest=-gross - micros, at=now, transaction=moved,
    )  # fmt: skip
    save([row], [lines])
    one.micros += gross
    one.save(update_fields=["micros"])


def release(*, hold: Hold, why: str, by: User, now: datetime) -> Hold:
    """Let the owner have it: the money goes back to clearing, and is settled when its day has waited long enough.

    1. Load: the books' lock; the hold.
    2. Decide: it must still wait, and somebody says why.
    3. Save; the owner's people hear of it.

    Raises RefusedError.
    """
    with transaction.atomic():
        one = waiting(hold, now)
        one.state, one.by, one.decided_at, one.why = Hold.State.RELEASED, by, now, reason(why)
        if one.micros:
            entries = [(ads.held(one.owner, now), -one.micros), (ads.clearing(one.owner, now), one.micros)]
            post(key=key_of("released", one), entries=entries, at=now, memo=f"Released: ads of {one.day}")
        one.micros = 0
        one.save()
        title = f"What ads earned on {one.day:%-d %B} is released"
        tell_earner(
            one.owner, key=f"hold:{one.pk}:{now:%Y%m%d%H%M%S%f}", title=title, text=one.why, page="earnings", now=now
        )
        if one.day <= last_due(now):
            settle_day(day=one.day, now=now, only=one.owner)
    return one


def undo_release(*, hold: Hold, why: str, by: User, now: datetime) -> Hold:
    """Hold it again after all: what was settled comes back from what is owed, what was not from clearing.

    Raises RefusedError where it was not released, or was paid out since. What went back to advertisers is theirs again
    and is not fetched.
    """
    with transaction.atomic():
        accounts.lock(now)
        one = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
        if one.state == Hold.State.CLAWED_BACK:
            raise RefusedError("The money is the advertisers' again: that cannot be undone.")
        if one.state != Hold.State.RELEASED:
            raise RefusedError("It is held already.")
        one.state, one.by, one.decided_at, one.why = Hold.State.OPEN, by, now, reason(why)
        one.save()
        take_back(one, now)
        move(one, now)
        title = f"What ads earned on {one.day:%-d %B} is held again"
        tell_earner(
            one.owner, key=f"hold:{one.pk}:{now:%Y%m%d%H%M%S%f}", title=title, text=one.why, page="earnings", now=now
        )
    return one


def explain(*, hold: Hold, text: str, by: User, now: datetime) -> Hold:
    """Take down what the owner's people say about it, once; the cashiers hear of it. Raises RefusedError."""
    text = text.replace("\x00", "").strip()
    if not 10 <= len(text) <= MOST_SAID:
        raise RefusedError(f"Explain it in 10 to {MOST_SAID:,} characters.")
    with transaction.atomic():
        accounts.lock(now)
        one = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
        if one.explanation:
            raise RefusedError("You have explained it before: what you wrote stands there.")
        one.explanation, one.explained_by, one.explained_at = text, by, now
        one.save()
        title = f"{one.owner} explains what is held of {one.day:%-d %B}"
        tell_cashiers(key=f"hold:{one.pk}:explained", title=title, text=text[:500], address=f"/counter/held/{one.pk}",
                      but=by, now=now)  # fmt: skip
    return one


def waiting(hold: Hold, now: datetime) -> Hold:
    """The hold, locked, with all of its money. Raises RefusedError where it was decided about before."""
    accounts.lock(now)
    one = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if one.state != Hold.State.OPEN:
        raise RefusedError(f"It was decided about already: {one.get_state_display()}.")
    move(one, now)
    return one


def reason(why: str) -> str:
    """The words of a decision. Raises RefusedError without any."""
    why = " ".join(why.replace("\x00", "").split())
    if not 3 <= len(why) <= MOST_WHY:
        raise RefusedError(f"Say why, in 3 to {MOST_WHY:,} characters: whose money it is reads it.")
    return why


def held_now(owner: str) -> int:
    """What is held of an owner's, in micros."""
    return Hold.objects.filter(owner=owner).aggregate(all=Sum("micros"))["all"] or 0

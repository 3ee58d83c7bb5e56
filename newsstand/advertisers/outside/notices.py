"""Tell the buyer what it won and what was seen: from our server, after the view was counted, until it has heard it."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from newsstand.advertisers.models import Decision, OutsideWin
from newsstand.lib.http import DoorError
from newsstand.lib.standing_door import standing

log = logging.getLogger(__name__)
AT_ONCE = 50
SECONDS = 2.0
MOST_BYTES = 64 * 1024
LOOK_AGAIN = timedelta(seconds=5)
# By OpenRTB's implementation notes (7.8) a notice is sent again every few seconds for about a minute; then less often.
WAITS = (10, 10, 10, 10, 20, 60, 600, 3600)
UNSEEN_AFTER = timedelta(minutes=45)
KEPT = timedelta(days=90)


def tell_buyers(*, now: datetime) -> int:
    """Send what is due; gives how many wins were looked at. A notice that arrived is never sent again.

    1. Load: wins that are due, and whether their view was counted.
    2. Decide: unseen ones wait, and are forgotten when nobody can see them any more.
    3. Send the notice, then the billing notice; save after each how far it came.
    """
    due = list(OutsideWin.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:AT_ONCE])
    rows = Decision.objects.filter(pk__in=[one.pk for one in due]).filter(Q(viewed_at__isnull=False))
    marks = dict(rows.values_list("pk", "view_mark"))
    for win in due:
        mark = marks.get(win.pk)
        if mark is None:
            wait_or_forget(win, now)
        elif mark:
            # Nobody believes it, so nobody is billed for it.
            settle(win, due_at=None, error=f"marked: {mark}")
        else:
            send(win, now)
    OutsideWin.objects.filter(due_at=None, won_at__lt=now - KEPT).delete()
    return len(due)


def wait_or_forget(win: OutsideWin, now: datetime) -> None:
    if now - win.won_at > UNSEEN_AFTER:
        win.delete()
    else:
        settle(win, due_at=now + LOOK_AGAIN)


def send(win: OutsideWin, now: datetime) -> None:
    """What is left of the two notices."""
    for at, address in enumerate((win.notice, win.billing)):
        if at < win.told:
            continue
        said = failure(address) if address else ""
        if said:
            win.tries += 1
            again = now + timedelta(seconds=WAITS[win.tries - 1]) if win.tries <= len(WAITS) else None
            if again is None:
                log.warning("The buyer outside has not taken a notice of decision %s: %s", win.pk, said)
            settle(win, due_at=again, error=said)
            return
        win.told = at + 1
        settle(win, due_at=now)
    settle(win, due_at=None)


def failure(address: str) -> str:
    """Why a notice did not arrive; "" where it did: any of 200 to 299."""
    try:
        reply = standing.ask(address, seconds=SECONDS, headers={}, most_bytes=MOST_BYTES)
    except (DoorError, TimeoutError) as error:
        return str(error) or "no answer"
    return "" if 200 <= reply.status < 300 else f"answered {reply.status}"


def settle(win: OutsideWin, *, due_at: datetime | None, error: str = "") -> None:
    win.due_at, win.error = due_at, error[:200]
    win.save(update_fields=["due_at", "error", "tries", "told"])

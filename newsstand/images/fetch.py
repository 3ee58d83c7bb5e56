"""Pictures that are due are fetched through the one door, checked, made ours and stored."""

import asyncio
import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.algorithms.pictures import (
    FINAL_REASONS,
    MOST_ATTEMPTS,
    MOST_BYTES,
    Failure,
    Refused,
    after_failure,
    status_problem,
)
from newsstand.images.models import WIDTHS, Image, State
from newsstand.images.reencode import Master, master_of
from newsstand.images.store import keep, sweep
from newsstand.lib.dbthread import DatabaseThread
from newsstand.lib.http import Door, DoorError, Limits, NotNow

LEASE = timedelta(minutes=2)
SECONDS = 20.0
AT_ONCE = 8
ACCEPT = "image/webp,image/jpeg,image/png,image/gif,image/avif,image/*;q=0.5,*/*;q=0.1"
# Each may take some hundred megabytes for a moment.
DECODERS = threading.BoundedSemaphore(2)

Settled = Callable[[list[str]], None]
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Fetched:
    """What became of the pictures that were due: ready, failed for good, or to be tried again later."""

    ready: int = 0
    failed: int = 0
    later: int = 0


async def fetch_due(
    *,
    door: Door,
    now: datetime | Callable[[], datetime],
    most: int = 50,
    ids: Collection[str] | None = None,
    settled: Settled | None = None,
    progress: Callable[[int], object] | None = None,
    seconds: float = SECONDS,
) -> Fetched:
    """Fetch at most `most` pictures that are due, eight at a time; only those in `ids` where it is given.

    1. Claim a row that nobody holds: its lease ends in two minutes, so that a killed worker's rows come back.
    2. Ask its server once, for at most `seconds`.
    3. Check and re-encode in a thread; store the file under its digest.
    4. Save what came of it. When the picture is ready or failed for good, `settled([id])` runs in the same transaction,
       for the caller to touch what shows it. It runs in another thread than the caller's.

    `progress(1)` is called after each. Any number of workers may run this at once.
    """
    clock = now if callable(now) else lambda: now
    await asyncio.to_thread(sweep, clock())
    counts = Fetched()
    tickets = iter(range(most))

    async with DatabaseThread() as database:

        async def one_after_another() -> None:
            for _ in tickets:
                image = await database(claim, now=clock(), ids=ids)
                if image is None:
                    return
                try:
                    outcome = await look_at(image, door=door, now=clock, seconds=seconds)
                except NotNow as error:
                    await database(give_back, image, due_at=clock() + error.again_in)
                    continue
                except asyncio.CancelledError:
                    await database(give_back, image)
                    raise
                saved = await database(save, image, outcome, now=clock(), settled=settled)
                count(counts, outcome if saved else None)
                if progress is not None:
                    progress(1)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, most)):
                group.create_task(one_after_another())
    return counts


def claim(*, now: datetime, ids: Collection[str] | None) -> Image | None:
    """Take the row that has been due longest and that nobody holds; None when there is none."""
    with transaction.atomic():
        due = Image.objects.due(now)
        if ids is not None:
            due = due.filter(pk__in=ids)
        # SQLite lets one writer in at a time; on PostgreSQL another worker's row is passed over.
        image = due.select_for_update(skip_locked=True).first()
        if image is not None:
            # Counted before the attempt: a file that ends this process must not end the next one for ever.
            image.attempts += 1
            image.leased_until = now + LEASE
            image.save(update_fields=["attempts", "leased_until"])
    return image


async def look_at(image: Image, *, door: Door, now: Callable[[], datetime], seconds: float) -> Master | Failure:
    """Fetch, check and store one picture. Raises NotNow and nothing else: what happens is a Failure that says why."""
    if image.attempts > MOST_ATTEMPTS:
        return Failure("Reading the picture ended our own process several times.", None)
    retry_after = ""
    try:
        reply = await door.get(
            image.source_url,
            headers={"Accept": ACCEPT},
            limits=Limits(seconds=seconds, body_bytes=MOST_BYTES),
            kind="picture",
        )
        why, passes = status_problem(reply.status)
        if not why:
            return await asyncio.to_thread(make_ours, reply.body)
        retry_after = reply.headers.get("retry-after", "")
    except Refused as refusal:
        why, passes = refusal.reason, False
    except NotNow:
        raise
    except DoorError as error:
        why, passes = error.reason, error.code not in FINAL_REASONS
    except Exception:
        # A fault of ours in one picture must not stop the others.
        logger.exception("Picture %s could not be fetched.", image.pk)
        why, passes = "An error of ours; the log of this installation has more.", True
    return after_failure(why, passes=passes, attempts=image.attempts, now=now(), retry_after=retry_after)


def make_ours(body: bytes) -> Master:
    """Re-encode a file and store it. Raises Refused."""
    with DECODERS:
        master = master_of(body, widest=WIDTHS[-1])
    keep(master)
    return master


def save(image: Image, outcome: Master | Failure, *, now: datetime, settled: Settled | None) -> bool:
    """Write down what became of a claimed picture; False when the lease had ended and somebody else did."""
    with transaction.atomic():
        mine = Image.objects.filter(pk=image.pk, state=State.DUE, leased_until=image.leased_until)
        if isinstance(outcome, Master):
            changed = mine.update(
                state=State.READY,
                content=outcome.content,
                width=outcome.width,
                height=outcome.height,
                error="",
                due_at=None,
                leased_until=None,
                fetched_at=now,
            )
        else:
            changed = mine.update(
                state=State.DUE if outcome.again_at else State.FAILED,
                error=outcome.why,
                due_at=outcome.again_at,
                leased_until=None,
            )
        if changed and settled is not None and not is_later(outcome):
            settled([image.pk])
    return bool(changed)


def give_back(image: Image, due_at: datetime | None = None) -> None:
    """End a lease early: the work is stopped, or goes on at `due_at`. The attempt does not count."""
    mine = Image.objects.filter(pk=image.pk, state=State.DUE, leased_until=image.leased_until)
    mine.update(leased_until=None, attempts=image.attempts - 1, due_at=due_at or image.due_at)


def is_later(outcome: Master | Failure) -> bool:
    return isinstance(outcome, Failure) and outcome.again_at is not None


def count(counts: Fetched, outcome: Master | Failure | None) -> None:
    if isinstance(outcome, Master):
        counts.ready += 1
    elif outcome is not None:
        counts.later += is_later(outcome)
        counts.failed += not is_later(outcome)

"""Feeds that are due are read: fetched many at a time, stored one after the other."""

import asyncio
import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newsstand.algorithms import feeds, schedule
from newsstand.ingest.read import Counts, hint, take_in
from newsstand.lib.dbthread import DatabaseThread
from newsstand.lib.http import Door, DoorError, Reply
from newsstand.lib.leases import claim
from newsstand.publishers.models import Feed

LEASE = timedelta(minutes=5)
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one feed: "read", "unchanged" or "error", with the words for it."""

    feed: Feed
    state: str
    counts: Counts = field(default_factory=Counts)
    error: str = ""
    problems: tuple[str, ...] = ()


class FeedError(Exception):
    """A feed that cannot be read. `reason` is a sentence for its publisher."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


async def refresh_due(
    *,
    door: Door,
    clock: Callable[[], datetime],
    most: int = 200,
    settled: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Read up to `most` feeds that are due; each outcome is given to `settled` as it comes.

    1. Load: claim the feeds for five minutes, so that no other worker reads them meanwhile.
    2. Decide: fetch and parse, up to fifty at a time.
    3. Save: one feed after the other, each in its own transaction; a feed that fails stops no other.
    """
    waiting = asyncio.Semaphore(AT_ONCE)
    # One connection for all: each other one would have to read again what this one has just written.
    async with DatabaseThread() as database:

        async def one(feed: Feed) -> Outcome:
            async with waiting:
                answer = await fetch(door, feed)
            outcome = await database(settle, feed, answer, clock())
            settled(outcome)
            return outcome

        claimed = await database(claim_due, clock(), most)
        return list(await asyncio.gather(*(one(feed) for feed in claimed)))


def claim_due(now: datetime, most: int) -> list[Feed]:
    """Up to `most` due feeds, taken for this worker."""
    return claim(Feed.objects.due(now).select_related("publisher"), now=now, lease=LEASE, most=most)


async def fetch(door: Door, feed: Feed) -> Reply | FeedError:
    """Ask a feed's address, with both validators."""
    try:
        return await door.get(feed.address, headers=conditions(feed))
    except DoorError as error:
        return FeedError(error.reason)


def conditions(feed: Feed) -> dict[str, str]:
    """The conditional headers: what the server gave us, back as it was."""
    headers = {
        "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
    }
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    return headers


def settle(feed: Feed, answer: Reply | FeedError, now: datetime) -> Outcome:
    """Store what a feed answered, and when to ask again."""
    try:
        if isinstance(answer, FeedError):
            raise answer
        return accept(feed, answer, now)
    except feeds.NotAFeed as error:
        return fail(feed, FeedError(error.reason), now)
    except FeedError as error:
        return fail(feed, error, now)


def accept(feed: Feed, reply: Reply, now: datetime) -> Outcome:
    """Take in a good answer; raises FeedError or NotAFeed for one that is not."""
    if reply.status == 304:
        return finish(feed, now, "unchanged")
    if reply.status != 200:
        raise FeedError(refusal(reply.status), retry_after(reply, now))
    body_hash = hashlib.blake2b(reply.body, digest_size=20).hexdigest()
    remember_validators(feed, reply)
    if feed.body_hash == body_hash:
        return finish(feed, now, "unchanged")
    parsed = feeds.parse(reply.body, content_type=reply.headers.get("content-type", ""), base_url=reply.url)
    counts = take_in(feed=feed, parsed=parsed, now=now)
    feed.body_hash = body_hash
    feed.format, feed.title = parsed.format[:40], parsed.title[:300]
    feed.problems = list(parsed.problems)
    if counts.accepted or counts.changed:
        feed.changed_at = now
    dates = [entry.published for entry in parsed.entries if entry.published]
    return finish(feed, now, "read", counts, parsed.problems, dates=dates, wait=hint(parsed))


def remember_validators(feed: Feed, reply: Reply) -> None:
    """Keep what the server gave for the next conditional question."""
    feed.etag = reply.headers.get("etag", "").replace("\x00", "")[:1000]
    feed.last_modified = reply.headers.get("last-modified", "").replace("\x00", "")[:200]


def finish(
    feed: Feed,
    now: datetime,
    state: str,
    counts: Counts | None = None,
    problems: tuple[str, ...] = (),
    *,
    dates: Sequence[datetime] = (),
    wait: timedelta | None = None,
) -> Outcome:
    """Save a feed after a good reading."""
    known = dates or list(feed.publisher.articles.order_by("-published_at").values_list("published_at", flat=True)[:10])
    feed.next_check_at = schedule.after_success(known, now=now, jitter=random.random(), hint=wait)  # noqa: S311
    feed.error, feed.error_count = "", 0
    save(feed, now)
    return Outcome(feed, state, counts or Counts(), problems=problems)


def fail(feed: Feed, error: FeedError, now: datetime) -> Outcome:
    """Save a feed after a bad reading: it is asked again later, and later each time."""
    feed.error, feed.error_count = error.reason[:500], feed.error_count + 1
    feed.next_check_at = schedule.after_error(
        feed.error_count,
        now=now,
        jitter=random.random(),  # noqa: S311
        retry_after=error.retry_after,
    )
    save(feed, now)
    return Outcome(feed, "error", error=feed.error)


def save(feed: Feed, now: datetime) -> None:
    """Write the feed's row and give the lease back."""
    feed.checked_at, feed.leased_until = now, None
    feed.save()


def refusal(status: int) -> str:
    """An HTTP status as a sentence."""
    known = {
        401: "The address asks for a password (401).",
        403: "The server refuses us (403).",
        404: "There is nothing at this address (404).",
        410: "The feed is gone for good (410).",
        429: "The server asks us to come less often (429).",
        503: "The server is not available at the moment (503).",
    }
    return known.get(status, f"The server answered {status} instead of the feed.")


def retry_after(reply: Reply, now: datetime) -> timedelta | None:
    """How long the server asks us to wait, in either of the header's two forms."""
    value = reply.headers.get("retry-after", "").strip()
    if value.isdigit():
        return timedelta(seconds=min(int(value), 30 * 86400))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta(0))

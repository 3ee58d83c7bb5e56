"""A feed is read: asked for with what we know of it, understood, stored."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from newsstand.algorithms import feed_answers, feeds, schedule
from newsstand.articles.dates import newest_dates
from newsstand.articles.text import storable
from newsstand.ingest.read import Counts, take_in
from newsstand.ingest.subscribe import note_miss, note_offer
from newsstand.lib.http import Door, DoorError, NotNow, Reply
from newsstand.lib.rows import hold, update
from newsstand.publishers.models import Feed, FeedEvent
from newsstand.publishers.retire import retire

MOST_ETAG = 1000
MOST_DATE = 200
MOST_ADDRESS = 2000
# What a reading writes. All else in the row is the editors'.
SAVED = (
    "address",
    "moved_from",
    "title",
    "format",
    "etag",
    "last_modified",
    "body_hash",
    "asks",
    "change_times",
    "next_check_at",
    "checked_at",
    "changed_at",
    "error",
    "error_count",
    "problems",
    "leased_until",
)
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one feed, with the words for it.

    `state` is "read", "unchanged", "error", "retired", "later" (its host is not to be asked yet) or "lost" (it took so
    long that another worker has taken the feed over).
    """

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


class Gone(Exception):  # noqa: N818 (it is what came, not what went wrong)
    """A feed's address says that it is gone for good."""


class LeaseLost(Exception):  # noqa: N818 (it says what happened)
    """Another worker has taken the feed meanwhile, or an editor has retired it: what came of it is not stored."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A good answer. `parsed` is None when it says nothing new; `moved_to` is where the feed is for good."""

    reply: Reply
    body_hash: str
    parsed: feeds.Feed | None
    moved_to: str


Answer = Reply | FeedError | NotNow


async def fetch(door: Door, feed: Feed) -> Answer:
    """Ask a feed's address, with both validators."""
    try:
        return await door.get(feed.address, headers=conditions(feed), kind="feed")
    except NotNow as error:
        return error
    except DoorError as error:
        return FeedError(error.reason)


def conditions(feed: Feed) -> dict[str, str]:
    """The conditional headers: what the server gave us, back as it was."""
    headers = {"Accept": ACCEPT}
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.last_modified:
        headers["If-Modified-Since"] = feed.last_modified
    return headers


def settle(feed: Feed, answer: Answer, now: datetime) -> Outcome:
    """Store what a feed answered, and when to ask again, unless another worker has taken the feed over.

    1. Decide: what the answer is, outside of any transaction.
    2. Save: the articles, the ledger and the feed in one transaction that holds the feed's row.
    """
    try:
        if isinstance(answer, NotNow):
            return put_off(feed, answer, now)
        reading = understand(feed, answer, now)
        if reading.parsed is None and not reading.moved_to:
            return finish(feed, reading, now)
        with transaction.atomic():
            return accept(feed, reading, now)
    except LeaseLost:
        return Outcome(feed, "lost")
    except Gone:
        reason = "Its address answered 410: the feed is gone for good."
        return Outcome(feed, "retired" if retire(feed=feed, reason=reason, now=now) else "lost", error=reason)
    except (feeds.NotAFeed, FeedError) as error:
        return fail(feed, error, now)


def understand(feed: Feed, answer: Reply | FeedError, now: datetime) -> Reading:
    """What an answer says; raises FeedError, NotAFeed or Gone for one that is no feed."""
    if isinstance(answer, FeedError):
        raise answer
    hops = [hop.status for hop in answer.hops]
    if answer.status == 304:
        return Reading(answer, feed.body_hash, None, "")
    if feed_answers.gone(answer.status, hops):
        raise Gone
    if answer.status != 200:
        reason = feed_answers.refusal(answer.status, answer.headers, answer.body)
        raise FeedError(reason, schedule.retry_after(answer.headers.get("retry-after", ""), now=now))
    moved_to = answer.url if feed_answers.permanent(hops) and answer.url != feed.address else ""
    body_hash = hashlib.blake2b(answer.body, digest_size=20).hexdigest()
    if body_hash == feed.body_hash:
        return Reading(answer, body_hash, None, moved_to)
    try:
        parsed = feeds.parse(answer.body, content_type=answer.headers.get("content-type", ""), base_url=answer.url)
    except feeds.NotAFeed:
        if feed_answers.wall(answer.headers):
            raise FeedError(feed_answers.refusal(answer.status, answer.headers, answer.body)) from None
        raise
    return Reading(answer, body_hash, parsed, moved_to)


def accept(feed: Feed, reading: Reading, now: datetime) -> Outcome:
    """Take in a good reading, and follow the feed to where it moved; raises LeaseLost. Inside a transaction."""
    if not hold(feed, leased_until=feed.leased_until, retired_at=None):
        raise LeaseLost
    if reading.moved_to:
        double = follow(feed, reading.moved_to)
        if double:
            retire(feed=feed, reason=double, now=now, tell=False)
            return Outcome(feed, "retired", error=double)
        note(feed, FeedEvent.Kind.MOVED, now, f"to {reading.moved_to}")
    parsed = reading.parsed
    if parsed is None:
        return finish(feed, reading, now)
    counts = take_in(feed=feed, parsed=parsed, now=now)
    feed.format, feed.title = parsed.format[:40], parsed.title[:300].replace("\x00", "")
    feed.problems = list(parsed.problems)
    feed.asks = {
        "ttl_minutes": parsed.ttl_minutes,
        "skip_hours": sorted(parsed.skip_hours),
        "skip_days": sorted(parsed.skip_days),
    }
    note_offer(feed=feed, parsed=parsed, headers=reading.reply.headers, now=now)
    if counts.accepted and feed.pushed_until is not None:
        note_miss(feed, now)
    if counts.accepted or counts.changed:
        feed.changed_at = now
        feed.change_times = [*feed.change_times, now.isoformat()][-schedule.MOMENTS :]
    return finish(feed, reading, now, counts)


def follow(feed: Feed, address: str) -> str:
    """Give the feed its new address; why it is to be retired instead, where that one is read already."""
    other = Feed.objects.select_related("publisher").filter(address=address).exclude(pk=feed.pk).first()
    if other is not None:
        # One that is retired gives nothing: the old address leads to the feed as well.
        return "" if other.retired_at else f"It has moved to {address}, which is read already, for {other.publisher}."
    if len(address) <= MOST_ADDRESS:
        feed.moved_from, feed.address = feed.address, address
    return ""


def finish(feed: Feed, reading: Reading, now: datetime, counts: Counts | None = None) -> Outcome:
    """Save a feed after a good reading; raises LeaseLost."""
    parsed, headers = reading.parsed, reading.reply.headers
    if reading.reply.status != 304:
        feed.body_hash = reading.body_hash
        feed.etag = validator(headers.get("etag", ""), MOST_ETAG)
        feed.last_modified = validator(headers.get("last-modified", ""), MOST_DATE)
    dates = [entry.published for entry in parsed.entries if entry.published] if parsed else []
    feed.next_check_at = after_success(feed, headers, now, dates)
    failed, feed.error, feed.error_count = feed.error, "", 0
    save(feed, now)
    if failed:
        note(feed, FeedEvent.Kind.RECOVERED, now)
    state = "read" if parsed else "unchanged"
    return Outcome(feed, state, counts or Counts(), problems=parsed.problems if parsed else ())


def after_success(feed: Feed, headers: Mapping[str, str], now: datetime, dates: Sequence[datetime] = ()) -> datetime:
    """When to read a feed again after a good answer; `dates` are its entries', where it brought some."""
    changed = [datetime.fromisoformat(text) for text in feed.change_times]
    if not dates and len(changed) < schedule.FEW:
        dates = newest_dates(feed.publisher_id, schedule.MOMENTS)
    return schedule.after_success(
        dates,
        now=now,
        jitter=random.random(),  # noqa: S311
        hint=schedule.fresh_for(headers, now=now),
        bounds=bounds(feed, now),
        changed=changed,
        wishes=wishes(feed),
    )


def validator(value: str, most: int) -> str:
    """A validator as the server wrote it; none at all where it cannot be kept whole."""
    return value if len(value) <= most and "\x00" not in value else ""


def bounds(feed: Feed, now: datetime) -> schedule.Bounds:
    """How soon and how late the feed is read again; while a hub tells us what is new, seldom."""
    usual = schedule.Bounds(timedelta(minutes=feed.soonest_minutes), timedelta(minutes=feed.latest_minutes))
    is_pushed = feed.pushed_until is not None and feed.pushed_until > now
    return schedule.while_pushed(usual) if is_pushed else usual


def wishes(feed: Feed) -> schedule.Wishes:
    """What the feed said of itself when it was last read."""
    minutes = feed.asks.get("ttl_minutes")
    ttl = None if minutes is None else timedelta(minutes=min(minutes, 10**6))
    return schedule.Wishes(ttl, frozenset(feed.asks.get("skip_hours", ())), frozenset(feed.asks.get("skip_days", ())))


def fail(feed: Feed, error: FeedError | feeds.NotAFeed, now: datetime) -> Outcome:
    """Save a feed after a bad reading: it is asked again later, and later each time."""
    before, feed.error, feed.error_count = feed.error, storable(error.reason, 500), feed.error_count + 1
    feed.next_check_at = schedule.after_error(
        feed.error_count,
        now=now,
        jitter=random.random(),  # noqa: S311
        retry_after=error.retry_after if isinstance(error, FeedError) else None,
        bounds=bounds(feed, now),
    )
    try:
        save(feed, now)
    except LeaseLost:
        return Outcome(feed, "lost")
    if feed.error != before:
        note(feed, FeedEvent.Kind.FAILED, now, feed.error)
    return Outcome(feed, "error", error=feed.error)


def note(feed: Feed, kind: FeedEvent.Kind, now: datetime, text: str = "") -> None:
    """Write down a turn in the feed's life, for its publisher."""
    FeedEvent.objects.create(feed=feed, kind=kind, text=text[:500], at=now)


def put_off(feed: Feed, why: NotNow, now: datetime) -> Outcome:
    """Its host is not to be asked yet: nothing is wrong with the feed, and it comes back when it may."""
    held = Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until)
    feed.next_check_at = now + why.again_in
    if not held.update(next_check_at=feed.next_check_at, leased_until=None):
        raise LeaseLost
    feed.leased_until = None
    return Outcome(feed, "later", error=why.reason)


def save(feed: Feed, now: datetime) -> None:
    """Write what a reading changed and give the lease back; raises LeaseLost where it is another's by now."""
    held = feed.leased_until
    feed.checked_at, feed.leased_until = now, None
    if not update(feed, SAVED, leased_until=held, retired_at=None):
        raise LeaseLost

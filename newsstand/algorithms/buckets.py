"""How often a host may be asked: token buckets that are one moment each, so that they fit a row of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Rule:
    """One request each `every` in the long run, and after a rest `burst` (1 and up) at once."""

    every: timedelta
    burst: int

    def with_pause(self, pause: timedelta) -> "Rule":
        """The same, never faster than one request each `pause`, which a site asked for itself."""
        return Rule(pause, 1) if pause > self.every else self


@dataclass(frozen=True, slots=True)
class Bucket:
    """`full_at` is when all tokens will be back; nobody may ask before `closed_until`."""

    full_at: datetime
    closed_until: datetime | None = None


Party = tuple[Bucket, Rule]


def wait(bucket: Bucket, rule: Rule, *, now: datetime) -> timedelta:
    """How long until the next request may be sent; nothing when that is now."""
    free_at = bucket.full_at - rule.every * (rule.burst - 1)
    if bucket.closed_until is not None:
        free_at = max(free_at, bucket.closed_until)
    return max(free_at - now, NO_TIME)


def wait_for_all(parties: Sequence[Party], *, now: datetime) -> timedelta:
    """How long until every one of these buckets lets a request through."""
    return max((wait(bucket, rule, now=now) for bucket, rule in parties), default=NO_TIME)


def take(parties: Sequence[Party], *, now: datetime) -> tuple[list[Bucket], timedelta]:
    """Take one token of each bucket: the buckets as they are then, and how long to wait before sending.

    However often this is called, no stretch of time `t` sees more than `burst + t / every` requests of one rule.
    """
    pause = wait_for_all(parties, now=now)
    start = now + pause
    return [replace(bucket, full_at=max(bucket.full_at, start) + rule.every) for bucket, rule in parties], pause


def close(bucket: Bucket, until: datetime) -> Bucket:
    """Nobody asks before `until`; a longer closing stands."""
    return replace(bucket, closed_until=max(until, bucket.closed_until or until))


def promise(last: datetime | None, rule: Rule, *, now: datetime, pause: timedelta) -> datetime:
    """When somebody who cannot wait in line should come back: after `pause`, and after everybody sent away before.

    `last` is what the one before was told. So a thousand who come at once come back one by one.
    """
    soonest = now + pause
    return soonest if last is None else max(soonest, last + rule.every)

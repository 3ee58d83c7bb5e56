"""When to look at a feed again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SOONEST = timedelta(minutes=15)
LATEST = timedelta(hours=24)
UNKNOWN = timedelta(hours=1)
# How seldom a feed is polled whose hub tells us what is new.
PUSHED = timedelta(hours=6)
LONGEST_PAUSE = timedelta(days=7)
LONGEST_RETRY = timedelta(days=30)
JITTER = 0.1
# How many of the newest moments say how often something happens, and how few say nothing yet.
MOMENTS = 10
FEW = 3
# A feed that has been silent for ten hours can wait another one.
QUIET_SHARE = 10
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MAX_AGE = re.compile(r"""(?:^|,)\s*max-age\s*=\s*"?(\d{1,10})""", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|,)\s*no-(?:cache|store)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How soon and how late a feed is looked at again."""

    soonest: timedelta = SOONEST
    latest: timedelta = LATEST


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a feed says of itself: a `ttl`, and hours (0 to 23, UTC) and days (by name) when it is not to be asked."""

    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()


NO_WISHES = Wishes()
USUAL = Bounds()


def while_pushed(bounds: Bounds) -> Bounds:
    """The bounds for a feed of which a hub tells us: polling is a second look every few hours."""
    return Bounds(max(bounds.soonest, min(PUSHED, bounds.latest)), bounds.latest)


def interval(
    published: Sequence[datetime],
    *,
    now: datetime,
    hint: timedelta | None = None,
    bounds: Bounds = USUAL,
    changed: Sequence[datetime] = (),
) -> timedelta:
    """Half the usual gap between changes, never under what the server asks for (`hint`), within bounds.

    `changed` are moments when a reading brought something new; as long as they are few, the entries' own dates
    (`published`) stand for them. A feed that has been silent for long is asked less and less often: the time since the
    last change counts as a gap.
    """
    seen = sorted((moment for moment in changed if moment <= now), reverse=True)[:MOMENTS]
    said = sorted((moment for moment in published if moment <= now), reverse=True)[:MOMENTS]
    moments = seen if len(seen) >= FEW or not said else said
    wanted = UNKNOWN
    if moments:
        wanted = (now - moments[-1]) / len(moments) / 2
    if seen:
        wanted = max(wanted, (now - seen[0]) / QUIET_SHARE)
    return within(max(wanted, hint or wanted), bounds)


def within(wanted: timedelta, bounds: Bounds) -> timedelta:
    """`wanted`, not sooner and not later than the bounds; where they cross, the later one holds."""
    return max(bounds.soonest, min(wanted, bounds.latest))


def after_success(
    published: Sequence[datetime],
    *,
    now: datetime,
    jitter: float,
    hint: timedelta | None = None,
    bounds: Bounds = USUAL,
    changed: Sequence[datetime] = (),
    wishes: Wishes = NO_WISHES,
) -> datetime:
    """The next look after a good one. `jitter` is a drawn number from 0 to 1.

    Within the bounds, and within them never sooner than asked for. Where that hour or day is one when the feed is not
    to be asked, the first one after.
    """
    longest = max((wish for wish in (hint, wishes.ttl) if wish is not None), default=None)
    wait = interval(published, now=now, hint=longest, bounds=bounds, changed=changed)
    moved = wait * (1 + JITTER * (2 * jitter - 1))
    # At a bound the jitter is turned inwards: cut off, all feeds at that bound would come at once.
    floor = longest if longest is not None and bounds.soonest <= longest <= bounds.latest else bounds.soonest
    if moved < floor:
        moved = floor * 2 - moved
    elif moved > bounds.latest:
        moved = bounds.latest * 2 - moved
    return welcome(now + max(floor, within(moved, bounds)), wishes)


def welcome(moment: datetime, wishes: Wishes) -> datetime:
    """The first moment from `moment` on that the feed does not exclude; `moment` itself when it excludes them all."""
    hours = wishes.skip_hours if len(wishes.skip_hours) < 24 else frozenset()
    days = wishes.skip_days if not wishes.skip_days >= set(DAYS) else frozenset()
    there = moment.astimezone(UTC)
    for _ in range(8 * 24):
        if there.hour not in hours and DAYS[there.weekday()] not in days:
            return there
        # The minutes stay, so that not everybody comes at the full hour.
        there += timedelta(hours=1)
    return moment


def after_error(
    errors: int,
    *,
    now: datetime,
    jitter: float,
    retry_after: timedelta | None = None,
    bounds: Bounds = USUAL,
) -> datetime:
    """The next look after `errors` failures in a row (1 and up): twice as long each time, at most a week, never never.

    What the server asks for in Retry-After is waited for, within the same bound.
    """
    doublings = min(max(errors, 1) - 1, 12)
    first = min(max(bounds.soonest, timedelta(minutes=1)), LONGEST_PAUSE)
    wait: timedelta = min(first * float(2**doublings), LONGEST_PAUSE)
    if retry_after is not None:
        wait = min(max(wait, retry_after), LONGEST_PAUSE)
    return now + wait * (1 + JITTER * jitter)


def retry_after(value: str, *, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait, in either of its forms; None when it makes no sense."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), int(LONGEST_RETRY.total_seconds())))
    moment = http_date(text)
    return None if moment is None else min(max(moment - now, timedelta()), LONGEST_RETRY)


def fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """How long an answer stays fresh by Cache-Control (first) or Expires; None when it does not say.

    `headers` have lower-case keys. What a cache on the way has spent of it (Age) is taken off.
    """
    control = headers.get("cache-control", "")
    if _NO_CACHE.search(control):
        return None
    age = headers.get("age", "").strip()
    spent = timedelta(seconds=int(age[:10])) if age.isascii() and age.isdigit() else timedelta()
    if found := _MAX_AGE.search(control):
        return max(timedelta(seconds=int(found[1])) - spent, timedelta())
    ends = http_date(headers.get("expires", ""))
    if ends is None:
        return None
    sent = http_date(headers.get("date", "")) or now
    return max(ends - sent - spent, timedelta())


def http_date(value: str) -> datetime | None:
    """A date as HTTP headers write it, aware and UTC; None when it is none."""
    try:
        moment = parsedate_to_datetime(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

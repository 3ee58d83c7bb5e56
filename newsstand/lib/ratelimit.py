"""How often somebody may do something: token buckets on Django's cache.

The buckets are exact within one process. Where several processes share a cache, two that look at the same moment may
each let one more pass; where each has its own, the limit holds for each of them.
"""

import math
import threading
from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache

PREFIX = "ratelimit:"
lock = threading.Lock()


class Rate(NamedTuple):
    """At most so many at once, refilled evenly over so many seconds."""

    most: int
    seconds: int


class Allowance(NamedTuple):
    """Whether to go on; if not, in how many whole seconds to try again."""

    allowed: bool
    retry_after: int = 0


class Bucket(NamedTuple):
    tokens: float
    at: float


def allow(key: str, *rates: Rate, now: datetime) -> Allowance:
    """Take one token from each of the key's buckets, or none at all when one of them is empty.

    `key` names the deed and the doer ("comment:17"). Buckets of one key are told apart by their length.
    """
    moment = now.timestamp()
    names = {rate: f"{PREFIX}{key}:{rate.seconds}" for rate in rates}
    with lock:
        found = cache.get_many(list(names.values()))
        filled = {rate: refill(found.get(name), rate, moment) for rate, name in names.items()}
        wait = max(((1 - bucket.tokens) * rate.seconds / rate.most for rate, bucket in filled.items()), default=0.0)
        if wait > 0:
            return Allowance(allowed=False, retry_after=max(1, math.ceil(wait)))
        for rate, bucket in filled.items():
            cache.set(names[rate], Bucket(bucket.tokens - 1, moment), timeout=rate.seconds)
    return Allowance(allowed=True)


def refill(bucket: Bucket | None, rate: Rate, moment: float) -> Bucket:
    """The bucket as it is now: what dripped in since it was last seen, never more than it holds."""
    if bucket is None:
        return Bucket(float(rate.most), moment)
    dripped = max(moment - bucket.at, 0.0) * rate.most / rate.seconds
    # A rounding error must not make anybody wait for a second that has passed.
    return Bucket(min(float(rate.most), bucket.tokens + dripped + 1e-9), moment)

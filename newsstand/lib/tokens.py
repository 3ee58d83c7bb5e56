"""Tokens for asking hosts, shared by all processes through the database; and the hosts that are not asked at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from newsstand.algorithms import buckets
from newsstand.algorithms.buckets import Rule
from newsstand.lib import rows
from newsstand.lib.models import Bucket, Stop

DOMAIN = "domain:"
ADDRESS = "address:"
MOST_PAUSE_SECONDS = 60.0
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule for all names under one registrable domain, and the one for all names at one address."""

    domain: Rule
    address: Rule

    def of(self, name: str) -> Rule:
        return self.domain if name.startswith(DOMAIN) else self.address


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether a request may be sent in `pause`; where `granted` is False, it should come back no sooner than that."""

    granted: bool
    pause: timedelta


def reserve(wanted: Sequence[Sequence[str]], *, rules: Rules, patience: timedelta, now: datetime) -> list[Turn]:
    """Take a token from each bucket that each of `wanted` names, in order; none where the wait is over `patience`.

    1. Load the buckets, locked, so that other processes take theirs before or after.
    2. Decide with `algorithms.buckets`.
    3. Save those that changed.
    """
    names = sorted({name for one in wanted for name in one})
    with transaction.atomic():
        found = locked(names, now)
        state = {name: buckets.Bucket(row.full_at, row.closed_until) for name, row in found.items()}
        kept = {
            name: rules.of(name).with_pause(timedelta(seconds=min(row.pause_seconds, MOST_PAUSE_SECONDS)))
            for name, row in found.items()
        }
        turns: list[Turn] = []
        changed: set[str] = set()
        for one in wanted:
            parties = [(state[name], kept[name]) for name in one]
            pause = buckets.wait_for_all(parties, now=now)
            granted = pause <= patience
            if granted:
                after, pause = buckets.take(parties, now=now)
                state.update(zip(one, after, strict=True))
                changed.update(one)
            turns.append(Turn(granted, pause))
        statement = f"UPDATE {Bucket._meta.db_table} SET full_at = %s WHERE name = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(statement, [(rows.moment(state[name].full_at), name) for name in sorted(changed)])
    return turns


def locked(names: Sequence[str], now: datetime) -> dict[str, Bucket]:
    """The buckets of these names, made where there are none, locked in one order so that nobody waits in a circle."""
    rows.insert([Bucket(name=name, full_at=now) for name in names], ignore_conflicts=True)
    return {row.name: row for row in Bucket.objects.select_for_update().filter(name__in=names).order_by("name")}


def close(until: Mapping[str, datetime], *, now: datetime) -> None:
    """Nobody asks these domains before the moment given for each."""
    with transaction.atomic():
        for name, row in locked(sorted(DOMAIN + domain for domain in until), now).items():
            moment = until[name.removeprefix(DOMAIN)]
            row.closed_until = buckets.close(buckets.Bucket(row.full_at, row.closed_until), moment).closed_until
            row.save(update_fields=["closed_until"])


def ask_for_pause(domain: str, seconds: float, *, now: datetime) -> None:
    """The robots.txt of a host of this domain wants so many seconds between two requests; 0 takes that back."""
    with transaction.atomic():
        locked([DOMAIN + domain], now)
        Bucket.objects.filter(name=DOMAIN + domain).update(pause_seconds=min(seconds, MOST_PAUSE_SECONDS))


def stopped() -> frozenset[str]:
    """The hosts that asked us to stop."""
    return frozenset(host.strip().strip(".").lower() for host in Stop.objects.values_list("host", flat=True))


def forget(now: datetime) -> None:
    """Drop buckets that have been full for a day and say nothing else."""
    old = Bucket.objects.filter(full_at__lt=now - FORGOTTEN, pause_seconds=0)
    old.exclude(closed_until__gt=now).delete()

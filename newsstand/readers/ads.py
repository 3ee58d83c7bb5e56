"""Categories of ads that a reader switched off for good."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from newsstand.accounts.models import User
from newsstand.readers.models import AdsOff


def switched_off(user: User) -> frozenset[str]:
    """The categories of which a reader sees no ads. One query."""
    return frozenset(AdsOff.objects.filter(user=user).values_list("category", flat=True))


def switch_off(*, user: User, category: str, now: datetime) -> None:
    """Show a reader no more ads of a category, on any page, until they say otherwise."""
    AdsOff.objects.get_or_create(user=user, category=category, defaults={"since": now})


@transaction.atomic
def choose_off(*, user: User, categories: Collection[str], now: datetime) -> None:
    """Make these, and no others, the categories of which a reader sees no ads.

    1. Load what is off now.
    2. Decide: what is new, what is on again.
    3. Save both at once; what was off already keeps its date.
    """
    before = switched_off(user)
    AdsOff.objects.filter(user=user).exclude(category__in=categories).delete()
    new = [AdsOff(user=user, category=category, since=now) for category in sorted(set(categories) - before)]
    AdsOff.objects.bulk_create(new, ignore_conflicts=True)

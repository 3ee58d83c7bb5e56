"""Who had which share of what their pages earned, on a day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from newsstand.publishers.models import ContractChange
from newsstand.revenue.readings import shares

SITE = "site"


def shares_on(owners: Iterable[str], day: date) -> dict[str, int]:
    """Each owner's share in basis points as it was at the end of a day (UTC); the site's own is 0. Two queries.

    A contract's share is that of now, taken back through the changes since; contributors' is the setting's, because
    nobody writes down when an operator changed it.
    """
    found = shares(owner for owner in owners if owner != SITE)
    publishers = [int(owner.partition(":")[2]) for owner in found if owner.startswith("publisher:")]
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    since = ContractChange.objects.filter(publisher__in=publishers, at__gte=end).order_by("-at", "-pk")
    for publisher, before in since.values_list("publisher_id", "before"):
        if "share" in before:
            found[f"publisher:{publisher}"] = int(before["share"])
    return {**found, **({SITE: 0} if SITE in set(owners) else {})}

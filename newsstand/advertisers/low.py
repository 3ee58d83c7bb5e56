"""Tell an advertiser's owners that its wallet will soon be empty."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Sum

from newsstand.advertisers.models import AdDay, Campaign, Kind, Purse, Role
from newsstand.advertisers.tell_people import tell_people
from newsstand.algorithms.amounts import amount

DAYS = 3
AT_ONCE = 200


def tell_low(*, now: datetime) -> int:
    """A notice for each advertiser whose wallet does not last for three days more at the pace of the last three.

    Once for each time that money came in, so that nobody hears it twice of the same money. Gives how many were low.
    """
    since = now.date() - timedelta(days=DAYS)
    counted = AdDay.objects.filter(day__gte=since, charged__gt=0).values_list("ad__campaign__advertiser")
    pace = dict(counted.annotate(micros=Sum(F("charged") - F("refunded"))))
    purses = Purse.objects.filter(pk__in=pace, advertiser__kind=Kind.SELF_SERVICE, advertiser__closed_at=None)
    found = 0
    for purse in purses.select_related("advertiser").order_by("pk")[:AT_ONCE]:
        left = purse.funded - purse.spent
        runs = Campaign.objects.filter(advertiser_id=purse.pk, paused_at=None, ended_at=None)
        if left >= pace[purse.pk] or not runs.exists():
            continue
        found += 1
        shown = amount(left, settings.NEWSSTAND_CURRENCY)
        cost = amount(pace[purse.pk], settings.NEWSSTAND_CURRENCY)
        tell_people(
            advertiser=purse.advertiser,
            key=f"low:{purse.pk}:{purse.funded}",
            title=f"{shown} are left in the wallet of {purse.advertiser.name}.",
            text=f"Your ads cost {cost} in the last {DAYS} days. When it is empty they stop, and nothing is owed.",
            address=f"{purse.advertiser.get_absolute_url()}/money",
            now=now,
            roles=(Role.OWNER,),
        )
    return found

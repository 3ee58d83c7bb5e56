"""The least that is taken."""

from django.conf import settings

from newsstand.advertisers.models import Pricing


def floor_of(pricing: str) -> int:
    """The least bid in micros: for a click (CPC), for a thousand views (CPM); 0 for the house's own."""
    floors = {Pricing.CPC: settings.NEWSSTAND_AD_FLOOR_CPC, Pricing.CPM: settings.NEWSSTAND_AD_FLOOR_CPM}
    return int(floors.get(Pricing(pricing), 0))

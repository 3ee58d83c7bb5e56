"""The bakery's desk, with a month of figures behind it."""

from datetime import timedelta

from newsstand.advertisers.days import day_of
from newsstand.advertisers.models import Advertiser, Campaign
from newsstand.advertisers.rules import make_rule
from newsstand.algorithms.ad_rules import Terms
from newsstand.lib.clock import now
from tests.advertisers.counted import counted, decided
from tests.advertisers.town import ad, advertiser, campaign, funded, want
from tests.people import di

# Another one than other pages of the town have.
NAME = "Mill Street Bakery"
DEAR = Terms("click cost", over=True, limit=400_000, days=3, least=100, deed="bid", change=-10, lowest=100_000)


def bakery() -> Advertiser:
    """Di's; a campaign of its was seen and clicked for four weeks, and has a rule. Made when there is none."""
    found = Advertiser.objects.filter(name=NAME).first()
    if found is not None:
        return found
    at = now()
    one = funded(advertiser(NAME, now=at), now=at)
    targets = (want("place", 1, name="Harbour"), want("topic", 7, name="Bread"))
    of = campaign(one, now=at, starts_at=at - timedelta(days=40), total=400_000_000, targets=targets)
    shown = ad(of, now=at)
    today = day_of(one.zone, at)
    for number in range(28):
        figures = {"views": 400 + 31 * (number % 7), "clicks": 4 + number % 5, "charged": (4 + number % 5) * 170_000}
        counted(shown, today - timedelta(days=number), marked_views=number % 3, **figures)
    decided(1, shown, at, today, view_mark="robot")
    make_rule(campaign=of, terms=DEAR, by=di(), now=at)
    return one


def desk(page: str = "") -> str:
    """A page of the bakery's desk."""
    return f"/advertisers/{bakery().slug}{page}"


def of_campaign() -> str:
    """The page of its campaign."""
    return desk(f"/campaigns/{Campaign.objects.get(advertiser=bakery()).pk}")

"""The bakery's desk, with a month of figures behind it."""

from datetime import timedelta

from newsstand.advertisers.days import day_of
from newsstand.advertisers.invite import invite, token_of
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Role, TopUp
from newsstand.advertisers.rules import make_rule
from newsstand.advertisers.send import send_in
from newsstand.advertisers.suspend import suspend
from newsstand.advertisers.top_up import begin_top_up
from newsstand.algorithms.ad_rules import Terms
from newsstand.lib.clock import now
from tests.advertisers.counted import counted, decided
from tests.advertisers.town import ad, advertiser, campaign, draft, funded, want
from tests.people import ann, di, mo, person

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


def drafted() -> str:
    """The page of an ad that was begun and lacks something."""
    of = Campaign.objects.get(advertiser=bakery())
    made = Ad.objects.filter(campaign=of, state=Ad.State.DRAFT).first()
    return desk(f"/ads/{(made or draft(of, now=now(), headline='BREAD!!!', payer='')).pk}")


def sent() -> str:
    """The page of an ad that waits for review."""
    made = Ad.objects.filter(campaign__advertiser=bakery(), state=Ad.State.WAITING).first()
    if made is None:
        made = draft(Campaign.objects.get(advertiser=bakery()), now=now(), headline="Warm rolls before the first ferry")
        send_in(ad=made, by=di(), now=now())
    return desk(f"/ads/{made.pk}")


def approved() -> str:
    """The page of the ad that is shown."""
    return desk(f"/ads/{Ad.objects.get(campaign__advertiser=bakery(), state=Ad.State.APPROVED).pk}")


def stopped() -> str:
    """The page of an advertiser that a moderator has suspended."""
    one = advertiser("Wonder Cures", owner=person("Quinn"), now=now())
    suspend(advertiser=one, by=mo(), why="Every ad promises to heal what nobody can heal.", now=now())
    return f"/advertisers/{one.slug}/suspend"


def billed() -> str:
    """The page of an invoice that nobody has paid yet."""
    found = TopUp.objects.filter(advertiser=bakery()).first()
    micros = 250_000_000
    made = found or begin_top_up(advertiser=bakery(), micros=micros, provider="invoice", by=di(), now=now())
    return desk(f"/money/{made.number}")


def invited() -> str:
    """The page of an invitation to the bakery, which is for Ann."""
    made = invite(advertiser=bakery(), email=ann().email, role=Role.VIEWER, by=di(), now=now())
    return f"/advertisers/invitation/{token_of(made)}"

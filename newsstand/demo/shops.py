"""The town's shops advertise, through the same verbs as everybody: what they pay for was seen and clicked since."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from newsstand.accounts.models import User
from newsstand.advertisers.ad import Said, picture_of, write_ad
from newsstand.advertisers.campaign import begin_campaign
from newsstand.advertisers.fund import fund
from newsstand.advertisers.join import join
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Target
from newsstand.advertisers.plan import Plan, Want
from newsstand.advertisers.send import send_in
from newsstand.demo.desk import enter_moderator
from newsstand.demo.pictures import picture
from newsstand.demo.server import DemoServer
from newsstand.demo.shop_window import Shop, ShopAd, ShopCampaign, shops
from newsstand.demo.writers import enter_user
from newsstand.images.models import Image
from newsstand.moderation.decide import decide
from newsstand.moderation.models import Decision, Kind
from newsstand.topics.models import Topic

# So long ago they came.
BEFORE = timedelta(days=9)


def fill_shops(server: DemoServer) -> None:
    """Let the shops join, pay in and advertise; a shop that is here already is left as it is."""
    now = server.started_at - BEFORE
    moderator = enter_moderator(server)
    for shop in shops():
        if not Advertiser.objects.filter(name=shop.name).exists():
            open_shop(shop, server, moderator, now)


def open_shop(shop: Shop, server: DemoServer, moderator: User, now: datetime) -> None:
    """One shop, from its owner's account to ads that were looked at."""
    owner = enter_user(shop.slug, shop.owner, server)
    site = f"http://localhost:{server.port}/{shop.slug}/"
    made = join(by=owner, name=shop.name, payer=shop.payer, site=site, zone=settings.TIME_ZONE, now=now)
    fund(advertiser=made, micros=shop.money, key=f"demo:{shop.slug}", memo=f"Invented money of {shop.name}", now=now)
    for wanted in shop.campaigns:
        campaign = begin_campaign(advertiser=made, plan=plan_of(wanted, now), by=owner, now=now)
        for one in wanted.ads:
            place_ad(campaign, one, site, owner, moderator, now)


def plan_of(wanted: ShopCampaign, now: datetime) -> Plan:
    return Plan(
        name=wanted.name,
        pricing=wanted.pricing,
        bid=wanted.bid,
        starts_at=now,
        ends_at=now + timedelta(days=60),
        hours="",
        daily=wanted.daily,
        total=wanted.total,
        targets=tuple(wants(wanted.targets)),
    )


def wants(targets: Mapping[str, tuple[str, ...]]) -> Iterator[Want]:
    """Targets by the topics' numbers here. Topics that the town does not have are left out."""
    for kind, slugs in targets.items():
        for topic in Topic.objects.filter(slug__in=slugs).order_by("pk"):
            yield Want(Target.Kind(kind), topic.pk, "", topic.name)


def place_ad(campaign: Campaign, one: ShopAd, site: str, owner: User, moderator: User, now: datetime) -> Ad:
    """Write an ad, send it in, and let the town's moderator look at it."""
    said = Said(headline=one.headline, text=one.text, alt=one.alt, category=one.category, landing=site)
    ad = write_ad(campaign=campaign, said=said, by=owner, now=now, picture=drawn(one.picture, now))
    send_in(ad=ad, by=owner, now=now)
    if not one.waits:
        decide(action=Decision.Action.APPROVE, kind=Kind.AD, number=ad.pk, by=moderator, now=now, is_public=False)
    return ad


def drawn(name: str, now: datetime) -> Image | None:
    """One of the town's pictures, as a shop would upload it."""
    return picture_of(picture(name), now) if name else None

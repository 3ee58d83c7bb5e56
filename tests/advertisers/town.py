"""Di has a bakery that advertises: its campaigns, ads and money, made by the same verbs as on the pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

from newsstand.accounts.models import User
from newsstand.advertisers.ad import Said, write_ad
from newsstand.advertisers.ad_steps import take_step
from newsstand.advertisers.campaign import begin_campaign
from newsstand.advertisers.fund import fund
from newsstand.advertisers.join import join
from newsstand.advertisers.models import Ad, Advertiser, Campaign, Category, Kind, Membership, Pricing, Role, Target
from newsstand.advertisers.plan import Plan, Want
from newsstand.algorithms.amounts import MICROS
from newsstand.images.models import Image
from tests.people import di, person

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SITE = "https://bakery.example.org"
# Every ad of a campaign has another headline, so that pages can be searched for it.
HEADLINE = "Fresh bread from the mill by the river"


def advertiser(name: str = "River Bakery", *, owner: User | None = None, now: datetime = NOON, **fields: Any) -> Any:
    """The advertiser of that name, Di's where nobody is given; made when there is none. `fields`: as in `join`."""
    found = Advertiser.objects.filter(name=name).first()
    wanted = {"site": SITE, "payer": f"{name} Ltd", "zone": "Europe/Berlin"} | fields
    return found or join(by=owner or di(), name=name, now=now, **wanted)


def house(now: datetime = NOON) -> Advertiser:
    """The site itself as an advertiser that pays nothing."""
    found = Advertiser.objects.filter(kind=Kind.HOUSE).first()
    return found or Advertiser.objects.create(
        name="Newsstand", slug="newsstand", kind=Kind.HOUSE, payer="Newsstand", joined_at=now
    )


def joined(one: Advertiser, user: User, role: str = Role.MANAGER, now: datetime = NOON) -> User:
    """`user` belongs to the advertiser, as what the role says."""
    Membership.objects.update_or_create(advertiser=one, user=user, defaults={"role": role, "since": now})
    return user


def manager(one: Advertiser | None = None) -> User:
    """Max makes the bakery's ads, and does not touch its money."""
    return joined(one or advertiser(), person("Max"), Role.MANAGER)


def viewer(one: Advertiser | None = None) -> User:
    """Vi looks at the bakery's figures, and changes nothing."""
    return joined(one or advertiser(), person("Vi"), Role.VIEWER)


def cashier() -> User:
    """Cat keeps the books of advertising."""
    found = person("Cat")
    User.objects.filter(pk=found.pk).update(is_cashier=True)
    found.is_cashier = True
    return found


def plan(**fields: Any) -> Plan:
    """What a campaign asks for: 0.20 for a click, 100 in all, from an hour before noon and without end."""
    usual: dict[str, Any] = {
        "name": "Bread in autumn",
        "pricing": Pricing.CPC,
        "bid": MICROS // 5,
        "starts_at": NOON - timedelta(hours=1),
        "ends_at": None,
        "hours": "",
        "daily": None,
        "total": 100 * MICROS,
    }
    return Plan(**(usual | fields))


def want(kind: str, which: int | str, *, name: str = "", excluded: bool = False) -> Want:
    """A target: `which` is a topic's number, or a slot's key."""
    is_slot = kind == Target.Kind.SLOT
    number, key = (None, str(which)) if is_slot else (int(which), "")
    return Want(kind, number, key, name or f"{kind} {which}", excluded)


def campaign(one: Advertiser | None = None, *, now: datetime = NOON, **fields: Any) -> Campaign:
    """A campaign of the bakery's, or of `one`; `fields`: as in `plan`. It has no ads and its purse may be empty."""
    return begin_campaign(advertiser=one or advertiser(), plan=plan(**fields), by=None, now=now)


def house_campaign(*, now: datetime = NOON, **fields: Any) -> Campaign:
    """A campaign of the site itself, which costs nothing."""
    return campaign(house(now), now=now, **({"pricing": Pricing.HOUSE, "bid": 0, "total": 0} | fields))


def draft(of: Campaign | None = None, *, now: datetime = NOON, picture: Image | None = None, **said: Any) -> Ad:
    """An ad that was not sent in; `said`: as in advertisers.ad.Said."""
    usual = {"headline": HEADLINE, "text": "Open every morning from six.", "landing": f"{SITE}/bread"}
    words = Said(**({**usual, "category": Category.FOOD} | said))
    return write_ad(campaign=of or campaign(now=now), said=words, by=di(), now=now, picture=picture)


def ad(of: Campaign | None = None, *, now: datetime = NOON, picture: Image | None = None, **said: Any) -> Ad:
    """An approved ad, as after review."""
    made = draft(of, now=now, picture=picture, **said)
    take_step(ad=made, state=Ad.State.WAITING, by=di(), now=now)
    take_step(ad=made, state=Ad.State.APPROVED, by=None, now=now)
    return Ad.objects.select_related("campaign__advertiser").get(pk=made.pk)


def funded(one: Advertiser | None = None, micros: int = 1000 * MICROS, *, now: datetime = NOON, key: str = "") -> Any:
    """The advertiser with so many micros more in its purse, and in the ledger."""
    found = one or advertiser(now=now)
    known = key or f"town:{found.pk}:{micros}:{now.isoformat()}"
    fund(advertiser=found, micros=micros, key=known, memo="A top-up", now=now)
    found.refresh_from_db()
    return found


def running(now: datetime = NOON, **fields: Any) -> Ad:
    """An approved ad of a campaign of a funded advertiser: it is shown wherever there is a slot."""
    one = funded(now=now)
    return ad(campaign(one, now=now, **fields), now=now)

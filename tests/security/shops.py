"""An advertiser with its people, a campaign, ads in each state and money, and something behind each such address."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from newsstand.accounts.models import User
from newsstand.advertisers.contexts import PageContext, context_row
from newsstand.advertisers.invite import invite, token_of
from newsstand.advertisers.models import Ad, Advertiser, Role
from newsstand.advertisers.send import send_in
from newsstand.advertisers.token_keys import signing_key
from newsstand.advertisers.top_up import begin_top_up
from newsstand.algorithms.ad_tokens import mint, number_of
from newsstand.articles.models import Article
from newsstand.lib.clock import now
from newsstand.publishers.models import Publisher
from newsstand.revenue.hold import hold
from newsstand.revenue.models import Hold
from newsstand.revenue.settle import settle_due
from tests import people
from tests.advertisers import town
from tests.advertisers.offers import offer
from tests.revenue import ads as earnings
from tests.security import who_may_ads as who

EURO = 1_000_000
REASONS = [{"rule": "rate", "said": "Too many clicks.", "figure": 90.0, "usual": 5.0}]
PEOPLE = {
    who.READER: people.ben,
    who.EDITOR: people.ed,
    who.MODERATOR: people.mo,
    who.OWNER: people.di,
    who.OTHER_OWNER: people.eve,
    who.CASHIER: town.cashier,
    who.SUSPENDED_CASHIER: town.cashier,
}
MEMBERS = {
    who.MANAGER: ("Max", Role.MANAGER),
    who.VIEWER: ("Vi", Role.VIEWER),
    who.SUSPENDED_OWNER: ("Sue", Role.OWNER),
}


def somebody(name: str) -> User:
    """One of the people of the table."""
    return people.person(MEMBERS[name][0]) if name in MEMBERS else PEOPLE[name]()


def furnish(newsroom: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the newsroom has, and behind it what the table needs: values for the patterns, "" and of each thing."""
    # The newsroom's own has nobody of the table's people.
    Advertiser.objects.all().delete()
    shop = town.funded(town.advertiser(now=now()), now=now())
    for name, role in MEMBERS.values():
        town.joined(shop, people.person(name), role)
    town.advertiser("Other Shop", owner=people.eve(), now=now())
    of = town.campaign(shop, now=now(), starts_at=now() + timedelta(days=1))
    shown = town.ad(of, now=now())
    Ad.objects.filter(pk=shown.pk).update(first_shown_on=now().date(), last_shown_on=now().date())
    bill = begin_top_up(advertiser=shop, micros=200 * EURO, provider="invoice", by=people.di(), now=now())
    made = invite(advertiser=shop, email=people.ben().email, role=Role.VIEWER, by=people.di(), now=now())
    held, owed = earned()
    tokens = {"advertisers": token_of(made), "slots": token_of_slot(shown)}
    shared = newsroom | {
        "slug": newsroom["slug"] | {"advertisers": shop.slug},
        "number": newsroom["number"] | {"advertisers": of.pk, "api": shop.pk},
        "token": newsroom["token"] | tokens,
        "form": "csv",
        "ad_id": shown.pk,
        "hold_id": held.pk,
        "campaign": of.pk,
        "bill": bill.number,
        "owed": owed,
    }
    waits, draft = town.draft(of, now=now(), headline="It waits"), town.draft(of, now=now(), headline="It was begun")
    send_in(ad=waits, by=people.di(), now=now())
    things = {"waits": waits.pk, "draft": draft.pk, "bill": bill.number}
    return {"": shared} | {
        thing: shared | {"number": shared["number"] | {"advertisers": number}} for thing, number in things.items()
    }


def earned() -> tuple[Hold, str]:
    """A day of the newsroom's publisher that is held, and the ledger's name of it, which is owed something."""
    publisher = Publisher.objects.get(slug="beacon")
    owner, article = f"publisher:{publisher.pk}", Article.objects.filter(publisher=publisher)[0]
    yesterday = (now() - timedelta(days=1)).date()
    long_ago = datetime.combine(yesterday, time(12), UTC) - timedelta(days=20)
    for at in (long_ago, long_ago + timedelta(days=20)):
        earnings.seen(owner, at, article=article.pk, times=4)
    settle_due(now=now())
    made = hold(owner=owner, day=yesterday, reasons=REASONS, by=None, now=now())
    assert made is not None
    return made, owner


def token_of_slot(shown: Ad) -> str:
    """The token of the ad in a slot of a page."""
    context = context_row(PageContext("article")).pk
    return mint(offer(shown, now=now(), decision=number_of(now(), 1), context=context), key=signing_key())

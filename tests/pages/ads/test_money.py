"""What an advertiser has here, invoices, the counter, and the files for buyers: who sees them, and what they do."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.advertisers.days import day_of
from newsstand.advertisers.leases import reclaim
from newsstand.advertisers.low import tell_low
from newsstand.advertisers.models import Advertiser, CounterDeed, Decision, PaymentEvent, Purse, Refund, TopUp
from newsstand.advertisers.node import node
from newsstand.advertisers.payment_events import take
from newsstand.algorithms.amounts import amount
from newsstand.lib import clock
from newsstand.notices.models import Notice
from tests.advertisers.counted import counted
from tests.advertisers.offers import booked, click, offer, view
from tests.advertisers.stripe_server import KEY, SECRET, Stripe, event, session
from tests.advertisers.town import ad, advertiser, campaign, cashier, funded, manager, viewer
from tests.comments.talk import signed_in
from tests.feed_server import FeedServer
from tests.pages.newsroom import make_publisher
from tests.people import di, ed, eve, mo

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
EURO = 1_000_000
ADDRESS = {"email": "bills@bakery.example", "address": "Mill Lane 4\nHarbour", "tax_number": "DE 123"}


@pytest.fixture(autouse=True)
def fresh(db: None, settings: Any) -> None:
    cache.clear()
    settings.NEWSSTAND_TAX = "VAT 19"
    settings.NEWSSTAND_INVOICE_FROM = ("Newsstand e.V.", "Pier 1")
    settings.NEWSSTAND_INVOICE_PAY_TO = ("IBAN DE89 3704",)


def bakery() -> Advertiser:
    return advertiser(now=clock.now(), **ADDRESS)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def page(one: Advertiser) -> str:
    return f"/advertisers/{one.slug}/money"


def pays(one: Advertiser, amount: str = "200", provider: str = "invoice", **more: str) -> Any:
    return signed_in(di()).post(page(one), {"do": "pay", "amount": amount, "provider": provider, **more})


def test_an_owner_pays_by_invoice_and_a_cashier_books_it() -> None:
    one = bakery()
    answer = pays(one)
    top_up = TopUp.objects.get()
    assert answer.headers["Location"] == f"{page(one)}/{top_up.number}"
    invoice = words(signed_in(di()).get(answer.headers["Location"]))
    sides = ("Newsstand e.V.", "Mill Lane 4", "DE 123", "IBAN DE89 3704")
    for said in ("Invoice 20", "VAT", "238.00 EUR", top_up.number, *sides):
        assert said in invoice
    counter = signed_in(cashier())
    assert top_up.number in words(counter.get("/counter"))
    refused = counter.post("/counter", {"do": "paid", "number": top_up.number, "note": ""})
    assert (refused.status_code, TopUp.objects.get().state) == (422, "open")
    counter.post("/counter", {"do": "paid", "number": top_up.number, "note": "statement 14"})
    assert "200.00 EUR" in words(signed_in(di()).get(page(one)))
    assert "Receipt 20" in words(signed_in(di()).get(f"{page(one)}/{top_up.number}"))
    shown = words(counter.get("/counter"))
    assert f"Marked {top_up.number} as paid: statement 14" in shown
    assert "No invoice is open" in shown
    assert Purse.objects.get().funded == 200 * EURO


@pytest.mark.parametrize(
    ("amount", "provider", "said"),
    [
        ("1,250", "invoice", "with a point and nothing else"),
        ("4", "invoice", "between"),
        ("5.005", "invoice", "whole cents"),
        ("200", "gold", "does not offer"),
        ("200", "stripe", "does not offer"),
        ("", "invoice", "is no amount"),
    ],
)
def test_what_cannot_be_paid_says_why_and_keeps_what_was_typed(amount: str, provider: str, said: str) -> None:
    answer = pays(bakery(), amount, provider)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{amount}"' in answer.content.decode()
    assert not TopUp.objects.exists()


def test_only_owners_pay_and_only_its_people_and_cashiers_see() -> None:
    one = bakery()
    funded(one, 10 * EURO, now=clock.now())
    form = {"do": "pay", "amount": "200", "provider": "invoice"}
    for user, sees, pays_in in (
        (di(), 200, True), (manager(one), 200, False), (viewer(one), 200, False), (cashier(), 200, False),
        (ed(), 403, False), (mo(), 403, False), (eve(), 403, False),
    ):  # fmt: skip
        client = signed_in(user)
        for address in (page(one), f"{page(one)}.csv"):
            assert client.get(address).status_code == sees
        before = TopUp.objects.count()
        assert client.post(page(one), form).status_code == (302 if pays_in else 403)
        assert TopUp.objects.count() == before + pays_in
        assert ("Pay in" in words(client.get(page(one)))) is (pays_in and sees == 200)
    assert Client().get(page(one)).status_code == 302


def test_an_invoice_of_another_is_not_there() -> None:
    one = bakery()
    pays(one)
    other = advertiser("Eve’s Eels", owner=eve(), now=clock.now())
    assert signed_in(eve()).get(f"{page(other)}/{TopUp.objects.get().number}").status_code == 404


def test_the_counter_is_the_cashiers_alone() -> None:
    for user in (di(), ed(), mo(), eve()):
        client = signed_in(user)
        assert client.get("/counter").status_code == 403
        assert client.post("/counter", {"do": "paid", "number": "x", "note": "x"}).status_code == 403
        assert 'href="/counter"' not in client.get("/about").content.decode()
    assert Client().get("/counter").status_code == 302
    assert signed_in(cashier()).get("/counter").status_code == 200
    assert signed_in(cashier()).post("/counter", {"do": "dance"}).status_code == 404


def test_money_goes_back_and_a_cashier_sends_it() -> None:
    one = bakery()
    pays(one)
    counter = signed_in(cashier())
    counter.post("/counter", {"do": "paid", "number": TopUp.objects.get().number, "note": "statement 14"})
    owner = signed_in(di())
    assert owner.post(page(one), {"do": "back", "amount": "201", "reason": ""}).status_code == 422
    owner.post(page(one), {"do": "back", "amount": "150", "reason": "The season is over"})
    refund = Refund.objects.get()
    assert "The season is over" in words(counter.get("/counter"))
    assert "178.50 EUR" in words(counter.get("/counter"))
    refused = counter.post("/counter", {"do": "send", "refund": refund.pk})
    assert "transfer it" in words(refused)
    counter.post("/counter", {"do": "sent", "refund": refund.pk, "note": "transfer of 3 May"})
    refund.refresh_from_db()
    assert (refund.sent_by, refund.micros, refund.tax) == (cashier(), 150 * EURO, 28_500_000)
    assert "Nothing has to be sent back" in words(counter.get("/counter"))
    rows = list(csv.DictReader(io.StringIO(owner.get(f"{page(one)}.csv").content.decode())))
    assert [int(row["micros"]) for row in rows] == [200 * EURO, -150 * EURO]
    assert int(rows[-1]["balance_micros"]) == 50 * EURO


def test_a_charge_is_refunded_with_its_reason_once() -> None:
    one = offer()
    booked(view(one), view(one))
    booked(click(one))
    charged = Decision.objects.get().charged
    assert charged
    counter = signed_in(cashier())
    for _ in range(3):
        counter.post("/counter", {"do": "refund", "decision": str(one.decision), "reason": "Shown beside an accident"})
    assert Decision.objects.get().refunded == charged
    assert Refund.objects.count() == CounterDeed.objects.count() == 1
    assert counter.post("/counter", {"do": "refund", "decision": "7", "reason": "x"}).status_code == 422
    assert counter.post("/counter", {"do": "refund", "decision": "x", "reason": "x"}).status_code == 404


def test_a_day_of_ads_is_one_line() -> None:
    one = offer()
    for number in range(1, 4):
        each = offer(number=number) if number > 1 else one
        booked(view(each))
        booked(click(each))
    shop = Advertiser.objects.get(name="River Bakery")
    text = words(signed_in(di()).get(page(shop)))
    assert text.count("Ads that were seen or clicked") == 1


@pytest.mark.django_db(transaction=True)
def test_stripes_page_is_a_link_away_and_what_was_paid_stands_there(
    feed_server: FeedServer, settings: Any, door_to_loopback: None
) -> None:
    settings.NEWSSTAND_STRIPE_KEY, settings.NEWSSTAND_STRIPE_WEBHOOK_SECRET = KEY, SECRET
    settings.NEWSSTAND_STRIPE_URL = feed_server.address
    Stripe(feed_server)
    one = bakery()
    answer = pays(one, provider="stripe")
    number = TopUp.objects.get().number
    assert f'href="https://checkout.stripe.com/c/pay/{number}"' in answer.content.decode()
    owner = signed_in(di())
    assert "as soon as Stripe has told us" in words(owner.get(f"{page(one)}?paid={number}"))
    take(event("evt_1", "checkout.session.completed", session(number, 23800)), now=clock.now())
    assert "has arrived" in words(owner.get(f"{page(one)}?paid={number}"))
    assert PaymentEvent.objects.get().outcome == f"{number} paid"


@pytest.mark.django_db(transaction=True)
def test_where_stripe_does_not_answer_nothing_is_left_open(settings: Any, door_to_loopback: None) -> None:
    settings.NEWSSTAND_STRIPE_KEY, settings.NEWSSTAND_STRIPE_WEBHOOK_SECRET = KEY, SECRET
    settings.NEWSSTAND_STRIPE_URL = "http://127.0.0.1:9"
    answer = pays(bakery(), provider="stripe")
    assert answer.status_code == 422
    assert "nothing was charged" in words(answer)
    assert TopUp.objects.get().state == "cancelled"


def test_who_runs_out_of_money_hears_it_once_a_top_up() -> None:
    now = clock.now()
    one = funded(bakery(), 10 * EURO, now=now)
    shown = ad(campaign(one, now=now, starts_at=now - timedelta(days=2)), now=now)
    counted(shown, now.date(), views=10, charged=4 * EURO)
    Purse.objects.filter(pk=one.pk).update(spent=4 * EURO)
    tell_low(now=now)
    assert not Notice.objects.filter(title__contains="wallet").exists()
    Purse.objects.filter(pk=one.pk).update(spent=7 * EURO)
    for _ in range(3):
        tell_low(now=now)
    notice = Notice.objects.get(title__contains="wallet")
    assert (notice.user, notice.address) == (di(), page(one))


def test_ads_txt_and_sellers_json_say_who_sells(settings: Any) -> None:
    settings.NEWSSTAND_URL = "https://news.example.org"
    publisher = make_publisher()
    text = Client().get("/ads.txt").content.decode()
    assert text.splitlines()[0] == "placeholder.example.com, placeholder, DIRECT, placeholder"
    assert "OWNERDOMAIN=example.org" in text
    settings.NEWSSTAND_OPENRTB_URL = "https://rtb.buyer.example/bid"
    settings.NEWSSTAND_ADS_TXT = ("other.example, 77, RESELLER, abc", "MANAGERDOMAIN=manager.example")
    answer = Client().get("/ads.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines()[:3] == [
        "buyer.example, news.example.org, DIRECT",
        "other.example, 77, RESELLER, abc",
        "MANAGERDOMAIN=manager.example",
    ]
    found = json.loads(Client().get("/sellers.json").content)
    assert found["version"] == "1.0"
    assert found["sellers"][0] == {
        "seller_id": "site", "name": "Newsstand", "domain": "news.example.org", "seller_type": "BOTH",
    }  # fmt: skip
    mine = next(one for one in found["sellers"] if one["seller_id"] == f"publisher:{publisher.pk}")
    assert mine["seller_type"] == "PUBLISHER"
    assert ("name" in mine) is not bool(mine.get("is_confidential"))


def test_what_is_held_for_views_stands_by_campaign_until_it_is_free_again() -> None:
    now = clock.now()
    one = funded(bakery(), now=now)
    shown = ad(campaign(one, name="Bread by views", pricing="cpm", bid=5 * EURO, now=now), now=now)
    here = node()
    here.refresh(now)
    lease = here.reserve(shown.campaign_id, day_of(one.zone, now), 5_000, now)
    assert lease is not None
    held = Purse.objects.get().leased
    assert held > 0
    said = words(signed_in(di()).get(page(one)))
    assert "What is held" in said
    assert f"Bread by views</a> <b>{amount(held)} EUR</b>" in said
    assert "free again by itself" in said
    reclaim(now=now + timedelta(hours=1))
    assert Purse.objects.get().leased == 0
    assert 'id="held"' not in words(signed_in(di()).get(page(one)))

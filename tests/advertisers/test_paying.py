"""Advertisers pay in by invoice and by Stripe, and get back what they did not spend: each sum once, whatever comes."""

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.test import Client

from newsstand.advertisers.debts import owes
from newsstand.advertisers.errors import RefusedError
from newsstand.advertisers.join import join
from newsstand.advertisers.models import Advertiser, CounterDeed, PaymentEvent, Purse, Refund, TopUp
from newsstand.advertisers.pay_back import ask_back, can_go_back, mark_sent, send_back
from newsstand.advertisers.payments.port import PaymentError
from newsstand.advertisers.payments.providers import providers
from newsstand.advertisers.top_up import begin_top_up, cancel, mark_paid
from newsstand.ledger.accounts import account, balance
from newsstand.ledger.models import Entry
from newsstand.ledger.post import post
from newsstand.lib import clock
from newsstand.lib.clock import now
from tests import people
from tests.advertisers import stripe_server
from tests.advertisers.stripe_server import KEY, SECRET, Stripe, charge, dispute, event, session, signed
from tests.feed_server import FeedServer

EURO = 1_000_000
HOOK = "/api/payments/stripe"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_stripe(settings: Any) -> None:
    settings.NEWSSTAND_STRIPE_KEY, settings.NEWSSTAND_STRIPE_WEBHOOK_SECRET = KEY, SECRET
    settings.NEWSSTAND_TAX = "VAT 19"


@pytest.fixture
def bakery() -> Advertiser:
    return join(by=people.di(), name="The Bakery", now=now(), email="bills@bakery.example")


@pytest.fixture
def stripe(feed_server: FeedServer, settings: Any, door_to_loopback: None) -> Stripe:
    settings.NEWSSTAND_STRIPE_URL = feed_server.address
    return Stripe(feed_server)


def begun(advertiser: Advertiser, micros: int = 100 * EURO, provider: str = "stripe") -> TopUp:
    return begin_top_up(advertiser=advertiser, micros=micros, provider=provider, by=people.di(), now=now())


def send(told: dict[str, Any], client: Client | None = None, **how: Any) -> int:
    body = json.dumps(told).encode()
    header = how.get("header", signed(body, how.get("at", now()), how.get("secret", SECRET)))
    asked = (client or Client()).post(HOOK, body, content_type="application/json", headers={"Stripe-Signature": header})
    return asked.status_code


def wallet(advertiser: Advertiser) -> int:
    held = balance(kind="wallet", owner=f"advertiser:{advertiser.pk}")
    purse = Purse.objects.get(pk=advertiser.pk)
    assert held == purse.funded - purse.spent
    return held


def spend(advertiser: Advertiser, micros: int) -> None:
    """As ads do: out of the wallet into what the site's pages earned."""
    Purse.objects.filter(pk=advertiser.pk).update(spent=micros)
    from_wallet = account(kind="wallet", owner=f"advertiser:{advertiser.pk}", never_negative=True, now=now())
    earned = account(kind="clearing", owner="site", never_negative=True, now=now())
    post(key=f"spent:{advertiser.pk}", entries=[(from_wallet, -micros), (earned, micros)], at=now(), memo="Shown")


def nothing_is_lost() -> None:
    assert sum(Entry.objects.values_list("micros", flat=True)) == 0


def test_an_invoice_is_numbered_and_its_money_comes_when_a_cashier_says_so(bakery: Advertiser) -> None:
    first, second = begun(bakery, provider="invoice"), begun(bakery, provider="invoice")
    year = f"{first.at:%Y}"
    assert (first.number, second.number) == (f"{year}-00001", f"{year}-00002")
    assert first.tax == 19 * EURO
    with pytest.raises(RefusedError, match="Note where"):
        mark_paid(top_up=first, note=" ", by=people.ed(), now=now())
    mark_paid(top_up=first, note="bank statement 14", by=people.ed(), now=now())
    with pytest.raises(RefusedError, match="already"):
        mark_paid(top_up=first, note="again", by=people.ed(), now=now())
    assert wallet(bakery) == 100 * EURO
    assert balance(kind="tax", owner="site") == 19 * EURO
    assert balance(kind="outside", owner="payments") == -119 * EURO
    assert CounterDeed.objects.get().said == f"Marked {year}-00001 as paid: bank statement 14"
    nothing_is_lost()


@pytest.mark.parametrize("micros", [0, -EURO, EURO, 5_000_001, 100_001 * EURO])
def test_what_is_no_sum_is_refused(bakery: Advertiser, micros: int) -> None:
    with pytest.raises(RefusedError):
        begun(bakery, micros)
    assert not TopUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_stripe_is_asked_through_the_one_door_for_the_sum_and_its_tax(bakery: Advertiser, stripe: Stripe) -> None:
    top_up = begun(bakery)
    pays = providers()["stripe"]
    assert pays.begin(top_up, now=now()) == pays.begin(top_up, now=now())
    top_up.refresh_from_db()
    assert top_up.reference == f"cs_test_{top_up.number}"
    (made,) = stripe.made.values()
    given = made["given"]
    assert given["line_items[0][price_data][unit_amount]"] == "10000"
    assert given["line_items[1][price_data][unit_amount]"] == "1900"
    assert given["line_items[1][price_data][product_data][name]"] == "VAT"
    assert {asked.headers["User-Agent"].partition("/")[0] for asked in stripe.asked} == {"Newsstand"}
    assert {asked.headers["Idempotency-Key"] for asked in stripe.asked} == {f"top-up:{top_up.number}"}


@pytest.mark.django_db(transaction=True)
def test_a_key_that_stripe_does_not_know_charges_nothing_and_says_what_to_do(
    bakery: Advertiser, stripe: Stripe, settings: Any
) -> None:
    settings.NEWSSTAND_STRIPE_KEY = "sk_test_of_somebody_else"
    with pytest.raises(PaymentError, match="nothing was charged"):
        providers()["stripe"].begin(begun(bakery), now=now())


def test_a_payment_told_ten_times_and_by_two_events_is_one_credit(bakery: Advertiser) -> None:
    top_up = begun(bakery)
    told = event("evt_1", "checkout.session.completed", session(top_up.number, 11900))
    assert {send(told) for _ in range(10)} == {200}
    assert send(event("evt_2", "checkout.session.async_payment_succeeded", session(top_up.number, 11900))) == 200
    assert wallet(bakery) == 100 * EURO
    assert PaymentEvent.objects.count() == 2
    nothing_is_lost()


FORGED: list[tuple[str, dict[str, Any]]] = [
    ("another secret", {"secret": "whsec_of_somebody_else"}),
    ("too old", {"at": now() - timedelta(seconds=301)}),
    ("from the future", {"at": now() + timedelta(seconds=900)}),
    ("no header", {"header": ""}),
    ("nonsense", {"header": "t=soon,v1=zz"}),
    ("no scheme of ours", {"header": "t=1763900000,v0=" + "0" * 64}),
]


@pytest.mark.parametrize("how", [how for _, how in FORGED], ids=[name for name, _ in FORGED])
def test_what_stripe_did_not_sign_is_not_even_kept(bakery: Advertiser, how: dict[str, Any]) -> None:
    told = event("evt_1", "checkout.session.completed", session(begun(bakery).number, 11900))
    assert send(told, **how) == 400
    assert wallet(bakery) == 0
    assert not PaymentEvent.objects.exists()


def test_one_changed_byte_is_refused(bakery: Advertiser) -> None:
    body = json.dumps(event("evt_1", "checkout.session.completed", session(begun(bakery).number, 11900))).encode()
    header = signed(body, now())
    for at in range(0, len(body), 37):
        changed = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        asked = Client().post(HOOK, changed, content_type="application/json", headers={"Stripe-Signature": header})
        assert asked.status_code == 400
    assert wallet(bakery) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"amount_total": 11899}, {"amount_total": 1190000}, {"currency": "usd"}, {"payment_status": "unpaid"}],
    ids=["a cent less", "a hundredfold", "another currency", "not paid yet"],
)
def test_only_the_whole_sum_in_the_right_currency_is_credited(bakery: Advertiser, wrong: dict[str, Any]) -> None:
    thing = {**session(begun(bakery).number, 11900), **wrong}
    assert send(event("evt_1", "checkout.session.completed", thing)) == 200
    assert wallet(bakery) == 0
    assert PaymentEvent.objects.get().outcome.startswith("nothing:")


def test_an_invoice_is_not_paid_by_an_event_of_stripes(bakery: Advertiser) -> None:
    top_up = begun(bakery, provider="invoice")
    send(event("evt_1", "checkout.session.completed", session(top_up.number, 11900)))
    assert wallet(bakery) == 0


ORDERS = list(permutations(["paid", "expired", "refunded", "disputed", "won"]))


@pytest.mark.parametrize("order", ORDERS[::7], ids=["-".join(one) for one in ORDERS[::7]])
def test_events_in_any_order_leave_the_same_money(bakery: Advertiser, order: tuple[str, ...]) -> None:
    """Paid 100, 40 refunded at Stripe, 30 disputed and won: 60 are left, except where it is won before it is lost."""
    number = begun(bakery).number
    events = {
        "paid": event("evt_1", "checkout.session.completed", session(number, 11900)),
        "expired": event("evt_2", "checkout.session.expired", session(number, 11900, status="expired")),
        "refunded": event("evt_3", "charge.refunded", charge(number, 4760)),
        "disputed": event("evt_4", "charge.dispute.created", dispute(number, 3570)),
        "won": event("evt_5", "charge.dispute.funds_reinstated", dispute(number, 3570)),
    }
    for name in order:
        for _ in range(3):
            assert send(events[name]) == 200
    assert wallet(bakery) == 60 * EURO
    assert owes(bakery) == 0
    top_up = TopUp.objects.get()
    assert (top_up.state, top_up.paid_back) == (TopUp.State.PAID, 40 * EURO)
    assert balance(kind="tax", owner="site") == 60 * 19 * EURO // 100
    nothing_is_lost()


def test_what_was_spent_before_it_was_taken_back_is_owed_and_the_next_top_up_pays_it(bakery: Advertiser) -> None:
    number = begun(bakery).number
    send(event("evt_1", "checkout.session.completed", session(number, 11900)))
    spend(bakery, 70 * EURO)
    send(event("evt_2", "charge.dispute.created", dispute(number, 11900)))
    send(event("evt_3", "charge.dispute.funds_withdrawn", dispute(number, 11900)))
    assert (wallet(bakery), owes(bakery)) == (0, 70 * EURO)
    send(event("evt_4", "checkout.session.completed", session(begun(bakery).number, 11900)))
    assert (wallet(bakery), owes(bakery)) == (30 * EURO, 0)
    nothing_is_lost()


def test_what_is_left_goes_back_to_the_top_ups_it_came_from(bakery: Advertiser) -> None:
    paid = [begun(bakery, provider="invoice") for _ in range(2)]
    for one in paid:
        mark_paid(top_up=one, note="statement", by=people.ed(), now=now())
    spend(bakery, 50 * EURO)
    assert can_go_back(bakery) == 150 * EURO
    with pytest.raises(RefusedError) as refused:
        ask_back(advertiser=bakery, micros=151 * EURO, reason="Over", by=people.di(), now=now())
    assert refused.value.most == 150 * EURO
    made = ask_back(advertiser=bakery, micros=150 * EURO, reason="Over", by=people.di(), now=now())
    assert [(one.micros, one.tax) for one in made] == [(100 * EURO, 19 * EURO), (50 * EURO, 9_500_000)]
    assert wallet(bakery) == 0
    assert balance(kind="tax", owner="site") == 9_500_000
    with pytest.raises(RefusedError):
        ask_back(advertiser=bakery, micros=10_000, reason="More", by=people.di(), now=now())
    assert not send_back(refund=made[0], by=None, now=now())
    mark_sent(refund=made[0], by=people.ed(), now=now(), note="transfer of 3 May")
    with pytest.raises(RefusedError, match="already"):
        mark_sent(refund=made[0], by=people.ed(), now=now(), note="transfer of 3 May")
    nothing_is_lost()


@pytest.mark.django_db(transaction=True)
def test_stripe_sends_a_refund_once_and_its_own_word_of_it_takes_nothing_more(
    bakery: Advertiser, stripe: Stripe
) -> None:
    number = begun(bakery).number
    send(event("evt_1", "checkout.session.completed", session(number, 11900)))
    (made,) = ask_back(advertiser=bakery, micros=25 * EURO, reason="Over", by=people.di(), now=now())
    assert send_back(refund=made, by=None, now=now())
    # As if the answer had been lost: asked again, Stripe knows the key.
    Refund.objects.update(sent_at=None)
    assert send_back(refund=Refund.objects.get(), by=None, now=now())
    assert [one["given"]["amount"] for one in stripe.made.values()] == ["2975"]
    assert stripe.made[made.key]["given"]["payment_intent"] == f"pi_{number}"
    send(event("evt_2", "charge.refunded", charge(number, 2975)))
    assert wallet(bakery) == 75 * EURO
    assert Refund.objects.get().sent_at is not None
    nothing_is_lost()


def test_a_paid_top_up_is_not_cancelled_and_a_cancelled_one_that_is_paid_counts(bakery: Advertiser) -> None:
    top_up = begun(bakery)
    cancel(top_up=top_up, by=people.di(), now=now())
    send(event("evt_1", "checkout.session.completed", session(top_up.number, 11900)))
    assert wallet(bakery) == 100 * EURO
    with pytest.raises(RefusedError, match="ask for the money back"):
        cancel(top_up=top_up, by=people.di(), now=now())


def test_without_stripe_its_address_is_not_there(settings: Any) -> None:
    settings.NEWSSTAND_STRIPE_WEBHOOK_SECRET = ""
    assert send(event("evt_1", "ping", {})) == 404


def test_the_library_signs_as_the_tests_do() -> None:
    from stripe import WebhookSignature

    body, at = b'{"id": "evt_1"}', clock.now()
    made = WebhookSignature.generate_signature_header(body.decode(), SECRET, int(at.timestamp()))
    assert signed(body, at).startswith(made)
    assert stripe_server.SECRET == SECRET

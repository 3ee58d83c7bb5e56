"""The site's own ads: where nobody bought, and kept by cashiers alone."""

import pytest
from django.test import Client

from newsstand.advertisers.house import furnish, house, own_campaign
from newsstand.advertisers.models import Ad, AdStep, Advertiser, Campaign, Kind, Pricing
from tests.advertisers.running import NOON, running
from tests.advertisers.town import cashier
from tests.people import ed, eve

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FORM = {"headline": "Come and see the press", "text": "Saturdays at ten.", "landing": "/about"}


def test_a_new_site_gets_its_usual_ads_once() -> None:
    assert furnish(now=NOON) == 3
    assert furnish(now=NOON) == 0
    assert set(Ad.objects.values_list("state", flat=True)) == {Ad.State.APPROVED}
    assert AdStep.objects.filter(state=Ad.State.APPROVED).count() == 3
    assert Campaign.objects.get().pricing == Pricing.HOUSE


def test_who_ended_them_is_not_given_them_again() -> None:
    furnish(now=NOON)
    Campaign.objects.update(ended_at=NOON)
    assert furnish(now=NOON) == 0


def test_there_is_one_house() -> None:
    assert house(NOON) == house(NOON)
    assert own_campaign(NOON) == own_campaign(NOON)
    assert Advertiser.objects.filter(kind=Kind.HOUSE).count() == 1


def test_a_cashier_adds_pauses_and_takes_back(client: Client, settings: object) -> None:
    settings.NEWSSTAND_URL = "https://news.example"  # type: ignore[attr-defined]
    client.force_login(cashier())
    assert client.post("/counter/house", FORM).status_code == 302
    ad = Ad.objects.get()
    assert (ad.landing, ad.state) == ("https://news.example/about", Ad.State.APPROVED)
    client.post("/counter/house", {"ad": ad.pk, "deed": "pause"})
    ad.refresh_from_db()
    assert ad.paused_at is not None
    client.post("/counter/house", {"ad": ad.pk, "deed": "resume"})
    ad.refresh_from_db()
    assert ad.paused_at is None
    client.post("/counter/house", {"ad": ad.pk, "deed": "retire"})
    ad.refresh_from_db()
    assert ad.state == Ad.State.RETIRED
    assert "Come and see the press" not in client.get("/counter/house").content.decode().partition("<h1")[2]


@pytest.mark.parametrize(
    "landing", ["//evil.example", "javascript:alert(1)", "http://plain.example/", "https://", "https://[", "about"]
)
def test_it_leads_to_pages_that_can_be(client: Client, landing: str) -> None:
    client.force_login(cashier())
    answer = client.post("/counter/house", FORM | {"landing": landing})
    assert answer.status_code == 422
    assert "Come and see the press" in answer.content.decode()
    assert not Ad.objects.exists()


def test_another_advertiser_s_ad_is_not_the_house_s(client: Client) -> None:
    ad = running()
    client.force_login(cashier())
    assert client.post("/counter/house", {"ad": ad.pk, "deed": "retire"}).status_code == 404
    ad.refresh_from_db()
    assert ad.state == Ad.State.APPROVED


def test_nobody_else_comes_near(client: Client) -> None:
    assert client.post("/counter/house", FORM).status_code == 302
    for user in (eve(), ed()):
        client.force_login(user)
        assert client.get("/counter/house").status_code == 403
        assert client.post("/counter/house", FORM).status_code == 403
    assert not Ad.objects.exists()

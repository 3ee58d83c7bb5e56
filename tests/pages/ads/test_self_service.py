"""From joining to an ad that waits for review, through the pages; and who may not."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from newsstand.advertisers.models import Ad, Advertiser, Campaign, Change, Membership, Role
from newsstand.algorithms.amounts import MICROS
from newsstand.moderation.models import Case
from newsstand.topics.models import Topic
from tests.advertisers import town
from tests.images.files import jpeg
from tests.pages.newsroom import make_topic
from tests.people import di, eve, mo

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NEW: dict[str, Any] = {"name": "Autumn", "pricing": "cpc", "bid": "0.25", "total": "40", "starts": "2099-01-05"}
AD: dict[str, Any] = {
    "headline": "Fresh bread from the mill by the river",
    "text": "Open every morning from six.",
    "landing": "https://bakery.example.org/bread",
    "category": "food",
    "payer": "River Bakery Ltd",
}


@pytest.fixture(autouse=True)
def _nobody_was_too_fast() -> None:
    cache.clear()


@pytest.fixture
def client() -> Client:
    """Di, signed in."""
    signed_in = Client()
    signed_in.force_login(di())
    return signed_in


def signed_in(user: Any) -> Client:
    other = Client()
    other.force_login(user)
    return other


def test_who_joins_owns_the_advertiser_and_goes_on_to_the_first_campaign(client: Client) -> None:
    answer = client.post("/advertisers/join", {"name": "River  Bakery", "zone": "Europe/Berlin"})
    made = Advertiser.objects.get()
    assert answer["Location"] == "/advertisers/river-bakery/campaigns/new"
    assert (made.name, made.payer, made.purse.funded) == ("River Bakery", "River Bakery", 0)
    assert Membership.objects.get(advertiser=made).role == Role.OWNER


def test_the_masthead_of_the_form_leads_to_sections(client: Client) -> None:
    section = make_topic("Town", section=1)
    page = client.get(f"{town.advertiser().get_absolute_url()}/campaigns/new").content.decode()
    assert f'<a href="{section.get_absolute_url()}">Town</a>' in page
    assert f'value="section:{section.pk}' in page


def test_joining_twice_with_one_press_makes_one(client: Client) -> None:
    for _ in range(2):
        client.post("/advertisers/join", {"name": "River Bakery", "zone": "UTC"})
    assert Advertiser.objects.count() == 1


def test_a_name_that_others_have_gets_another_address(client: Client) -> None:
    town.advertiser(owner=eve())
    client.post("/advertisers/join", {"name": "River Bakery", "zone": "UTC"})
    assert set(Advertiser.objects.values_list("slug", flat=True)) == {"river-bakery", "river-bakery-2"}


@pytest.mark.parametrize("name", ["join", "Invitation", "topics"])
def test_no_advertiser_takes_the_address_of_a_page(client: Client, name: str) -> None:
    client.post("/advertisers/join", {"name": name, "zone": "UTC"})
    assert client.get(Advertiser.objects.get().get_absolute_url()).status_code == 200


def test_a_stranger_signs_in_first_and_comes_back() -> None:
    assert Client().get("/advertisers/join")["Location"].endswith("?next=%2Fadvertisers%2Fjoin")


def test_a_campaign_begins_with_what_the_form_says(client: Client) -> None:
    one = town.advertiser()
    place = Topic.objects.create(name="Harbour", slug="harbour", kind="place", latitude=1, longitude=1)
    sport = Topic.objects.create(name="Sport", slug="sport", section=1)
    more = {
        "daily": "5",
        "ends": "2099-01-31",
        "hours": "work",
        "target": [f"place:{place.pk}", f"-section:{sport.pk}"],
    }
    answer = client.post(f"{one.get_absolute_url()}/campaigns/new", NEW | more | {"do": "save"})
    made = Campaign.objects.get()
    assert answer["Location"] == f"/advertisers/river-bakery/campaigns/{made.pk}/ads/new"
    assert (made.bid, made.budget.total, made.daily) == (MICROS // 4, 40 * MICROS, 5 * MICROS)
    assert (made.starts_at.isoformat(), made.ends_at and made.ends_at.isoformat()) == (
        "2099-01-04T23:00:00+00:00",
        "2099-01-31T23:00:00+00:00",
    )
    assert made.hours.count("1") == 50
    assert set(made.targets.values_list("kind", "number", "excluded")) == {
        ("place", place.pk, False),
        ("section", sport.pk, True),
    }


def test_hours_that_were_ticked_are_kept(client: Client) -> None:
    one = town.advertiser()
    client.post(f"{one.get_absolute_url()}/campaigns/new", NEW | {"hours": "own", "hour": ["0", "167"], "do": "save"})
    assert Campaign.objects.get().hours == "1" + "0" * 166 + "1"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("bid", "0.01", "is the least that is taken here"),
        ("bid", "1,50", "is no amount"),
        ("total", "0", "Say what it may spend in all"),
        ("daily", "50", "more than the whole"),
        ("ends", "2098-01-01", "end before it begins"),
        ("name", "", "required"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    client: Client, field: str, value: str, said: str
) -> None:
    one = town.advertiser()
    answer = client.post(f"{one.get_absolute_url()}/campaigns/new", NEW | {field: value, "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{NEW["starts"]}"' in page
    assert not Campaign.objects.exists()


def test_topics_are_found_without_a_script_and_the_form_keeps_what_was_written(client: Client) -> None:
    one = town.advertiser()
    place = Topic.objects.create(name="Harbour", slug="harbour", kind="place", latitude=1, longitude=1)
    page = client.post(
        f"{one.get_absolute_url()}/campaigns/new", {"name": "Half written", "bid": "nonsense", "find": "harb", "do": ""}
    ).content.decode()
    assert f'value="place:{place.pk}"' in page
    assert 'value="Half written"' in page
    assert "no amount" not in page
    assert not Campaign.objects.exists()
    found = client.get(f"{one.get_absolute_url()}/topics?find=harb").content.decode()
    assert f'value="-place:{place.pk}"' in found


def test_a_campaign_is_changed_and_each_difference_is_written_down(client: Client) -> None:
    one = town.campaign(name="Autumn")
    address = f"{one.advertiser.get_absolute_url()}/campaigns/{one.pk}/edit"
    shown = client.get(address).content.decode()
    assert re.search(r'name="bid"[^>]*value="0.20"|value="0.20"[^>]*name="bid"', shown)
    client.post(address, NEW | {"bid": "0.30", "total": "100", "starts": "2026-11-22", "do": "save"})
    one.refresh_from_db()
    assert one.bid == 300_000
    assert one.starts_at == town.NOON - (town.NOON - one.starts_at)
    said = list(Change.objects.filter(campaign=one).values_list("said", flat=True))
    assert "Bid 0.20\xa0EUR → 0.30\xa0EUR" in said
    assert not any(line.startswith("Begins") for line in said)


def test_a_total_below_what_is_spent_is_refused_with_what_it_may_be(client: Client) -> None:
    one = town.campaign()
    type(one.budget).objects.filter(campaign=one).update(spent=30 * MICROS)
    address = f"{one.advertiser.get_absolute_url()}/campaigns/{one.pk}/edit"
    answer = client.post(address, NEW | {"total": "20", "starts": "2026-11-22", "do": "save"})
    assert answer.status_code == 422
    assert "cannot be less than 30.00" in answer.content.decode()
    assert Campaign.objects.get().bid == 200_000


def test_a_campaign_is_copied_with_its_targets_and_its_ads_as_drafts(client: Client) -> None:
    one = town.campaign(targets=(town.want("slot", "front-1"),))
    town.ad(one)
    client.post(f"{one.advertiser.get_absolute_url()}/campaigns/{one.pk}/edit", {"do": "copy"})
    made = Campaign.objects.exclude(pk=one.pk).get()
    assert made.paused_at is not None
    assert (made.targets.get().key, made.ads.get().state) == ("front-1", "draft")


def test_an_ad_is_written_with_its_picture_and_sent_in(client: Client) -> None:
    one = town.campaign()
    address = f"{one.advertiser.get_absolute_url()}/campaigns/{one.pk}/ads/new"
    picture = SimpleUploadedFile("loaf.jpg", jpeg(1200, 675), "image/jpeg")
    answer = client.post(address, AD | {"picture": picture, "alt": "A loaf", "do": "send"}, follow=True)
    made = Ad.objects.get()
    assert made.state == "waiting"
    assert made.picture is not None
    assert Case.objects.get(kind="ad", number=made.pk).is_held
    assert "Waits for review" in answer.content.decode()


def test_an_ad_that_rules_give_back_is_kept_as_a_draft_with_what_to_mend(client: Client) -> None:
    one = town.campaign()
    address = f"{one.advertiser.get_absolute_url()}/campaigns/{one.pk}/ads/new"
    answer = client.post(address, AD | {"headline": "CHEAP BREAD FOREVER", "do": "send"}, follow=True)
    assert Ad.objects.get().state == "draft"
    assert "Write it as a newspaper would" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_preview_shows_the_ad_as_readers_see_it_and_saves_nothing(client: Client) -> None:
    one = town.campaign()
    base = one.advertiser.get_absolute_url()
    for address in (f"{base}/campaigns/{one.pk}/preview", f"{base}/campaigns/{one.pk}/ads/new"):
        page = client.post(address, {"headline": "Half a <b>headline", "do": "preview"}).content.decode()
        assert "Half a &lt;b&gt;headline" in page
        assert "slot-ad-column" in page
        assert "data-token" not in page
    assert not Ad.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(client: Client) -> None:
    one = town.campaign()
    address = f"{one.advertiser.get_absolute_url()}/campaigns/{one.pk}/ads/new"
    answer = client.post(address, AD | {"picture": SimpleUploadedFile("x.jpg", b"no picture"), "do": "send"})
    assert answer.status_code == 422
    assert AD["headline"] in answer.content.decode()
    assert not Ad.objects.exists()


def test_what_was_sent_in_is_replaced_not_changed(client: Client) -> None:
    old = town.ad()
    base = old.campaign.advertiser.get_absolute_url()
    new = f"{base}/campaigns/{old.campaign_id}/ads/new?replaces={old.pk}"
    assert old.headline in client.get(new).content.decode()
    client.post(new, AD | {"headline": "Rolls from the mill by the river", "do": "send"})
    made = Ad.objects.exclude(pk=old.pk).get()
    assert (made.replaces_id, made.state) == (old.pk, "waiting")
    client.post(f"{base}/ads/{old.pk}", AD | {"headline": "Changed behind your back", "do": "save"})
    old.refresh_from_db()
    assert (old.headline, old.state) == (town.HEADLINE, "approved")


def test_an_ad_is_paused_and_taken_back(client: Client) -> None:
    one = town.ad()
    address = f"{one.campaign.advertiser.get_absolute_url()}/ads/{one.pk}"
    for deed, state, paused in (
        ("pause", "approved", True),
        ("resume", "approved", False),
        ("retire", "retired", False),
    ):
        client.post(address, {"do": deed})
        one.refresh_from_db()
        assert (one.state, one.paused_at is not None) == (state, paused)


def test_a_draft_is_thrown_away(client: Client) -> None:
    one = town.draft()
    answer = client.post(f"{one.campaign.advertiser.get_absolute_url()}/ads/{one.pk}", {"do": "retire"})
    assert answer["Location"].endswith(f"/campaigns/{one.campaign_id}")
    assert not Ad.objects.exists()


def test_others_see_nothing_of_it_and_viewers_change_nothing() -> None:
    waiting, unsent = town.ad(), town.draft()
    base = waiting.campaign.advertiser.get_absolute_url()
    pages = [f"{base}/campaigns/new", f"{base}/campaigns/{waiting.campaign_id}/edit", f"{base}/topics"]
    pages += [f"{base}/campaigns/{waiting.campaign_id}/ads/new", f"{base}/ads/{waiting.pk}", f"{base}/ads/{unsent.pk}"]
    pages += [f"{base}/campaigns/{waiting.campaign_id}/preview"]
    nobody, look = signed_in(eve()), signed_in(town.viewer())
    for page in pages:
        assert (page, nobody.get(page).status_code, nobody.post(page).status_code) == (page, 403, 403)
        assert (page, look.post(page, {"do": "retire"}).status_code) == (page, 403)
    assert look.get(pages[4]).status_code == 200
    moderator = signed_in(mo())
    assert [moderator.get(page).status_code for page in pages] == [403, 403, 403, 403, 200, 403, 403]
    assert moderator.post(pages[4], {"do": "retire"}).status_code == 403


def test_ads_of_other_campaigns_are_not_there(client: Client) -> None:
    mine, other = town.campaign(), town.ad(town.campaign(town.advertiser("Hill Dairy", owner=eve())))
    base = mine.advertiser.get_absolute_url()
    assert client.get(f"{base}/ads/{other.pk}").status_code == 404
    assert client.get(f"{base}/campaigns/{other.campaign_id}/edit").status_code == 404
    assert client.get(f"{base}/campaigns/{mine.pk}/ads/new?replaces={other.pk}").status_code == 404

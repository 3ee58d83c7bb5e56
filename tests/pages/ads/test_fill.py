"""What a page gets for its slots, and what decides it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from newsstand.advertisers.choose import choose
from newsstand.advertisers.contexts import PageContext
from newsstand.advertisers.models import Ad, Advertiser, Budget, Campaign, Decision, Kind, Pricing
from newsstand.advertisers.token_keys import keys
from newsstand.algorithms.ad_tokens import read
from newsstand.lib import clock
from newsstand.pages.ads import fill as fill_page
from newsstand.readers.ads import switch_off
from tests.advertisers.running import NOON, running, spent
from tests.pages.newsroom import make_article, make_publisher, make_topic, mention
from tests.people import ann

pytestmark = pytest.mark.django_db
FRONT = "/slots/fill?page=front&of=&slots=front-1,front-2"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What time it is; a test puts another one there."""
    times = [NOON]
    monkeypatch.setattr(clock, "now", lambda: times[-1])
    return times


@pytest.fixture
def browser() -> Client:
    return Client(headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"})


def chosen(**fields: Any) -> list[str]:
    """The headlines for a page that is about nothing in particular."""
    given = {
        "page": "front", "slots": ("front-1", "front-2"), "context": PageContext("front"), "owner": "site",
        "article": None, "without": frozenset(), "seed": 7, "mark": "", "now": NOON,
    } | fields  # fmt: skip
    return [one.shown.headline for one in choose(**given)]  # type: ignore[arg-type]


def test_an_ad_comes_with_its_label_its_payer_and_a_token(browser: Client, noon: list[datetime]) -> None:
    ad = running(behalf="The bakers of the harbour")
    answer = browser.get(FRONT)
    html = answer.content.decode()
    assert "<b>Ad</b>" in html
    assert "Paid for by Huber’s bakery, on behalf of The bakers of the harbour" in html
    assert 'rel="sponsored nofollow noopener"' in html
    token = re.search(r'data-token="([^"]+)"', html)
    assert token is not None
    offer = read(token[1], keys=keys(), now=NOON)
    assert (offer.ad, offer.campaign, offer.owner, offer.article) == (ad.pk, ad.campaign_id, "site", None)
    assert offer.slot in {"front-1", "front-2"}
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


def test_what_is_asked_for_writes_no_decision(browser: Client, noon: list[datetime]) -> None:
    running()
    assert browser.get(FRONT).status_code == 200
    assert not Decision.objects.exists()


def test_one_page_shows_an_advertiser_and_a_category_once(noon: list[datetime]) -> None:
    running()
    running(headline="Rolls")
    running("Other oven", headline="Pretzels")
    running("Bank of the bay", headline="Loans", category="money")
    found = chosen()
    assert len(found) == 2
    assert "Loans" in found


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": BROWSER, "Sec-Fetch-Site": "cross-site"},
        {"User-Agent": ""},
    ],
)
def test_robots_pages_fetched_in_advance_and_other_sites_get_nothing(
    headers: dict[str, str], noon: list[datetime]
) -> None:
    running()
    answer = Client(headers=headers).get(FRONT)
    assert answer.status_code == 204
    assert not answer.content


def test_without_ads_there_is_no_slot_no_script_and_no_answer(
    browser: Client, noon: list[datetime], settings: Any
) -> None:
    running()
    article = make_article(make_publisher())
    assert "data-slot" in browser.get(article.get_absolute_url()).content.decode()
    settings.NEWSSTAND_ADS = False
    html = browser.get(article.get_absolute_url()).content.decode()
    assert "data-slot" not in html
    assert "slots.js" not in html
    assert "slots.css" not in html
    assert browser.get(FRONT).status_code == 204


@pytest.mark.parametrize(
    "address",
    [
        "/slots/fill",
        "/slots/fill?page=front",
        "/slots/fill?page=front&slots=article-1",
        "/slots/fill?page=nothing&slots=front-1",
        f"/slots/fill?page=list&of={'x' * 101}&slots=list-1",
    ],
)
def test_a_page_that_is_none_is_said_so(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 400
    assert "Ask for the slots of a page" in answer.content.decode()


@pytest.mark.parametrize("of", ["0", "999999", "x", "-1", "9" * 30])
def test_an_article_that_readers_do_not_see_has_no_ads(browser: Client, of: str) -> None:
    assert browser.get(f"/slots/fill?page=article&of={of}&slots=article-1").status_code == 404


def test_a_withdrawn_article_has_no_ads(browser: Client, noon: list[datetime]) -> None:
    article = make_article(make_publisher(), withdrawn_at=NOON)
    assert browser.get(f"/slots/fill?page=article&of={article.pk}&slots=article-1").status_code == 404


# --- by what a page is about ------------------------------------------------------------------------------------------


def test_targets_are_met_by_topics_sections_and_slots_of_the_page(browser: Client, noon: list[datetime]) -> None:
    harbour, sport = make_topic("Harbour"), make_topic("Sport", section=1)
    article = make_article(make_publisher())
    mention(article, harbour, sport)
    running("A", headline="By topic", targets=({"kind": "topic", "number": harbour.pk},), category="food")
    running("B", headline="By section", targets=({"kind": "section", "number": sport.pk},), category="cars")
    running("C", headline="By slot", targets=({"kind": "slot", "key": "thread-1"},), category="jobs")
    running("D", headline="Elsewhere", targets=({"kind": "topic", "number": 10_000},), category="money")
    running(
        "E", headline="Not here", targets=({"kind": "topic", "number": harbour.pk, "excluded": True},), category="shops"
    )
    html = browser.get(f"/slots/fill?page=article&of={article.pk}&slots=article-1,article-2,thread-1").content.decode()
    assert {name for name in ("By topic", "By section", "By slot") if name in html} == {
        "By topic", "By section", "By slot",
    }  # fmt: skip
    assert "Elsewhere" not in html
    assert "Not here" not in html
    assert "it is about Harbour" in html


def test_the_owner_is_the_publisher_of_the_article(browser: Client, noon: list[datetime]) -> None:
    running()
    article = make_article(make_publisher())
    html = browser.get(f"/slots/fill?page=article&of={article.pk}&slots=article-1").content.decode()
    token = re.search(r'data-token="([^"]+)"', html)
    assert token is not None
    offer = read(token[1], keys=keys(), now=NOON)
    assert offer.owner == f"publisher:{article.publisher_id}"
    assert offer.article == article.pk


@pytest.mark.parametrize(
    ("setting", "expected"), [("house", {"Write here"}), ("none", set()), ("all", {"Bread", "Write here"})]
)
def test_beside_grief_advertising_is_as_quiet_as_the_site_wants(
    browser: Client, noon: list[datetime], settings: Any, setting: str, expected: set[str]
) -> None:
    settings.NEWSSTAND_ADS_BESIDE_GRIEF = setting
    running(headline="Bread")
    running("House", pricing=Pricing.HOUSE, headline="Write here", category="other")
    article = make_article(make_publisher(), headline="Two killed in a crash at the bridge")
    answer = browser.get(f"/slots/fill?page=article&of={article.pk}&slots=article-1,article-2")
    html = answer.content.decode()
    assert {name for name in ("Bread", "Write here") if name in html} == expected


# --- I12: nothing of the reader ---------------------------------------------------------------------------------------


def test_two_readers_of_a_page_get_the_same_ads_from_the_same_draw(noon: list[datetime]) -> None:
    for number in range(12):
        running(f"Shop {number}", headline=f"Ad {number}", category=["food", "cars", "jobs"][number % 3])
    first = [chosen(seed=seed, mark="a" * 12) for seed in range(20)]
    second = [chosen(seed=seed, mark="b" * 12) for seed in range(20)]
    assert first == second
    assert len({tuple(one) for one in first}) > 1


def test_nothing_of_the_reader_passes_the_wall(monkeypatch: pytest.MonkeyPatch, noon: list[datetime]) -> None:
    passed: list[dict[str, Any]] = []

    def spy(**said: Any) -> list[Any]:
        passed.append(said)
        return choose(**said)

    monkeypatch.setattr(fill_page, "choose", spy)
    monkeypatch.setattr(fill_page.secrets, "randbits", lambda _bits: 11)
    running()
    answers = []
    for headers, address, user in (
        ({"User-Agent": BROWSER}, "203.0.113.7", None),
        (
            {"User-Agent": "Mozilla/5.0 (iPhone)", "Sec-GPC": "1", "DNT": "1", "Accept-Language": "de"},
            "2001:db8::9",
            None,
        ),
        ({"User-Agent": BROWSER}, "198.51.100.1", ann()),
    ):
        client = Client(headers=headers)
        if user is not None:
            client.force_login(user)
        html = client.get(FRONT, REMOTE_ADDR=address).content.decode()
        answers.append(re.sub(r"(data-token=|/click/|/why/)[^ ]*", "", html))
    assert answers[0] == answers[1] == answers[2]
    said = [{name: value for name, value in one.items() if name != "mark"} for one in passed]
    assert said[0] == said[1] == said[2]
    assert set(passed[0]) == {"page", "slots", "context", "owner", "article", "without", "seed", "mark", "now"}
    # The one keyed digest goes into the token alone, and says neither address nor browser.
    assert all(re.fullmatch(r"[0-9a-f]{12}", one["mark"]) for one in passed)
    assert "203.0.113.7" not in str(passed)


# --- I13: who may not run is gone within a second ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "stop",
    [
        lambda ad: Campaign.objects.filter(pk=ad.campaign_id).update(paused_at=NOON),
        lambda ad: Campaign.objects.filter(pk=ad.campaign_id).update(ended_at=NOON),
        lambda ad: Campaign.objects.filter(pk=ad.campaign_id).update(ends_at=NOON + timedelta(seconds=1)),
        lambda ad: Ad.objects.filter(pk=ad.pk).update(state=Ad.State.REMOVED),
        lambda ad: Ad.objects.filter(pk=ad.pk).update(paused_at=NOON),
        lambda ad: Advertiser.objects.update(suspended_at=NOON),
        lambda ad: Advertiser.objects.update(closed_at=NOON),
    ],
    ids=["paused", "ended", "over", "removed", "ad paused", "suspended", "closed"],
)
@pytest.mark.parametrize("pricing", [Pricing.CPC, Pricing.CPM])
def test_who_may_not_run_is_gone_within_a_second(stop: Any, pricing: str, noon: list[datetime]) -> None:
    ad = running(pricing=pricing)
    assert chosen() == ["Bread from the harbour oven"]
    stop(ad)
    assert chosen(now=NOON + timedelta(seconds=1)) == []


def test_who_has_spent_everything_is_gone_within_a_second(noon: list[datetime]) -> None:
    ad = running()
    assert chosen() == ["Bread from the harbour oven"]
    spent(ad)
    assert chosen(now=NOON + timedelta(seconds=1)) == []


def test_a_campaign_that_has_not_begun_does_not_run(noon: list[datetime]) -> None:
    running(starts_at=NOON + timedelta(seconds=2))
    assert chosen() == []
    assert chosen(now=NOON + timedelta(seconds=2)) == ["Bread from the harbour oven"]


def test_what_is_refused_here_by_now_does_not_run(noon: list[datetime], settings: Any) -> None:
    settings.NEWSSTAND_AD_CATEGORIES_REFUSED = ("food",)
    running()
    assert chosen() == []


def test_what_a_buyer_outside_showed_once_does_not_run_by_itself(noon: list[datetime]) -> None:
    running()
    Advertiser.objects.update(kind=Kind.OUTSIDE)
    assert chosen() == []


def test_political_ads_run_where_the_site_takes_them_and_say_so(
    browser: Client, noon: list[datetime], settings: Any
) -> None:
    running(category="politics", is_political=True, political_payer="Paid by the Harbour List, Quay 1")
    settings.NEWSSTAND_POLITICAL_ADS = "refuse"
    assert chosen() == []
    settings.NEWSSTAND_POLITICAL_ADS = "declare"
    noon.append(NOON + timedelta(seconds=2))
    html = browser.get(FRONT).content.decode()
    assert "<b>Political ad</b>" in html
    assert "Paid by the Harbour List, Quay 1" in html


# --- money for views --------------------------------------------------------------------------------------------------


def test_a_view_is_promised_only_where_its_money_is_held(noon: list[datetime]) -> None:
    running(pricing=Pricing.CPM, bid=10_000_000, total=25_000)
    seen = [chosen(now=NOON, seed=seed) for seed in range(40)]
    assert 0 < sum(map(len, seen)) <= 25
    assert seen[-1] == []
    budget = Budget.objects.get()
    assert budget.leased <= budget.total


def test_the_house_fills_what_nobody_bought_and_is_not_called_an_ad(browser: Client, noon: list[datetime]) -> None:
    running("House", pricing=Pricing.HOUSE, headline="Write for this page", category="other")
    html = browser.get(FRONT).content.decode()
    assert "From this site" in html
    assert "<b>Ad</b>" not in html
    assert "Paid for by" not in html


# --- what a reader switched off ---------------------------------------------------------------------------------------


def test_a_category_is_switched_off_for_a_page_view_and_nothing_is_kept(browser: Client, noon: list[datetime]) -> None:
    running()
    assert browser.get(f"{FRONT}&without=food").status_code == 204
    assert browser.get(FRONT).status_code == 200


def test_a_reader_switches_a_category_off_for_good(browser: Client, noon: list[datetime]) -> None:
    running()
    switch_off(user=ann(), category="food", now=NOON)
    browser.force_login(ann())
    assert browser.get(FRONT).status_code == 204


def test_what_a_process_knows_costs_no_query(
    browser: Client, noon: list[datetime], django_assert_num_queries: Any
) -> None:
    running()
    article = make_article(make_publisher())
    address = f"/slots/fill?page=article&of={article.pk}&slots=article-1"
    assert browser.get(address).status_code == 200
    with django_assert_num_queries(0):
        assert browser.get(address).status_code == 200


def test_a_picture_costs_the_same_for_one_ad_and_for_thirty(
    noon: list[datetime], django_assert_max_num_queries: Any
) -> None:
    running()
    chosen()
    for number in range(30):
        running(f"Shop {number}", headline=f"Ad {number}")
    with django_assert_max_num_queries(6):
        chosen(now=NOON + timedelta(seconds=1))

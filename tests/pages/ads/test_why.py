"""Why an ad stands where it does, and how to see no more of its kind."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from newsstand.advertisers.house import add_own
from newsstand.lib import clock
from newsstand.readers.ads import switched_off
from newsstand.readers.models import AdsOff
from tests.advertisers.running import NOON, running
from tests.pages.newsroom import make_article, make_publisher, make_topic, mention
from tests.people import ann, ben

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    times = [NOON]
    monkeypatch.setattr(clock, "now", lambda: times[-1])
    return times


@pytest.fixture
def browser() -> Client:
    return Client(headers={"User-Agent": BROWSER})


def token_on(browser: Client, address: str) -> str:
    found = re.search(r'data-token="([^"]+)"', browser.get(address).content.decode())
    assert found is not None
    return found[1]


def article_token(browser: Client) -> str:
    """Of an ad for a topic, on an article about that and another one."""
    harbour, boats = make_topic("Harbour"), make_topic("Boats")
    article = make_article(make_publisher())
    mention(article, harbour, boats)
    targets = ({"kind": "topic", "number": harbour.pk, "name": "Harbour"}, {"kind": "slot", "key": "article-1"})
    running(targets=(*targets, {"kind": "topic", "number": 999, "name": "Elsewhere"}), behalf="The guild")
    return token_on(browser, f"/slots/fill?page=article&of={article.pk}&slots=article-1")


def test_it_says_who_paid_and_what_of_the_page_was_asked_for(browser: Client) -> None:
    html = browser.get(f"/slots/why/{article_token(browser)}").content.decode()
    assert "<dt>Paid for by</dt><dd>Huber’s bakery</dd>" in html
    assert "<dt>On behalf of</dt><dd>The guild</dd>" in html
    assert "<dt>Topic</dt><dd>Harbour</dd>" in html
    assert "Article, right after the text" in html
    assert "Elsewhere" not in html
    assert "Nothing about you was used" in html


def test_no_price_stands_there(browser: Client) -> None:
    html = browser.get(f"/slots/why/{article_token(browser)}").content.decode()
    assert not re.search(r"micros|EUR|€|bid", html)


def test_an_old_token_is_still_explained_and_a_forged_one_is_not(browser: Client, noon: list[datetime]) -> None:
    token = article_token(browser)
    noon.append(NOON + timedelta(days=30))
    assert browser.get(f"/slots/why/{token}").status_code == 200
    swapped = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    for wrong in (swapped, "x", "a" * 400):
        assert browser.get(f"/slots/why/{wrong}").status_code == 404


def test_it_is_kept_by_nobody_and_found_by_no_search_engine(browser: Client) -> None:
    answer = browser.get(f"/slots/why/{article_token(browser)}")
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_house_s_own_says_that_nobody_paid(browser: Client) -> None:
    add_own(headline="Write here", text="", landing="https://news.example/contributors", by=None, now=NOON)
    token = token_on(browser, "/slots/fill?page=front&slots=front-1")
    assert "nobody paid for it" in browser.get(f"/slots/why/{token}").content.decode()


# --- without a category -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/a/12/bridge-shut", "/a/12/bridge-shut?without=food"),
        ("/?place=harbour", "/?place=harbour&without=food"),
        ("/a/12/x?sort=newest", "/a/12/x?without=food"),
        ("https://evil.example/", "/?without=food"),
        ("//evil.example/", "/?without=food"),
        ("/\\evil.example", "/?without=food"),
        ("javascript:alert(1)", "/?without=food"),
        ("", "/?without=food"),
    ],
)
def test_the_page_comes_again_without_a_category_and_leads_nowhere_else(browser: Client, back: str, leads: str) -> None:
    answer = browser.get("/slots/without", {"category": "food", "next": back})
    assert answer.status_code == 302
    assert answer["Location"] == leads
    assert not answer.cookies


def test_no_category_is_said_so(browser: Client) -> None:
    assert browser.get("/slots/without?category=cats").status_code == 400


def test_a_reader_ticks_what_they_do_not_want_and_takes_it_back(client: Client) -> None:
    client.force_login(ann())
    assert "checked" in client.get("/you/ads?category=food").content.decode()
    assert not AdsOff.objects.exists()
    client.post("/you/ads", {"category": ["food", "cars", "nonsense"]})
    assert switched_off(ann()) == {"food", "cars"}
    assert switched_off(ben()) == frozenset()
    client.post("/you/ads", {"category": ["cars"]})
    assert switched_off(ann()) == {"cars"}
    client.post("/you/ads", {})
    assert switched_off(ann()) == frozenset()


def test_what_stays_off_keeps_its_date(client: Client, noon: list[datetime]) -> None:
    client.force_login(ann())
    client.post("/you/ads", {"category": ["food"]})
    noon.append(NOON + timedelta(days=1))
    client.post("/you/ads", {"category": ["food", "cars"]})
    assert AdsOff.objects.get(user=ann(), category="food").since == NOON


def test_it_is_in_the_export_and_goes_with_an_erasure(client: Client) -> None:
    client.force_login(ann())
    client.post("/you/ads", {"category": ["food"]})
    assert client.get("/you/export.json").json()["ads_switched_off"][0]["category"] == "food"
    client.post("/you/erase")
    assert not AdsOff.objects.exists()

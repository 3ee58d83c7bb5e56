"""What readers do is counted, weighed, kept for a while, and says nothing of anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from newsstand.algorithms.crowds import weight
from newsstand.articles.models import Article
from newsstand.lib.day_keys import network_key, reader_key
from newsstand.lib.models import Salt
from newsstand.ranking.candidates import catch_up
from newsstand.ranking.erase import erase_old
from newsstand.ranking.inbox import inbox
from newsstand.ranking.models import PageOrder, Reading, Signal
from newsstand.ranking.signals import Heard, note, user_key
from newsstand.readers.models import FrontPage
from tests.people import ann
from tests.ranking.newsdesk import NOW, heard, news, paper

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOUR = NOW.replace(minute=0)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()
    inbox.viewers.clear()
    inbox.networks.clear()
    inbox.written.clear()


@pytest.fixture
def article() -> Article:
    return news(paper(1), "Bridge shut")


def tell(client: Client, **said: Any) -> int:
    headers = {"user-agent": FIREFOX, **said.pop("headers", {})}
    return client.post("/signal", said, headers=headers, **said.pop("extra", {})).status_code


def test_opened_and_read_are_counted_once_a_reader(client: Client, article: Article) -> None:
    for _ in range(3):
        assert tell(client, kind="opened", article=article.pk) == 204
    tell(client, kind="read", article=article.pk)
    assert sorted(Signal.objects.values_list("kind", flat=True)) == ["opened", "read"]


def test_no_address_is_stored_and_tomorrow_nobody_can_make_the_key_again(client: Client, article: Article) -> None:
    tell(client, kind="opened", article=article.pk)
    row = Signal.objects.get()
    assert "127.0.0.1" not in str(vars(row))
    assert reader_key("127.0.0.1", FIREFOX, now=row.at) == row.reader
    assert reader_key("127.0.0.1", FIREFOX, now=row.at + timedelta(days=1)) != row.reader
    erase_old(now=row.at + timedelta(days=1))
    assert not Salt.objects.filter(day=row.at.date()).exists()
    assert reader_key("127.0.0.1", FIREFOX, now=row.at) != row.reader


def test_neighbours_share_a_network_and_strangers_do_not() -> None:
    assert network_key("203.0.113.7", now=NOW) == network_key("203.0.113.200", now=NOW)
    assert network_key("203.0.113.7", now=NOW) != network_key("198.51.100.7", now=NOW)
    assert network_key("2001:db8:1:2::3", now=NOW) == network_key("2001:db8:1:ffff::9", now=NOW)
    assert network_key("not an address", now=NOW) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-GPC": "1"},
        {"DNT": "1"},
        {"user-agent": "Googlebot/2.1"},
        {"user-agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_who_asks_for_privacy_robots_and_other_sites_are_not_counted(
    client: Client, article: Article, headers: dict[str, str]
) -> None:
    assert tell(client, kind="opened", article=article.pk, headers=headers) == 204
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    "said", [{}, {"kind": "bought"}, {"kind": "opened"}, {"kind": "opened", "article": "9" * 30}, {"kind": "shown"}]
)
def test_what_makes_no_sense_is_said(client: Client, said: dict[str, str]) -> None:
    answer = client.post("/signal", said, headers={"user-agent": FIREFOX})
    assert answer.status_code == 400
    assert "kind=opened" in answer.content.decode()


def test_an_article_that_is_not_here_is_counted_for_nobody(client: Client, article: Article) -> None:
    assert tell(client, kind="opened", article=article.pk + 1000) == 204
    assert not Signal.objects.exists()


def test_a_signal_sets_no_cookie_and_a_page_elsewhere_cannot_read_the_answer(client: Client, article: Article) -> None:
    answer = client.post("/signal", {"kind": "opened", "article": article.pk}, headers={"user-agent": FIREFOX})
    assert not answer.cookies
    assert "Access-Control-Allow-Origin" not in answer


def test_too_much_is_refused_with_when_to_go_on(client: Client, article: Article) -> None:
    codes = [tell(client, kind="read", article=article.pk) for _ in range(100)]
    assert codes[0] == 204
    assert codes[-1] == 429


def test_a_farm_in_one_house_counts_as_less_than_two(article: Article) -> None:
    note(heard=[heard(article, "read", f"bot{number}", network="farm") for number in range(300)])
    assert Reading.objects.get().read == pytest.approx(sum(weight(n, today=n) for n in range(300)))
    assert Reading.objects.get().read < 1.7


def test_people_of_many_houses_count_each(article: Article) -> None:
    note(heard=[heard(article, "read", f"r{number}", network=f"n{number}") for number in range(30)])
    assert Reading.objects.get().read == 30


def test_the_weights_do_not_depend_on_how_signals_are_batched() -> None:
    publisher = paper(1)
    at_once, by_one = news(publisher, "At once"), news(publisher, "One by one")
    note(heard=[heard(at_once, "opened", f"a{n}", network="house") for n in range(6)])
    for n in range(6):
        note(heard=[heard(by_one, "opened", f"b{n}", network="home")])
    assert Reading.objects.get(article=at_once).opened == pytest.approx(Reading.objects.get(article=by_one).opened)


def test_sums_are_by_the_hour(article: Article) -> None:
    note(heard=[heard(article, "opened", "a"), heard(article, "opened", "b", at=NOW + timedelta(hours=2))])
    assert dict(Reading.objects.values_list("hour", "opened")) == {HOUR: 1.0, HOUR + timedelta(hours=2): 1.0}


def test_a_signed_in_reader_is_counted_as_such_unless_their_page_may_not_learn(
    client: Client, article: Article
) -> None:
    client.force_login(ann(), "allauth.account.auth_backends.AuthenticationBackend")
    tell(client, kind="opened", article=article.pk)
    assert Signal.objects.get().user == ann()
    FrontPage.objects.create(user=ann(), learns=False)
    tell(client, kind="read", article=article.pk)
    assert Signal.objects.get(kind="read").user is None


def test_saving_and_hiding_are_deeds_of_users(article: Article) -> None:
    saved = Heard(article.pk, Signal.Kind.SAVED, NOW, user_key(ann().pk), user=ann().pk)
    assert note(heard=[saved])
    assert not note(heard=[saved])
    assert Reading.objects.get().saved == 1


def test_a_page_that_was_shown_is_one_view_a_reader_and_looks_at_its_cards(client: Client, article: Article) -> None:
    second = news(paper(2), "Second", ago=3)
    catch_up(now=NOW)
    client.get("/")
    row = PageOrder.objects.get()
    for _ in range(3):
        tell(client, kind="shown", order=row.key)
    row.refresh_from_db()
    assert row.views == 1
    looks = dict(Reading.objects.values_list("article_id", "shown"))
    assert looks[article.pk] == 1.0
    assert 0 < looks[second.pk] < 1.0


def test_a_signal_knows_the_order_it_came_from(client: Client, article: Article) -> None:
    client.get("/")
    tell(client, kind="opened", article=article.pk, order=PageOrder.objects.get().key)
    assert Signal.objects.get().order == PageOrder.objects.get()


def test_signals_and_orders_go_after_the_days_of_the_setting(client: Client, article: Article, settings: Any) -> None:
    settings.NEWSSTAND_SIGNAL_DAYS = 10
    client.get("/")
    PageOrder.objects.update(at=NOW)
    note(heard=[heard(article, "opened", "a")])
    erase_old(now=NOW + timedelta(days=9))
    assert (Signal.objects.count(), PageOrder.objects.count()) == (1, 1)
    erase_old(now=NOW + timedelta(days=11))
    assert (Signal.objects.count(), PageOrder.objects.count()) == (0, 0)


def test_a_flood_is_cut_off(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsstand.ranking.inbox.MOST_WAITING", 3)
    monkeypatch.setattr(inbox, "settle", lambda: None)
    for number in range(10):
        inbox.hear(heard(article, "opened", f"r{number}"))
    inbox.flush()
    assert Signal.objects.count() == 3

"""The front page for a reader: what stands first, near whom, and why."""

import html as entities
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from newsstand.articles.models import Article
from newsstand.publishers.models import Publisher
from newsstand.ranking.candidates import catch_up
from newsstand.ranking.inbox import inbox
from newsstand.ranking.keep import replayed
from newsstand.ranking.models import PageOrder, Signal, Trend
from newsstand.ranking.signals import note, user_key
from newsstand.readers.believe import believe
from newsstand.readers.models import Affinity, Follow, FrontPage, Hidden
from newsstand.topics.models import Topic
from tests.pages.newsroom import make_topic, mention
from tests.people import ann, eve
from tests.ranking.newsdesk import NEXT_TOWN, NOW, WEXCOMBE, heard, news, paper, plays_at, reads, story_of, town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsstand.lib.clock.now", lambda: NOW)
    inbox.written.clear()


@pytest.fixture
def papers() -> list[Publisher]:
    return [paper(number, name) for number, name in enumerate(["The Beacon", "Commons", "Gazette", "Tideline"])]


def page(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return entities.unescape(answer.content.decode())


def headlines(html: str) -> list[str]:
    return re.findall(r'card-headline"[^>]*><a [^>]*>([^<]+)</a>', html)


def signed_in(client: Client, user: Any = None) -> Client:
    client.force_login(user or ann(), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def flooded(papers: list[Publisher]) -> tuple[Topic, Topic]:
    """A flood at Wexcombe that two papers report, something larger elsewhere, and Wexcombe's next town."""
    wexcombe, next_town = town("Wexcombe", WEXCOMBE), town("Netherby", NEXT_TOWN)
    flood = news(papers[0], "Flood at Wexcombe", ago=4)
    story_of("Flood", flood, news(papers[1], "Water in the streets", ago=3))
    plays_at(flood, wexcombe)
    story_of("Budget", *(news(one, f"Budget by {one.name}", ago=2) for one in papers))
    catch_up(now=NOW)
    return wexcombe, next_town


def a_busy_day() -> None:
    """Forty articles of eight papers within four hours."""
    others = [paper(10 + number) for number in range(8)]
    for number in range(40):
        news(others[number % 8], f"Report {number}", ago=1 + number / 10)


def test_a_reader_in_the_next_town_sees_the_flood_first(client: Client, papers: list[Publisher]) -> None:
    _, next_town = flooded(papers)
    assert headlines(page(client))[0] == "Budget by The Beacon"
    html = page(client, f"/?place={next_town.slug}")
    assert headlines(html)[0] == "Flood at Wexcombe"
    assert "16 km from Netherby" in html


def test_the_same_signals_and_time_make_the_same_page_byte_for_byte(client: Client, papers: list[Publisher]) -> None:
    wexcombe, _ = flooded(papers)
    for address in ("/", f"/?place={wexcombe.slug}"):
        first = client.get(address).content
        assert all(Client().get(address).content == first for _ in range(3))


def test_a_story_stands_once_with_its_outlets(client: Client, papers: list[Publisher]) -> None:
    flooded(papers)
    html = page(client)
    assert sorted(headlines(html)) == ["Budget by The Beacon", "Flood at Wexcombe"]
    assert ">4 outlets</a>" in html
    assert "Budget by Gazette" in html


def test_every_card_says_why_and_the_numbers_are_those_of_the_stored_order(
    client: Client, papers: list[Publisher]
) -> None:
    flooded(papers)
    html = page(client)
    assert html.count("Why this story?") == len(headlines(html)) == 2
    assert "Reported by 4 outlets, each in its own words" in html
    for sheet in replayed(PageOrder.objects.get()).values():
        for one in sheet.placed:
            assert f"<b>{one.score:.1f}</b> points" in html


def test_a_place_that_is_not_here_is_answered_with_what_to_do(client: Client) -> None:
    answer = client.get("/?place=atlantis")
    assert answer.status_code == 400
    assert "Choose one" in answer.content.decode()


def test_a_topic_that_is_no_place_is_no_place(client: Client) -> None:
    make_topic("Opera")
    assert client.get("/?place=opera").status_code == 400


def test_a_place_is_found_by_its_name_and_stays_in_the_address(client: Client) -> None:
    town("Wexcombe", WEXCOMBE)
    town("Wexford", NEXT_TOWN)
    answer = client.get("/near", {"q": "wexcombe"})
    assert (answer.status_code, answer["Location"]) == (302, "/?place=wexcombe")
    both = page(client, "/near?q=wex")
    assert "/?place=wexcombe" in both
    assert "/?place=wexford" in both
    elsewhere = client.get("/near", {"q": "Ouagadougou"})
    assert (elsewhere.status_code, elsewhere["Location"]) == (302, "/places?q=Ouagadougou")
    assert not client.get("/?place=wexcombe").cookies


def test_a_place_is_kept_in_the_account_and_forgotten_again(client: Client) -> None:
    wexcombe = town("Wexcombe", WEXCOMBE)
    news(paper(1), "Something")
    signed_in(client)
    client.post("/near/keep", {"place": "wexcombe"})
    assert FrontPage.of(ann()).place == wexcombe
    assert "Near you:" in page(client)
    assert "Near you:" not in page(client, "/?place=none")
    client.post("/near/keep", {"place": ""})
    assert FrontPage.of(ann()).place is None


def test_the_place_of_one_reader_is_on_no_other_page(client: Client) -> None:
    town("Wexcombe", WEXCOMBE)
    signed_in(client)
    client.post("/near/keep", {"place": "wexcombe"})
    assert "Near you:" not in page(Client())
    assert "Near you:" not in page(signed_in(Client(), eve()))


def test_following_and_for_you_are_for_who_is_signed_in(client: Client, papers: list[Publisher]) -> None:
    opera = make_topic("Opera")
    a_busy_day()
    song = news(papers[3], "A new song", ago=30)
    mention(song, opera)
    catch_up(now=NOW)
    assert "A new song" not in page(client)
    assert "Following" not in page(client)
    Follow.objects.create(user=ann(), topic=opera, since=NOW)
    html = page(signed_in(client))
    assert "A new song" in html
    assert "You follow Opera" in html


def test_the_page_learns_from_what_was_read_and_says_so(client: Client, papers: list[Publisher]) -> None:
    opera = make_topic("Opera")
    a_busy_day()
    read = [news(papers[3], f"Aria {number}", ago=40 + number) for number in range(6)]
    for article in read:
        mention(article, opera)
    fresh = news(papers[3], "Premiere", ago=29)
    mention(fresh, opera)
    catch_up(now=NOW)
    for article in read:
        note(heard=[heard(article, "opened", user_key(ann().pk), user=ann().pk)])
        note(heard=[heard(article, "read", user_key(ann().pk), user=ann().pk)])
    believe(now=NOW)
    html = page(signed_in(client))
    assert "Premiere" in html
    assert "Your page believes that you like Tideline and Opera" in html
    assert "Premiere" not in page(signed_in(Client(), eve()))


def test_what_a_reader_hid_is_on_no_part_of_their_page(client: Client, papers: list[Publisher]) -> None:
    harbour = make_topic("Harbour", section=1)
    hidden = news(papers[0], "Hidden one")
    mention(hidden, harbour)
    news(papers[1], "Another")
    catch_up(now=NOW)
    Hidden.objects.create(user=ann(), article=hidden, since=NOW)
    assert "Hidden one" in page(client)
    assert "Hidden one" not in page(signed_in(client))


def test_what_was_withdrawn_since_the_worker_looked_is_not_shown(client: Client, papers: list[Publisher]) -> None:
    flooded(papers)
    Article.objects.filter(headline="Flood at Wexcombe").update(withdrawn_at=NOW)
    assert "Flood at Wexcombe" not in page(client)


def test_a_click_farm_does_not_reach_the_top(client: Client, papers: list[Publisher]) -> None:
    flooded(papers)
    bought = news(papers[2], "Buy these pills", ago=5)
    reads(bought, readers=1)
    note(heard=[heard(bought, "read", f"bot{n}", network=f"farm{n % 4}") for n in range(400)])
    catch_up(now=NOW + timedelta(minutes=5))
    assert headlines(page(client))[-1] == "Buy these pills"


def test_trends_stand_in_a_box_with_their_numbers(client: Client, papers: list[Publisher]) -> None:
    flooded(papers)
    numbers = {"articles": 5, "outlets": 4, "expected": 0.3}
    Trend.objects.create(topic=make_topic("Fire"), score=3.0, numbers=numbers, counted_at=NOW)
    html = page(client)
    assert "5 articles, 4 outlets; usual: 0.3" in html


def test_latest_is_one_click_away_and_the_same_for_everybody(client: Client, papers: list[Publisher]) -> None:
    flooded(papers)
    assert 'href="/latest"' in page(client)
    latest = page(client, "/latest")
    assert headlines(latest)[-1] == "Flood at Wexcombe"
    assert headlines(page(signed_in(client), "/latest")) == headlines(latest)
    assert "Why this story?" not in latest


class TestYourPage:
    """What a page believes is its reader's to see, change and erase, and nobody else's."""

    @pytest.fixture
    def belief(self, papers: list[Publisher]) -> Affinity:
        return Affinity.objects.create(
            user=ann(),
            publisher=papers[0],
            strength=0.5,
            liked=4,
            met=5,
            changed_at=datetime.fromisoformat("2026-11-19T00:00Z"),
        )

    def test_it_is_seen(self, client: Client, belief: Affinity) -> None:
        html = page(signed_in(client), "/you/page")
        assert "The Beacon" in html
        assert "50 % sure, from 4 liked of 5 met" in html

    def test_the_readers_word_stands_above_what_is_learnt(self, client: Client, belief: Affinity) -> None:
        signed_in(client).post(f"/you/page/{belief.pk}", {"say": "less"})
        belief.refresh_from_db()
        assert (belief.said, belief.strength) == ("less", -0.8)
        client.post(f"/you/page/{belief.pk}", {"say": "learn"})
        belief.refresh_from_db()
        assert belief.said == ""
        assert belief.strength > 0

    def test_it_is_forgotten_one_by_one_and_at_once(self, client: Client, belief: Affinity) -> None:
        signed_in(client).post(f"/you/page/{belief.pk}", {"say": "forget"})
        assert not Affinity.objects.exists()

    def test_erasing_takes_what_it_was_learnt_from_along(self, client: Client, belief: Affinity) -> None:
        article = news(belief.publisher, "Read")  # type: ignore[arg-type]
        note(heard=[heard(article, "read", user_key(ann().pk), user=ann().pk)])
        page(signed_in(client))
        assert PageOrder.objects.filter(user=ann()).exists()
        client.post("/you/page/erase")
        assert not Affinity.objects.exists()
        assert not Signal.objects.filter(user=ann()).exists()
        assert not PageOrder.objects.filter(user=ann()).exists()

    def test_learning_is_switched_off(self, client: Client, belief: Affinity) -> None:
        signed_in(client).post("/you/page/learning", {"keeps_history": "on"})
        assert FrontPage.of(ann()).learns is False
        assert not Affinity.objects.exists()

    @pytest.mark.parametrize("say", ["less", "forget"])
    def test_nobody_changes_what_anothers_page_believes(self, client: Client, belief: Affinity, say: str) -> None:
        assert signed_in(client, eve()).post(f"/you/page/{belief.pk}", {"say": say}).status_code == 404
        assert Client().post(f"/you/page/{belief.pk}", {"say": say}).status_code == 302
        belief.refresh_from_db()
        assert belief.strength == 0.5

    def test_it_is_kept_by_no_cache_and_only_for_who_is_signed_in(self, client: Client) -> None:
        assert client.get("/you/page")["Location"].startswith("/accounts/login")
        assert "no-store" in signed_in(client).get("/you/page")["Cache-Control"]

    def test_a_form_from_elsewhere_is_refused(self, belief: Affinity) -> None:
        strict = signed_in(Client(enforce_csrf_checks=True))
        assert strict.post("/you/page/erase").status_code == 403
        assert Affinity.objects.exists()

    def test_another_word_is_refused(self, client: Client, belief: Affinity) -> None:
        assert signed_in(client).post(f"/you/page/{belief.pk}", {"say": "perhaps"}).status_code == 400

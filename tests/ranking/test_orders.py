"""Orders that were shown are kept with their numbers, made again, learnt from and compared; trends are counted."""

import json
import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from newsstand.algorithms.ranking import Reader
from newsstand.articles.models import Article
from newsstand.cli import main
from newsstand.commands.rank import rank
from newsstand.ranking import learn
from newsstand.ranking.candidates import catch_up
from newsstand.ranking.keep import NotTheSameError, kept, read, replayed, row_of
from newsstand.ranking.live import Live
from newsstand.ranking.models import Candidate, Learnt, PageOrder, Reading, Signal, Trend
from newsstand.ranking.sheets import Wanted, bucket, chances, sheets
from newsstand.ranking.signals import note
from newsstand.ranking.trends import PAST, WINDOW, count_trends
from newsstand.topics.models import Topic
from tests.pages.newsroom import make_topic, mention
from tests.ranking.newsdesk import NOW, heard, news, paper, plays_at, town

pytestmark = pytest.mark.django_db


def a_busy_day(count: int = 60) -> None:
    """Six papers with ten articles each, about six topics."""
    papers = [paper(number) for number in range(6)]
    topics = [make_topic(f"Topic {number}") for number in range(6)]
    for number in range(count):
        article = news(papers[number % 6], f"Report {number}", ago=number / 8)
        mention(article, topics[number % 5])
    catch_up(now=NOW)


def order_at(moment: object = NOW, page: str = "front") -> PageOrder:
    """The order of a page for anybody, kept."""
    wanted = Wanted(page, Reader(), {})
    made = Live().ask(lambda pool: sheets(pool, wanted, now=moment), now=moment)  # type: ignore[arg-type]
    row = row_of(kept(page, made, user=None, at=bucket(moment)))  # type: ignore[arg-type]
    return PageOrder.objects.filter(key=row.key).first() or (row.save() or row)


def test_the_same_signals_and_time_make_the_same_order_and_one_row() -> None:
    a_busy_day()
    assert order_at().key == order_at(NOW + timedelta(minutes=2)).key
    assert order_at(NOW + timedelta(minutes=7)).key != order_at().key
    assert PageOrder.objects.count() == 2


def test_a_stored_order_is_made_again_from_its_numbers_alone() -> None:
    a_busy_day()
    row = order_at()
    stored = read(row)["sheets"]["top"]["order"]
    Candidate.objects.all().delete()
    Signal.objects.all().delete()
    again = replayed(PageOrder.objects.get(pk=row.pk))["top"]
    assert [one.candidate.id for one in again.placed] == [number for number, _ in stored]
    assert any(one.by_chance for one in again.placed)


def test_an_order_that_does_not_come_out_the_same_is_told() -> None:
    a_busy_day()
    row = order_at()
    numbers = read(row)
    numbers["sheets"]["top"]["order"][3] = [-1, 0.0]
    row.numbers = zlib.compress(json.dumps(numbers).encode())
    with pytest.raises(NotTheSameError, match="place 4"):
        replayed(row)


def test_chances_depend_on_page_and_time_and_cannot_be_made_without_the_secret(
    settings: object,
) -> None:
    first = chances("front", "top", bucket(NOW))
    assert first == chances("front", "top", bucket(NOW))
    assert first != chances("place:wexcombe", "top", bucket(NOW))
    assert first != chances("front", "top", bucket(NOW + timedelta(minutes=5)))
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert first != chances("front", "top", bucket(NOW))


def test_nothing_stands_on_a_page_twice() -> None:
    a_busy_day()
    sections = {"t1": Topic.objects.get(slug="topic-1").pk, "t2": Topic.objects.get(slug="topic-2").pk}
    wanted = Wanted("front", Reader(topics=frozenset(sections.values())), sections, is_personal=True)
    made = Live().ask(lambda pool: sheets(pool, wanted, now=NOW), now=NOW)
    ids = [one.candidate.id for sheet in made.values() for one in sheet.placed]
    assert len(ids) == len(set(ids)) > 24
    assert {"top", "following", "section:t1"} <= set(made)


def test_the_command_shows_a_stored_order_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    a_busy_day()
    row = order_at()
    assert main(["rank", "--show", "front"]) == 0
    said = capsys.readouterr().out
    assert row.key in said
    assert "the same order" in said
    assert "Report 0" in said
    assert main(["rank", "--show", row.key]) == 0
    assert main(["rank", "--show", "place:nowhere"]) == 1
    assert "No order is kept" in capsys.readouterr().err


def shown_and_read(views: int, liked: Callable[[int], bool], *, orders: int) -> None:
    """So many orders that were seen so often, in which what `liked` says of an article was opened and read."""
    for step in range(orders):
        moment = NOW + timedelta(minutes=5 * step)
        row = order_at(moment)
        PageOrder.objects.filter(pk=row.pk).update(views=views)
        for place, one in enumerate(replayed(row)["top"].placed):
            if liked(one.candidate.article):
                who = [f"r{step}.{place}.{number}" for number in range(views // 2)]
                note(
                    heard=[
                        heard(one_article, kind, reader, at=moment, order=row.key)
                        for one_article in [Article.objects.get(pk=one.candidate.article)]
                        for reader in who
                        for kind in ("opened", "read")
                    ]
                )


def test_the_model_learns_from_orders_once_and_the_same_each_time() -> None:
    a_busy_day(24)
    shown_and_read(4, lambda article: article % 5 == 1, orders=4)
    later = NOW + timedelta(hours=2)
    assert learn.learn(now=later) == 4
    first = bytes(Learnt.objects.get().weights)
    assert learn.learn(now=later) == 0
    Learnt.objects.all().delete()
    PageOrder.objects.update(is_learnt=False)
    assert learn.learn(now=later) == 4
    assert bytes(Learnt.objects.get().weights) == first
    assert Learnt.objects.get().examples > 50


def test_an_order_is_not_learnt_from_before_its_readers_have_read() -> None:
    a_busy_day(24)
    shown_and_read(4, lambda article: article % 5 == 1, orders=1)
    assert learn.learn(now=NOW + timedelta(minutes=10)) == 0


def test_a_model_that_has_proved_nothing_does_not_rank(capsys: pytest.CaptureFixture[str]) -> None:
    a_busy_day(24)
    shown_and_read(4, lambda article: article % 5 == 1, orders=2)
    PageOrder.objects.update(at=NOW - timedelta(days=300))
    assert rank(replay=True, show="", as_json=False) == 0
    assert "may not rank" in capsys.readouterr().out
    assert learn.ranking_model() is None


def test_the_worker_lets_a_model_rank_only_by_its_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    Learnt.objects.create(name=learn.NAME, weights=b"", learnt_at=NOW, may_rank=True)
    assert learn.ranking_model() is not None
    learn.decide(now=NOW)
    assert learn.ranking_model() is None
    assert learn.decide(now=NOW + timedelta(minutes=5)) is None


def test_a_topic_in_four_papers_today_is_trending_and_one_noisy_paper_is_not() -> None:
    papers = [paper(number) for number in range(4)]
    fire, horoscope = make_topic("Fire"), make_topic("Horoscope")
    for one in papers:
        mention(news(one, "Fire at the mill"), fire)
    for number in range(30):
        mention(news(papers[0], f"Your stars {number}"), horoscope)
    count_trends(now=NOW)
    [trend] = Trend.objects.all()
    assert (trend.topic, trend.place) == (fire, None)
    assert trend.numbers["outlets"] == 4


def test_what_is_always_in_the_papers_is_not_trending() -> None:
    papers, council = [paper(number) for number in range(4)], make_topic("Council")
    for window in range(int(PAST / WINDOW)):
        for one in papers:
            mention(news(one, f"Council {window}", ago=8 * window + 1), council)
    count_trends(now=NOW)
    assert not Trend.objects.exists()


def test_bought_clicks_make_no_trend() -> None:
    papers, pills = [paper(1), paper(2)], make_topic("Pills")
    for window in range(int(PAST / WINDOW)):
        for one in papers:
            mention(news(one, f"Pills {window}", ago=8 * window + 1), pills)
    bought = pills.mentions.latest("published_at").article
    Reading.objects.create(article=bought, hour=NOW.replace(minute=0), opened=100_000)
    count_trends(now=NOW)
    assert not Trend.objects.exists()


def test_a_place_has_trends_of_its_own_and_is_none_itself() -> None:
    papers, ferry = [paper(number) for number in range(5)], make_topic("Ferry")
    wexcombe = town("Wexcombe", (51.3, -1.6))
    for one in papers:
        article = news(one, "The ferry")
        mention(article, ferry, wexcombe)
        plays_at(article, wexcombe)
    count_trends(now=NOW)
    assert {(trend.topic.name, trend.place) for trend in Trend.objects.filter(place=wexcombe)} == {("Ferry", wexcombe)}


def test_a_front_page_that_is_asked_for_is_kept_by_its_key(client: Client) -> None:
    a_busy_day(12)
    html = client.get("/").content.decode()
    assert f'data-order="{PageOrder.objects.get().key}"' in html

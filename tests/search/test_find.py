"""What is found, on SQLite and on PostgreSQL alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsstand.algorithms.queries import parse
from newsstand.articles.models import Article
from newsstand.articles.publish import publish
from newsstand.articles.text import Text
from newsstand.publishers.models import Publisher
from newsstand.search.find import Found, Place, find
from tests.pages.newsroom import make_publisher, make_topic, mention

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def say(headline: str, text: str = "", *, publisher: Publisher | None = None, hours: float = 1, **more: Any) -> Article:
    """An article that says this, so many hours old."""
    written = Text(
        headline=headline,
        published_at=NOW - timedelta(hours=hours),
        body=f"<p>{text}</p>",
        plain=text,
        original_url=f"https://x.example/{headline}-{hours}",
        **more,
    )
    return publish(publisher=publisher, texts=[written], now=NOW - timedelta(hours=hours))[0]


def asked(text: str, **more: Any) -> Found:
    return find(parse(text, today=NOW.date()), now=NOW, **more)


def ids(text: str, **more: Any) -> list[int]:
    """Ids of all that is found, in order, those that go together one after the other."""
    return [row.article_id for group in asked(text, **more).page.groups for row in group.rows]


def found(text: str) -> set[str]:
    return set(Article.objects.filter(pk__in=ids(text)).values_list("headline", flat=True))


def test_words_phrases_minus_or_and_beginnings() -> None:
    say("Bridge shut", "Divers found a crack in the old bridge.")
    say("Ferry runs late", "The old ferry crossed under the bridges at high water.")
    say("Water rates", "High prices for water and for bread.")
    assert found("bridge") == {"Bridge shut", "Ferry runs late"}
    assert found("bridge ferry") == {"Ferry runs late"}
    assert found('"high water"') == {"Ferry runs late"}
    assert found("high water") == {"Ferry runs late", "Water rates"}
    assert found("water -ferry") == {"Water rates"}
    assert found("crack OR bread") == {"Bridge shut", "Water rates"}
    assert found("div*") == {"Bridge shut"}
    assert found("headline:bridge") == {"Bridge shut"}
    assert found("old -headline:bridge") == {"Ferry runs late"}
    assert found('headline:"ferry runs"') == {"Ferry runs late"}
    assert found("nothing") == set()
    assert found("-bridge") == set()


def test_a_phrase_does_not_reach_from_the_headline_into_the_text() -> None:
    say("Harbour fire", "Crews came at once.")
    assert found('"fire crews"') == set()
    assert found("fire crews") == {"Harbour fire"}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("東京都知事が橋を閉鎖した。", "都知事"),
        ("東京都知事が橋を閉鎖した。", "橋"),
        ("東京都知事が橋を閉鎖した。", "知事 閉鎖"),
        ("北京市政府宣布关闭大桥", "大桥"),
        ("北京市政府宣布关闭大桥", "桥"),
        ("新しいiPhone手机发布", "iphone手机"),
        ("ตำรวจปิดสะพานในกรุงเทพมหานคร", "สะพาน"),
        ("ตำรวจปิดสะพานในกรุงเทพมหานคร", "กรุงเทพ"),
        ("서울시는 다리를 폐쇄했다", "서울"),
        ("أغلقت الشرطة الجسر القديم", "جسر"),
        ("أغلقت الشرطة الجسر القديم", "اغلقت"),
        ("Мэр закрыл мост", "МОСТ"),
        ("Die Brücke in der Straße", "brucke strasse"),
        ("Ein Fluss", "fluß"),
        ("Łódź żegna most", "lodz zegna"),
        ("पुल बंद हुआ", "पुल"),
        ("ﾆｭｰｽ速報", "ニュース"),
        ("The Mayor’s plan", "mayor"),
        ("l'eau monte", "eau"),
        ("An e-mail at 10:30", "e-mail 10:30"),
        ("O'Brien spoke", "o’brien"),
    ],
)
def test_any_script_is_found(text: str, query: str) -> None:
    say("x", text)
    say("y", "something else 其他的 อื่น")
    assert found(query) == {"x"}


def test_runs_are_found_as_they_stand_and_not_scattered() -> None:
    say("x", "京东在都市")
    assert found("东京") == set()
    assert found("京东") == {"x"}


def test_filters_by_publisher_topic_place_and_author() -> None:
    beacon, courier = make_publisher(), make_publisher("courier", name="The Evening Courier")
    one = say("One fire", publisher=beacon, authors=("Nell Harbottle",))
    two = say("Two fire", publisher=courier)
    say("Three fire")
    town = make_topic("Kestermouth", kind="place")
    quay = make_topic("Old Quay", kind="place", parent=town)
    mention(one, quay)
    mention(two, make_topic("Safety"))
    assert found("fire publisher:beacon") == {"One fire"}
    assert found('publisher:"The Beacon"') == {"One fire"}
    assert found("fire publisher:beacon publisher:courier") == {"One fire", "Two fire"}
    assert found("fire -publisher:beacon") == {"Two fire", "Three fire"}
    assert found("fire topic:safety") == {"Two fire"}
    assert found('place:"old quay"') == {"One fire"}
    assert found("place:kestermouth") == {"One fire"}
    assert found("place:safety") == set()
    assert found("fire -topic:safety") == {"One fire", "Three fire"}
    assert found("author:harbottle") == {"One fire"}
    assert found("harbottle") == {"One fire"}
    nobody = asked("fire publisher:nobody")
    assert nobody.page.total == 0
    assert [part.said for part in nobody.names.unknown] == ["nobody"]


def test_filters_by_day_hold_in_the_sites_time_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    from django.utils import timezone

    with timezone.override("Asia/Tokyo"):
        say("Late fire", hours=12 + 8.9)  # 21 November, 15:06 UTC: the 22nd in Tokyo.
        say("Early fire", hours=12 + 9.1)
        assert found("fire after:2026-11-22") == {"Late fire"}
        assert found("fire before:2026-11-22") == {"Early fire"}
        assert found("after:2026-11-21 before:today") == {"Early fire"}
        assert found("after:2026-12") == set()


def test_a_word_in_the_headline_says_more_and_then_the_newer_one_stands_first() -> None:
    text = "A long text about other things that names the lighthouse once and goes on for some words after it."
    old = say("Lighthouse sold", "It stood empty.", hours=30)
    new = say("Council meets", text, hours=1)
    older = say("Council met", text, hours=500, publisher=make_publisher())
    assert ids("lighthouse")[0] == old.pk
    assert ids("lighthouse", newest=True)[0] == new.pk
    assert ids("lighthouse")[-1] == older.pk


def test_copies_and_one_story_stand_together_and_count_once() -> None:
    from newsstand.stories.models import Coverage, Story

    words = "The ferry ran aground off the north pier on Monday night and all forty people aboard were brought ashore."
    long = " ".join(f"{words} {number}" for number in range(4))
    original = say("Ferry aground", long, publisher=make_publisher(), hours=9)
    copy = say("Ferry aground, all safe", long, publisher=make_publisher("courier", name="Courier"), hours=2)
    other = say("Ferry firm fined", "Another matter of a ferry.", hours=3)
    result = asked("ferry")
    assert result.page.total == 2
    together = next(group for group in result.page.groups if len(group.rows) == 2)
    assert [row.article_id for row in together.rows] == [original.pk, copy.pk]
    Story.objects.all().delete()
    story = Story.objects.create(title="Ferry", opened_at=NOW, last_article_at=NOW, joined_at=NOW)
    for article in (original, copy, other):
        Coverage.objects.create(story=story, article=article, published_at=article.published_at, joined_at=NOW)
    assert asked("ferry").page.total == 1
    assert set(ids("ferry")) == {original.pk, copy.pk, other.pk}


@pytest.mark.parametrize("newest", [False, True])
def test_pages_follow_each_other_without_a_gap_or_a_repetition(newest: bool) -> None:
    made = [say(f"Fire {number}", "fire " * (number % 5 + 1), hours=number % 7 + 1) for number in range(23)]
    seen: list[int] = []
    place: Place | None = Place()
    while place is not None:
        result = asked("fire", newest=newest, place=place, length=5)
        seen += [row.article_id for group in result.page.groups for row in group.rows]
        place = result.following
    assert sorted(seen) == sorted(article.pk for article in made)
    assert len(set(seen)) == len(seen)
    if newest:
        when = {article.pk: article.published_at for article in made}
        assert [when[pk] for pk in seen] == sorted(when.values(), reverse=True)


def test_what_does_not_fit_into_a_window_follows_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsstand.search import engine, find, postgres, sqlite

    for module in (engine, find, postgres, sqlite):
        monkeypatch.setattr(module, "WINDOW", 6)
    made = [say(f"Fire {number}", hours=number + 1) for number in range(20)]
    seen, place = [], Place()
    assert asked("fire").at_least
    while place is not None:
        result = asked("fire", place=place, length=4)
        seen += [row.article_id for group in result.page.groups for row in group.rows]
        place = result.following
    assert seen == [article.pk for article in made]


HOSTILE = [
    '"', "'", "'; DROP TABLE search_entry; --", '") OR 1=1 --', "a:*", "* *", "NEAR(a b)", "headline:", "{headline}:x",
    "rowid:1", "search_words MATCH 1", "a\\", "\\'", "& | !", "<->", "!a", "a:A", "fire:*B", "\x00", "fire\x00now",
    "(((((", "-", "--", "-(-", "OR", "OR OR fire", "AND", "NOT", "fire NOT", "^fire", "fire^2", "+fire", "%s %d %(x)s",
    "{}", "😀", "\ud800", "ﷺ" * 50, "a" * 5000, "a " * 3000, '"' * 301, "publisher:'", "topic:%", "place:_",
    "after:9999-99", "before:99999999y", "after:-1", "\u202e fire", "é" * 400, "١٢٣", "ก" * 400, "橋" * 400, "Å", "∑",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_looked_for_and_breaks_nothing(query: str) -> None:
    say("Fire", "A fire.")
    asked(query)
    asked(f"fire {query}")
    asked(f"fire -{query} OR {query}*")
    assert found("fire") == {"Fire"}

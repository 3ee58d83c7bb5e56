"""A reader's own pages: lists, buttons with and without script, history, digest, export, erasing; and nobody else's."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsstand.accounts.models import User
from newsstand.articles.models import Article
from newsstand.articles.withdraw import withdraw
from newsstand.publishers.models import Contract
from newsstand.ranking.models import PageOrder, Signal
from newsstand.readers.deliver import send_due
from newsstand.readers.follow import follow
from newsstand.readers.hide import hide
from newsstand.readers.models import Affinity, Digest, Follow, FrontPage, Hidden, Mailing, Saved, Seen
from newsstand.readers.save import save
from newsstand.readers.see import see
from newsstand.topics.models import Topic
from tests.comments.talk import Clock
from tests.pages.newsroom import NOON, make_article, make_topic
from tests.people import ann, eve
from tests.readers.reading import Newsroom

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
HTMX = {**BROWSER, "HX-Request": "true"}
LISTS = ["/you", "/you/following", "/you/saved", "/you/history", "/you/hidden", "/you/digest", "/you/export.json"]


def reader(user: User | None = None) -> Client:
    client = Client(headers=BROWSER)
    client.force_login(user or ann())
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def use_everything(user: User, room: Newsroom) -> None:
    """They follow, save, hide and open something, and want a digest."""
    for aim in (room.beacon, room.nell, room.harbour, room.story):
        follow(user=user, aim=aim, now=NOON, article=room.first)
    save(user=user, article=room.alone, now=NOON)
    hide(user=user, aim=room.other, now=NOON)
    see(user=user, article=room.first, now=NOON)
    FrontPage.objects.update_or_create(user=user, defaults={"place": room.harbour})
    Affinity.objects.create(user=user, publisher=room.beacon, strength=0.5, changed_at=NOON)
    Digest.objects.create(user=user, zone="UTC", told_until=NOON - timedelta(days=1), due_at=NOON, is_on=True)
    assert send_due(now=NOON) == 1


# --- buttons ---------------------------------------------------------------------------------------------------------

ON_PAGES: list[Callable[[Newsroom], tuple[Any, str]]] = [
    lambda room: (room.beacon, "publisher"),
    lambda room: (room.nell, "author"),
    lambda room: (room.harbour, "topic"),
    lambda room: (room.story, "story"),
]


@pytest.mark.parametrize("which", ON_PAGES, ids=["publisher", "author", "place", "story"])
def test_a_page_has_the_button_to_follow_what_it_is_about(
    newsroom: Newsroom, which: Callable[[Newsroom], tuple[Any, str]]
) -> None:
    aim, kind = which(newsroom)
    address = f"/you/follow/{kind}/{aim.pk}"
    anonymous = page(Client(headers=BROWSER), aim.get_absolute_url())
    assert f'href="{address}"' in anonymous
    assert 'method="post"' not in anonymous
    client = reader()
    assert f'action="{address}"' in page(client, aim.get_absolute_url())
    answer = client.post(address, {"wanted": "follow", "next": aim.get_absolute_url()})
    assert (answer.status_code, answer["Location"]) == (302, aim.get_absolute_url())
    assert Follow.objects.get(user=ann()).aim == aim
    assert ">Following<" in page(client, aim.get_absolute_url())


def test_an_article_has_buttons_for_its_publisher_and_topics_and_to_save_it(newsroom: Newsroom) -> None:
    address = newsroom.first.get_absolute_url()
    anonymous, own = page(Client(headers=BROWSER), address), page(reader(), address)
    paths = [
        f"/you/follow/publisher/{newsroom.beacon.pk}",
        f"/you/follow/topic/{newsroom.harbour.pk}",
        f"/you/save/{newsroom.first.pk}",
    ]
    for path in paths:
        assert f'href="{path}"' in anonymous
        assert f'action="{path}"' in own
    assert f'href="/you/less/{newsroom.first.pk}"' in anonymous


def test_buttons_cost_one_query_however_many_there_are(newsroom: Newsroom) -> None:
    client, address = reader(), newsroom.first.get_absolute_url()
    page(client, address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, address)
    for number in range(12):
        topic = make_topic(f"Topic {number}")
        newsroom.first.mentions.create(topic=topic, source="text", weight=0.5, published_at=NOON)  # type: ignore[attr-defined]
        follow(user=ann(), aim=topic, now=NOON)
    with CaptureQueriesContext(connection) as many:
        page(client, address)
    assert len(many) == len(few)


def test_with_script_the_button_comes_back_as_it_is_now(newsroom: Newsroom) -> None:
    client, path = reader(), f"/you/follow/publisher/{newsroom.beacon.pk}"
    fields = {"wanted": "follow", "article": newsroom.first.pk, "next": newsroom.first.get_absolute_url()}
    html = client.post(path, fields, headers=HTMX).content.decode()
    assert "<html" not in html
    assert 'value="unfollow"' in html
    assert f'name="article" value="{newsroom.first.pk}"' in html
    assert Signal.objects.get(user=ann()).kind == "followed"
    html = client.post(path, {"wanted": "unfollow"}, headers=HTMX).content.decode()
    assert 'value="follow"' in html


def test_a_stranger_signs_in_and_finds_the_button(newsroom: Newsroom) -> None:
    path = f"/you/follow/topic/{newsroom.harbour.pk}"
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=%2Fyou%2Ffollow")
    html = page(reader(), path)
    assert "Harbour" in html
    assert f'action="{path}"' in html


@pytest.mark.parametrize(
    "path", ["/you/follow/article/1", "/you/follow/user/1", "/you/follow/publisher/999999", "/you/hide/topic/0"]
)
def test_there_is_no_button_for_what_is_not_there(newsroom: Newsroom, path: str) -> None:
    for answer in (reader().get(path), reader().post(path, {"wanted": "follow"})):
        assert answer.status_code == 404


def test_what_cannot_be_seen_cannot_be_followed_and_can_be_unfollowed(newsroom: Newsroom) -> None:
    follow(user=ann(), aim=newsroom.beacon, now=NOON)
    follow(user=ann(), aim=newsroom.harbour, now=NOON)
    Contract.objects.filter(publisher=newsroom.beacon).update(suspended_at=NOON)
    Topic.objects.filter(pk=newsroom.harbour.pk).update(is_hidden=True)
    for kind, aim in (("publisher", newsroom.beacon), ("topic", newsroom.harbour)):
        path = f"/you/follow/{kind}/{aim.pk}"
        assert reader(eve()).post(path, {"wanted": "follow"}).status_code == 404
        answer = reader().post(path, {"wanted": "unfollow"})
        assert (answer.status_code, answer["Location"]) == (302, "/you")
    assert not Follow.objects.exists()


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_nobody_is_led_away(newsroom: Newsroom, onward: str) -> None:
    answer = reader().post(f"/you/save/{newsroom.first.pk}", {"wanted": "save", "next": onward})
    assert answer["Location"] == newsroom.first.get_absolute_url()


def test_who_presses_too_often_is_asked_to_wait(newsroom: Newsroom) -> None:
    client, path = reader(), f"/you/save/{newsroom.first.pk}"
    answers = [client.post(path, {"wanted": "save"}) for _ in range(61)]
    assert [answer.status_code for answer in answers[:60]] == [302] * 60
    assert answers[60].status_code == 429
    assert int(answers[60]["Retry-After"]) >= 1
    assert "Please try again" in answers[60].content.decode()


# --- less of this ----------------------------------------------------------------------------------------------------


def test_less_of_this_offers_the_article_the_story_the_publisher_the_author_and_topics(newsroom: Newsroom) -> None:
    html = page(reader(), f"/you/less/{newsroom.first.pk}")
    for kind, aim in (
        ("article", newsroom.first),
        ("story", newsroom.story),
        ("publisher", newsroom.beacon),
        ("author", newsroom.nell),
        ("topic", newsroom.harbour),
    ):
        assert f'action="/you/hide/{kind}/{aim.pk}"' in html


def test_what_is_hidden_leaves_the_front_page_and_comes_back(newsroom: Newsroom) -> None:
    client = reader()
    assert newsroom.alone.headline in page(client, "/")
    client.post(f"/you/hide/article/{newsroom.alone.pk}", {"wanted": "hide"})
    assert newsroom.alone.headline not in page(client, "/")
    assert newsroom.alone.headline in page(Client(headers=BROWSER), "/")
    assert newsroom.alone.headline in page(client, "/you/hidden")
    client.post(f"/you/hide/article/{newsroom.alone.pk}", {"wanted": "show"})
    assert newsroom.alone.headline in page(client, "/")
    assert not Hidden.objects.exists()


# --- history ---------------------------------------------------------------------------------------------------------


def test_opening_an_article_puts_it_into_ones_own_history(newsroom: Newsroom) -> None:
    client = reader()
    client.get(newsroom.first.get_absolute_url())
    Client(headers=BROWSER).get(newsroom.alone.get_absolute_url())
    assert newsroom.first.headline in page(client, "/you/history")
    assert newsroom.first.headline not in page(reader(eve()), "/you/history")
    assert Seen.objects.count() == 1


@pytest.mark.parametrize("headers", [{"user-agent": "curl/8"}, {**BROWSER, "Sec-Purpose": "prefetch"}])
def test_what_nobody_looks_at_is_no_history(newsroom: Newsroom, headers: dict[str, str]) -> None:
    reader().get(newsroom.first.get_absolute_url(), headers=headers)
    reader().head(newsroom.first.get_absolute_url())
    assert not Seen.objects.exists()


def test_history_off_erases_it_and_writes_no_more(newsroom: Newsroom) -> None:
    client = reader()
    client.get(newsroom.first.get_absolute_url())
    client.post("/you/history", {"wanted": "off"})
    assert not Seen.objects.exists()
    client.get(newsroom.alone.get_absolute_url())
    assert not Seen.objects.exists()
    assert "Your history is off" in page(client, "/you/history")
    client.post("/you/history", {"wanted": "on"})
    client.get(newsroom.alone.get_absolute_url())
    assert Seen.objects.get().article == newsroom.alone


def test_one_article_and_all_of_them_are_erased_from_history(newsroom: Newsroom) -> None:
    client = reader()
    for article in (newsroom.first, newsroom.alone, newsroom.other):
        client.get(article.get_absolute_url())
    client.post("/you/history", {"wanted": "erase", "article": newsroom.first.pk})
    assert Seen.objects.count() == 2
    client.post("/you/history", {"wanted": "erase-all"})
    assert not Seen.objects.exists()


def test_what_was_opened_stands_lower_and_is_believed_only_as_long_as_history_is_on(newsroom: Newsroom) -> None:
    see(user=ann(), article=newsroom.other, now=NOON)
    assert "You have opened it already" in page(reader(), "/")
    FrontPage.objects.create(user=ann(), keeps_history=False)
    assert "You have opened it already" not in page(reader(), "/")


# --- lists -----------------------------------------------------------------------------------------------------------


def gone_in(end: str, article: Article) -> None:
    if end == "withdrawn":
        withdraw(article=article, now=NOON, reason="A mistake.")
    elif end == "expired":
        Article.objects.filter(pk=article.pk).update(closes_at=NOON)
    elif end == "embargoed":
        Article.objects.filter(pk=article.pk).update(opens_at=NOON + timedelta(hours=1))
    else:
        Contract.objects.filter(publisher=article.publisher_id).update(suspended_at=NOON)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("withdrawn", "An article that was withdrawn."),
        ("expired", "An article whose time here is over."),
        ("embargoed", "An article that cannot be read yet."),
        ("suspended", "An article of a publisher that is not here at present."),
    ],
)
def test_an_article_that_may_not_be_shown_is_said_to_be_gone(newsroom: Newsroom, end: str, words: str) -> None:
    save(user=ann(), article=newsroom.alone, now=NOON)
    see(user=ann(), article=newsroom.alone, now=NOON)
    hide(user=ann(), aim=newsroom.alone, now=NOON)
    gone_in(end, newsroom.alone)
    for path in ("/you", "/you/saved", "/you/history"):
        html = page(reader(), path)
        assert newsroom.alone.headline not in html, path
        assert words in html or path == "/you", path
    hidden = page(reader(), "/you/hidden")
    assert newsroom.alone.headline not in hidden
    assert "An article that is no longer here" in hidden
    assert newsroom.alone.headline not in page(reader(), "/you/digest")


def test_a_publisher_that_was_taken_down_is_said_to_be_gone(newsroom: Newsroom) -> None:
    follow(user=ann(), aim=newsroom.beacon, now=NOON)
    Contract.objects.filter(publisher=newsroom.beacon).update(suspended_at=NOON)
    html = page(reader(), "/you/following")
    assert "The Beacon" not in html
    assert "A publisher that is no longer here" in html
    assert f'action="/you/follow/publisher/{newsroom.beacon.pk}"' in html


@pytest.mark.parametrize("path", ["/you/saved", "/you/history"])
def test_lists_go_on_where_they_ended(newsroom: Newsroom, path: str) -> None:
    for number in range(35):
        article = make_article(newsroom.beacon, headline=f"Piece {number}.", slug="p")
        # Two at each moment: the place in the list has to know which of them came last.
        Saved.objects.create(user=ann(), article=article, since=NOON + timedelta(minutes=number // 2))
        Seen.objects.create(user=ann(), article=article, at=NOON + timedelta(minutes=number // 2))
    client = reader()
    first = page(client, path)
    onward = first.partition('rel="next" href="')[2].partition('"')[0]
    second = page(client, path + onward.replace("&amp;", "&"))
    for number in range(35):
        assert (f"Piece {number}." in first, f"Piece {number}." in second) == (number >= 5, number < 5), number
    assert client.get(f"{path}?before=yesterday").status_code == 400


@pytest.mark.parametrize("path", LISTS[:-1])
def test_a_list_costs_the_same_for_few_and_for_many(newsroom: Newsroom, path: str) -> None:
    use_everything(ann(), newsroom)
    hide(user=ann(), aim=make_topic("Before"), now=NOON)
    client = reader()
    page(client, path)
    with CaptureQueriesContext(connection) as few:
        page(client, path)
    for number in range(25):
        article = make_article(newsroom.light, headline=f"Piece {number}", slug="p")
        save(user=ann(), article=article, now=NOON)
        see(user=ann(), article=article, now=NOON)
        topic = make_topic(f"Topic {number}")
        (follow if number % 2 else hide)(user=ann(), aim=topic, now=NOON)
    with CaptureQueriesContext(connection) as many:
        page(client, path)
    assert len(many) <= len(few)


@pytest.mark.parametrize("path", [*LISTS, "/you/erase"])
def test_nobody_sees_the_reading_of_another(newsroom: Newsroom, path: str) -> None:
    use_everything(ann(), newsroom)
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    client = reader(eve())
    assert client.get(path).headers["Cache-Control"] == "private, no-store"
    html = page(client, path)
    for own in ("Ann", "ann@example.org"):
        assert own not in html
    if path != "/you/digest":
        assert newsroom.alone.headline not in html
        assert "Harbour" not in html.partition("<main")[2]


# --- digest ----------------------------------------------------------------------------------------------------------

FIELDS = {"is_on": "on", "hour": "18", "days": ["0", "4"], "zone": "Europe/Berlin", "wanted": "save"}


def test_a_reader_chooses_hour_days_and_zone(newsroom: Newsroom) -> None:
    client = reader()
    assert client.post("/you/digest", FIELDS)["Location"] == "/you/digest"
    digest = Digest.objects.get(user=ann())
    assert (digest.hour, digest.days, digest.zone, digest.is_on) == (18, "04", "Europe/Berlin", True)
    html = page(client, "/you/digest")
    # NOON is a Friday.
    assert "Friday 20 November, 18:00" in html
    assert '<option value="Europe/Berlin" selected>' in html
    client.post("/you/digest", {**FIELDS, "is_on": ""})
    assert Digest.objects.get(user=ann()).due_at is None


@pytest.mark.parametrize("wrong", [{"hour": "24"}, {"days": []}, {"zone": "Mars/Olympus"}, {"days": ["7"]}])
def test_a_digest_at_no_time_is_refused_and_nothing_is_lost(newsroom: Newsroom, wrong: dict[str, Any]) -> None:
    answer = reader().post("/you/digest", {**FIELDS, **wrong})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Digest.objects.exists()


def test_the_preview_is_what_is_sent(newsroom: Newsroom) -> None:
    follow(user=ann(), aim=newsroom.harbour, now=NOON)
    html = page(reader(), "/you/digest")
    assert "You follow Harbour" in html
    assert not Digest.objects.exists()
    reader().post("/you/digest", {"wanted": "now"})
    send_due(now=NOON)
    told = [article for article, _ in Mailing.objects.get().told]
    places = [html.index(Article.objects.get(pk=pk).headline) for pk in told]
    assert places == sorted(places)
    assert "Nothing is new to you" in page(reader(), "/you/digest")


def test_three_digests_a_day_can_be_asked_for(newsroom: Newsroom) -> None:
    client = reader()
    statuses = [client.post("/you/digest", {"wanted": "now"}).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]


# --- all of it -------------------------------------------------------------------------------------------------------


def test_everything_about_a_reader_is_in_the_export_and_nothing_about_others(newsroom: Newsroom) -> None:
    use_everything(ann(), newsroom)
    use_everything(eve(), newsroom)
    answer = reader().get("/you/export.json")
    assert 'attachment; filename="reading-2026-11-20.json"' in answer["Content-Disposition"]
    found = json.loads(answer.content)
    assert {row["name"] for row in found["following"]} == {
        "The Beacon",
        "Nell Harbottle",
        "Harbour",
        "The bridge is shut",
    }
    assert [row["article"] for row in found["saved"]] == [newsroom.alone.get_absolute_url()]
    assert [row["address"] for row in found["hidden"]] == [newsroom.other.get_absolute_url()]
    assert [row["article"] for row in found["history"]] == [newsroom.first.get_absolute_url()]
    assert found["front_page"]["place"]["name"] == "Harbour"
    assert [row["strength"] for row in found["believed"]] == [0.5]
    assert {row["kind"] for row in found["signals"]} == {"followed", "saved", "hidden"}
    assert len(found["digest"]["mails"]) == 1
    assert "eve@" not in answer.content.decode().lower()


def test_the_export_of_somebody_who_did_nothing_is_empty_and_whole(newsroom: Newsroom) -> None:
    found = json.loads(reader().get("/you/export.json").content)
    assert found["following"] == found["saved"] == found["history"] == []
    assert found["digest"] is None


def rows_of(user: User) -> int:
    tables: list[Any] = [Follow, Saved, Hidden, Seen, Affinity, Signal, Digest, PageOrder]
    return sum(model.objects.filter(user=user).count() for model in tables)


def test_erasing_takes_all_of_it_and_only_ones_own(newsroom: Newsroom) -> None:
    use_everything(ann(), newsroom)
    use_everything(eve(), newsroom)
    before = rows_of(eve())
    client = reader()
    assert "cannot be brought back" in page(client, "/you/erase")
    assert rows_of(ann()) == before
    client.post("/you/erase")
    assert rows_of(ann()) == 0
    assert rows_of(eve()) == before
    assert User.objects.filter(pk=ann().pk).exists()


def test_who_switched_learning_and_history_off_has_them_off_also_after_erasing(newsroom: Newsroom) -> None:
    FrontPage.objects.create(user=ann(), place=newsroom.harbour, learns=False, keeps_history=False)
    reader().post("/you/erase")
    choices = FrontPage.of(ann())
    assert (choices.place, choices.learns, choices.keeps_history) == (None, False, False)


def test_all_of_it_goes_with_the_account(newsroom: Newsroom) -> None:
    use_everything(ann(), newsroom)
    reader_id = ann().pk
    ann().delete()
    assert not Mailing.objects.filter(digest__user=reader_id).exists()
    assert not Follow.objects.filter(user=reader_id).exists()
    assert not Signal.objects.filter(user=reader_id).exists()


def test_old_history_and_old_mails_are_erased(newsroom: Newsroom, settings: Any, time: Clock) -> None:
    from newsstand.readers.erase import erase_old

    use_everything(ann(), newsroom)
    settings.NEWSSTAND_HISTORY_DAYS = 40
    assert erase_old(now=NOON + timedelta(days=29)) == 0
    assert erase_old(now=NOON + timedelta(days=31)) == 1
    assert not Mailing.objects.exists()
    assert Seen.objects.exists()
    assert erase_old(now=NOON + timedelta(days=41)) == 1
    assert not Seen.objects.exists()

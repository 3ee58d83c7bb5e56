"""A reader's deeds become numbers: once a day, without a cookie and without an address."""

import os
import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.test import Client

from newsstand.algorithms.read_counts import admitted
from newsstand.algorithms.read_log import Deed
from newsstand.articles.models import Article
from newsstand.lib import drain_segments
from newsstand.lib.models import Salt
from newsstand.publishers.models import Publisher
from newsstand.ranking.models import Signal
from newsstand.reads.count import count
from newsstand.reads.drain import drain
from newsstand.reads.erase import erase_old
from newsstand.reads.log import own_log
from newsstand.reads.models import ArticleDay, Once
from newsstand.reads.numbers import Day, Total, added_up, days, sources, top_articles, total_of, totals
from tests.pages.newsroom import NOON, make_article, make_author
from tests.people import ann
from tests.reads.conftest import SetClock
from tests.reads.readers import FIREFOX, agent, event, tell

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def counted(article: Article, now: SetClock) -> Total:
    drain(now=now())
    return total_of(article.pk)


def test_opening_finishing_and_going_on_are_counted_once_a_reader(
    client: Client, article: Article, now: SetClock
) -> None:
    for _ in range(3):
        for kind in ("opened", "read", "went"):
            assert tell(client, kind, article) == 204
    assert tell(client, "opened", article, reader=2) == 204
    assert counted(article, now) == Total(reads=2, finished=1, referrals=1)


def test_who_finished_or_went_on_has_opened_it_even_when_that_was_not_heard(
    client: Client, article: Article, now: SetClock
) -> None:
    tell(client, "read", article)
    tell(client, "went", article, reader=2)
    assert counted(article, now) == Total(reads=2, finished=1, referrals=1)


def test_finishing_in_another_batch_is_counted_once_too(client: Client, article: Article, now: SetClock) -> None:
    for kind in ("opened", "read", "read", "went", "read"):
        tell(client, kind, article)
        drain(now=now())
    assert total_of(article.pk) == Total(reads=1, finished=1, referrals=1)


def test_midnight_begins_another_day_for_the_same_reader(client: Client, article: Article, now: SetClock) -> None:
    now.at = NOON.replace(hour=23, minute=59, second=58)
    tell(client, "opened", article)
    now.at += timedelta(seconds=4)
    tell(client, "read", article)
    drain(now=now())
    found = days(article=article.pk, first=TODAY, last=TODAY + timedelta(days=1))
    assert [(one.reads, one.finished) for one in found] == [(1, 0), (1, 1)]


def test_a_clock_that_goes_back_loses_nothing_and_counts_nothing_twice(
    client: Client, article: Article, now: SetClock
) -> None:
    tell(client, "opened", article)
    drain(now=now())
    now.at -= timedelta(hours=3)
    tell(client, "opened", article)
    tell(client, "opened", article, reader=2)
    assert counted(article, now).reads == 2


def test_every_day_is_there_also_when_nobody_read(article: Article) -> None:
    count([event(article)])
    found = days(article=article.pk, first=TODAY - timedelta(days=2), last=TODAY + timedelta(days=1))
    assert [one.reads for one in found] == [0, 0, 1, 0]
    assert [one.day for one in found] == [TODAY + timedelta(days=number) for number in (-2, -1, 0, 1)]
    assert found[0] == Day(day=TODAY - timedelta(days=2))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-GPC": "1"},
        {"DNT": "1"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_who_asks_for_privacy_robots_and_other_sites_are_no_readers(
    client: Client, article: Article, now: SetClock, headers: dict[str, str]
) -> None:
    assert tell(client, "opened", article, headers=headers) == 204
    sent = {"user-agent": FIREFOX, **headers}
    assert client.get(f"/signal/{article.pk}.gif", headers=sent).status_code == 200
    assert client.post(f"/signal/{article.pk}/went", headers=sent).status_code == 204
    assert counted(article, now) == Total()


def test_without_script_a_picture_and_a_ping_count(client: Client, article: Article, now: SetClock) -> None:
    page = client.get(article.get_absolute_url()).content.decode()
    address = re.search(r'<noscript><img [^>]*src="([^"]+)"', page)
    ping = re.search(r'ping="([^"]+)"', page)
    assert address is not None
    assert ping is not None
    answer = client.get(address[1], headers={"user-agent": FIREFOX})
    assert answer["Content-Type"] == "image/gif"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert client.post(ping[1], "PING", content_type="text/ping", headers={"user-agent": FIREFOX}).status_code == 204
    assert counted(article, now) == Total(reads=1, referrals=1)
    assert sources(article=article.pk, first=TODAY, last=TODAY, most=5) == [("unknown", 1)]


def test_a_click_on_a_front_page_is_for_ranking_and_not_yet_a_read(
    client: Client, article: Article, now: SetClock
) -> None:
    tell(client, "opened", article, order="abc")
    assert counted(article, now) == Total()
    assert Signal.objects.count() == 1


def test_where_readers_came_from_is_kept_by_day_and_without_the_reader(
    client: Client, article: Article, now: SetClock
) -> None:
    for reader, whence in enumerate(["", "/", "www.google.com", "example.org", "/story", "/"]):
        tell(client, "opened", article, reader=reader, **{"from": whence})
    drain(now=now())
    found = sources(article=article.pk, first=TODAY, last=TODAY, most=9)
    assert found == [("here:front", 2), ("direct", 1), ("example.org", 1), ("here:story", 1), ("search", 1)]
    assert sources(first=TODAY, last=TODAY, most=1) == [("here:front", 2)]


def test_no_address_and_no_browser_is_in_the_file_or_the_database(
    client: Client, article: Article, now: SetClock, folder: Path
) -> None:
    client.force_login(ann(), "allauth.account.auth_backends.AuthenticationBackend")
    tell(client, "opened", article)
    written = b"".join(path.read_bytes() for path in folder.glob("*.events"))
    drain(now=now())
    row = str(vars(Once.objects.get()))
    for kept in (written.decode(), row):
        assert article.pk
        assert "127.0.0.1" not in kept
        assert "Firefox" not in kept
        assert f"u{ann().pk}" not in kept


def test_keys_go_with_their_day_and_the_numbers_stay(client: Client, article: Article, now: SetClock) -> None:
    tell(client, "opened", article)
    drain(now=now())
    now.at = NOON.replace(hour=0, minute=30) + timedelta(days=1)
    erase_old(now=now())
    assert not Salt.objects.exists()
    # What was heard in the last minutes of the day is counted after it.
    assert Once.objects.exists()
    erase_old(now=now() + timedelta(hours=1))
    assert not Once.objects.exists()
    assert total_of(article.pk).reads == 1


def test_everybody_whose_an_article_is_has_the_same_number(article: Article, publisher: Publisher) -> None:
    second = make_author(publisher, "mo-quay", "Mo Quay")
    article.bylines.create(author=second, position=1)
    count([event(article, reader=number) for number in range(4)] + [event(article, Deed.FINISHED, reader=1)])
    author = article.authors.get(slug="nell-harbottle")
    expected = [Day(reads=4, finished=1, day=TODAY)]
    for whose in (
        {"article": article.pk},
        {"author": author.pk},
        {"author": second.pk},
        {"publisher": publisher.pk},
        {},
    ):
        assert days(**whose, first=TODAY, last=TODAY) == expected  # type: ignore[arg-type]


def test_the_most_read_come_first_and_others_are_not_among_them(article: Article, publisher: Publisher) -> None:
    more, unread, foreign = (make_article(publisher), make_article(publisher), make_article(None))
    for one, number in ((article, 2), (more, 5), (foreign, 9)):
        count([event(one, reader=reader) for reader in range(number)])
    found = top_articles(publisher=publisher.pk, first=TODAY, last=TODAY, most=5)
    assert [(pk, total.reads) for pk, total in found] == [(more.pk, 5), (article.pk, 2)]
    assert unread.pk not in dict(found)
    author = article.authors.get()
    assert top_articles(author=author.pk, first=TODAY, last=TODAY, most=5) == [(article.pk, Total(reads=2))]
    assert totals([more.pk, unread.pk]) == {more.pk: Total(reads=5), unread.pk: Total()}
    assert added_up(total for _, total in found).reads == 7


def test_numbers_of_two_at_once_are_refused() -> None:
    with pytest.raises(ValueError, match="name one of them"):
        days(article=1, author=2, first=TODAY, last=TODAY)


def test_what_could_not_be_seen_then_was_not_read_then(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(opens_at=NOON, withdrawn_at=NOON + timedelta(hours=2))
    moments = [NOON - timedelta(minutes=1), NOON, NOON + timedelta(hours=3)]
    assert count([event(article, reader=number, at=at) for number, at in enumerate(moments)]) == 1


def test_an_article_that_is_gone_is_counted_for_nobody_and_holds_nothing_up(
    client: Client, article: Article, now: SetClock
) -> None:
    tell(client, "opened", article.pk + 1000)
    tell(client, "opened", article)
    assert counted(article, now).reads == 1
    assert ArticleDay.objects.count() == 1


def test_what_one_network_sends_beyond_a_neighbourhood_is_counted_with_the_robots(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsstand.reads.count.admitted", partial(admitted, most=3))
    farm = [event(article, reader=number) for number in range(5)]
    farm = [replace(one, network="f" * 24) for one in farm]
    for one in farm:
        count([one])
    count([replace(one, deed=Deed.FINISHED) for one in farm])
    assert total_of(article.pk) == Total(reads=3, finished=3, robots=2)


def test_a_full_disk_is_said_loudly_and_the_page_stands(
    client: Client, article: Article, now: SetClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tell(client, "opened", article)
    real = os.write
    # Half a line fits, and then nothing does: what a disk says that runs full.
    monkeypatch.setattr("newsstand.lib.segments.os.write", lambda file, line: real(file, line[:20]))
    assert tell(client, "opened", article, reader=2) == 503
    monkeypatch.setattr("newsstand.lib.segments.os.write", full)
    assert tell(client, "opened", article, reader=3) == 503
    assert client.get(f"/signal/{article.pk}.gif", headers={"user-agent": agent(4)}).status_code == 503
    assert client.get(article.get_absolute_url()).status_code == 200
    assert "Reads are not counted" in caplog.text
    monkeypatch.setattr("newsstand.lib.segments.os.write", real)
    assert tell(client, "opened", article, reader=5) == 204
    caplog.clear()
    assert counted(article, now).reads == 2
    assert "no events" not in caplog.text


def full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_a_folder_that_cannot_be_written_to_is_said(
    client: Client, article: Article, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file stands where the folder should be")
    assert tell(client, "opened", article) == 503
    assert str(folder) in caplog.text


def test_a_segment_that_is_full_is_left_counted_and_deleted(
    client: Client, article: Article, now: SetClock, folder: Path
) -> None:
    own_log().most_bytes = 300
    for reader in range(9):
        tell(client, "opened", article, reader=reader)
    assert len(list(folder.glob("*.events"))) > 2
    assert counted(article, now).reads == 9
    assert len(list(folder.glob("*.events"))) == 1


def test_a_segment_that_rests_is_let_go_so_that_no_key_lies_about(
    client: Client, article: Article, now: SetClock, folder: Path
) -> None:
    tell(client, "opened", article)
    own_log().rest(now())
    assert counted(article, now).reads == 1
    assert list(folder.glob("*.events"))
    own_log().rest(now() + timedelta(minutes=11))
    drain(now=now())
    assert not list(folder.glob("*.events"))


def test_a_line_that_is_none_is_left_out_and_said(
    client: Client, article: Article, now: SetClock, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.mkdir()
    (folder / "old.events").write_bytes(b"\0\0\0\nnot an event\n")
    tell(client, "opened", article)
    assert counted(article, now).reads == 1
    assert "2 lines are no events" in caplog.text


def test_what_is_counted_by_somebody_else_meanwhile_is_not_counted_again(
    client: Client, article: Article, now: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of the folder is of no use on some network disks: the mark in the database is enough."""
    tell(client, "opened", article)
    real = drain_segments.os.pread
    counting = []

    def meanwhile(file: int, size: int, offset: int) -> bytes:
        if not counting:
            counting.append(True)
            monkeypatch.setattr(drain_segments, "locked", lambda _: True)
            drain(now=now())
        return real(file, size, offset)

    monkeypatch.setattr(drain_segments.os, "pread", meanwhile)
    assert counted(article, now).reads == 1

"""The `newsstand` command, as a person or a script uses it."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Newsstand
from tests.feed_server import FeedServer

ITEM = "<item><title>The {} runs again</title><link>{}/{}</link><description>{}</description></item>"
WORDS = "The {0} left the quay at six with forty people on board and came back at seven with as many. " * 12


@pytest.fixture
def town(feed_server: FeedServer) -> Callable[..., str]:
    """Serve a feed with an article for each word, and give its address."""

    def serve(*words: str, path: str = "/feed.xml") -> str:
        items = "".join(ITEM.format(word, feed_server.address, word, WORDS.format(word)) for word in words)
        body = f"<rss version='2.0'><channel><title>The Quay</title><language>en</language>{items}</channel></rss>"
        return feed_server.put(path, body, kind="application/rss+xml")

    return serve


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "newsstand.sqlite3") as database:
        return database.execute(query).fetchall()


def test_add_prints_the_publishers_page_and_reads_its_articles(
    newsstand: Newsstand, home: Path, town: Callable[..., str]
) -> None:
    done = newsstand("add", town("ferry", "bus"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["http://127.0.0.1:8000/publisher/the-quay"]
    assert "2 new" in done.stderr
    assert rows(home, "SELECT count(*) FROM articles_article") == [(2,)]


def test_add_goes_on_after_an_address_that_has_no_feed(
    newsstand: Newsstand, town: Callable[..., str], feed_server: FeedServer
) -> None:
    done = newsstand("add", feed_server.url("/nothing"), "not an address", town("ferry"))
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["http://127.0.0.1:8000/publisher/the-quay"]
    assert "404" in done.stderr
    assert "not an address" in done.stderr


def test_a_private_address_is_refused_and_the_setting_named(
    environment: dict[str, str], newsstand: Newsstand, town: Callable[..., str]
) -> None:
    del environment["NEWSSTAND_ALLOWED_NETWORKS"]
    done = newsstand("add", town("ferry"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "NEWSSTAND_ALLOWED_NETWORKS" in done.stderr


def test_refresh_says_what_became_of_each_feed(
    newsstand: Newsstand, home: Path, town: Callable[..., str], feed_server: FeedServer
) -> None:
    address = town("ferry")
    newsstand("add", address, town("bus", path="/other.xml"))
    town("ferry", "train")
    feed_server.put("/other.xml", "gone", status=500)
    done = newsstand("refresh")
    assert done.returncode == 1
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert said[address].startswith("1 new, 1 unchanged")
    assert "500" in said[feed_server.url("/other.xml")]
    assert rows(home, "SELECT count(*) FROM articles_article") == [(3,)]


def test_refresh_of_one_feed_leaves_the_others_alone(
    newsstand: Newsstand, town: Callable[..., str], feed_server: FeedServer
) -> None:
    first, second = town("ferry"), town("bus", path="/other.xml")
    newsstand("add", first, second)
    before = feed_server.count["/other.xml"]
    done = newsstand("refresh", first)
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [first]
    assert feed_server.count["/other.xml"] == before


def test_refresh_with_nothing_to_read_says_so(newsstand: Newsstand) -> None:
    done = newsstand("refresh")
    assert (done.returncode, done.stdout) == (0, "")
    assert "newsstand add" in done.stderr


def test_refresh_of_an_unknown_feed_names_it(newsstand: Newsstand) -> None:
    done = newsstand("refresh", "https://example.org/feed")
    assert done.returncode == 1
    assert "no such feed" in done.stderr


@pytest.mark.data
def test_import_page_prints_the_articles_address_once_and_again(newsstand: Newsstand, home: Path, data: Path) -> None:
    file = str(data / "saved-page" / "page.txt")
    first = newsstand("import-page", file)
    assert first.returncode == 0, first.stderr
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/a/\d+/multiple-russian-soldiers\S*\n", first.stdout)
    again = newsstand("import-page", file)
    assert again.stdout == first.stdout
    assert rows(home, "SELECT count(*) FROM articles_article") == [(1,)]
    assert rows(home, "SELECT count(*) FROM comments_comment") == [(3,)]


def test_import_page_names_what_cannot_be_read(newsstand: Newsstand, home: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Only a line\n")
    done = newsstand("import-page", str(page), str(tmp_path / "missing.txt"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "line" in done.stderr
    assert "missing.txt" in done.stderr
    assert rows(home, "SELECT count(*) FROM articles_article") == [(0,)]


def test_an_editor_is_made_once_and_gets_a_password(newsstand: Newsstand, home: Path) -> None:
    refused = newsstand("editor", "ed@example.org")
    assert refused.returncode == 1
    assert "--name" in refused.stderr
    made = newsstand("editor", "ed@example.org", "--name", "Ed")
    assert "Password" in made.stdout
    again = newsstand("editor", "ed@example.org")
    assert "Password" not in again.stdout
    assert rows(home, "SELECT name, is_staff FROM accounts_user") == [("Ed", 1)]


def test_the_doctor_finds_a_sound_installation_sound(newsstand: Newsstand, town: Callable[..., str]) -> None:
    newsstand("add", town("ferry"))
    done = newsstand("doctor")
    assert done.returncode == 0, done.stdout
    assert "MEND" not in done.stdout
    assert "1 feeds, 1 of them well" in done.stdout


def test_the_doctor_names_what_is_wrong_and_how_to_mend_it(
    environment: dict[str, str], newsstand: Newsstand, home: Path
) -> None:
    newsstand("refresh")
    (home / "secret-key").chmod(0o644)
    environment["NEWSSTAND_ALLOWED_NETWORKS"] = "10.0.0.0/99"
    done = newsstand("doctor")
    assert done.returncode == 1
    assert "chmod 600" in done.stdout
    assert "10.0.0.0/99" in done.stdout


def test_the_doctor_says_when_the_database_does_not_answer(environment: dict[str, str], newsstand: Newsstand) -> None:
    environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    done = newsstand("doctor")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stdout


def test_a_setting_that_cannot_be_read_is_named(environment: dict[str, str], newsstand: Newsstand) -> None:
    environment["NEWSSTAND_PORT"] = "eighty"
    done = newsstand("doctor")
    assert done.returncode == 1
    assert "NEWSSTAND_PORT='eighty' is not a whole number" in done.stderr

"""Lists of feeds in and out, the ledger and the feed check at the terminal: the real command."""

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.commands.conftest import Newsstand
from tests.feed_server import Answer, Asked, FeedServer

WORDS = "It left the quay at six with forty people on board and came back at seven with as many. " * 12
Serve = Callable[..., str]


@pytest.fixture
def serve(feed_server: FeedServer) -> Serve:
    """Put a feed with one article, or with the given items, at a path; gives its address."""

    def put(name: str, items: str = "") -> str:
        link = f"{feed_server.address}/a/{name}"
        items = items or f"<item><title>{name}</title><link>{link}</link><description>{WORDS}</description></item>"
        body = f"<rss version='2.0'><channel><title>{name}</title><language>en</language>{items}</channel></rss>"
        return feed_server.put(f"/{name}.xml", body, kind="application/rss+xml")

    return put


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "newsstand.sqlite3") as database:
        return database.execute(query).fetchall()


def pages(*slugs: str) -> list[str]:
    return [f"http://127.0.0.1:8000/publisher/{slug}" for slug in slugs]


# --- lists ----------------------------------------------------------------------------------------------------------


def test_a_list_is_added_past_its_failures_and_once(
    newsstand: Newsstand, serve: Serve, tmp_path: Path, feed_server: FeedServer, home: Path
) -> None:
    outlines = f'<outline text="Group"><outline text="The Ferry" xmlUrl="{serve("ferry")}"/></outline>'
    outlines += f'<outline text="Gone" xmlUrl="{feed_server.url("/gone")}"/><outline xmlUrl="{serve("bus")}"/>'
    file = tmp_path / "list.opml"
    file.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    done = newsstand("add-list", str(file))
    assert done.returncode == 1
    assert sorted(done.stdout.splitlines()) == pages("bus", "the-ferry")
    assert "2 added, 0 here already, 1 failed." in done.stderr
    assert f"{feed_server.url('/gone')}: " in done.stderr.split("1 failed.")[1]
    assert "404" in done.stderr.split("1 failed.")[1]
    again = newsstand("add-list", str(file))
    assert "0 added, 2 here already, 1 failed." in again.stderr
    assert sorted(again.stdout.splitlines()) == pages("bus", "the-ferry")
    assert rows(home, "SELECT count(*) FROM articles_article") == [(2,)]


def test_a_list_comes_from_standard_input(newsstand: Newsstand, serve: Serve) -> None:
    done = newsstand("add-list", "-", stdin=f"# ours\n{serve('ferry')}\n\n{serve('bus')}\n")
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == pages("bus", "ferry")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "No such file"), ("<html></html>", "neither OPML"), ("", "empty")]
)
def test_what_is_no_list_is_named(newsstand: Newsstand, tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "list.txt"
    if content is not None:
        file.write_text(content)
    done = newsstand("add-list", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert "list.txt: " in done.stderr
    assert said in done.stderr


def test_what_is_exported_is_added_elsewhere_under_the_same_names(
    newsstand: Newsstand, environment: dict[str, str], serve: Serve, fresh_home: Path, tmp_path: Path
) -> None:
    first = f'<opml><outline text="Ferry &amp; Co" xmlUrl="{serve("ferry")}"/></opml>'
    newsstand("add-list", "-", stdin=first)
    exported = newsstand("export")
    assert exported.returncode == 0
    tree = etree.fromstring(exported.stdout.encode())
    assert [outline.get("text") for outline in tree.iter("outline")] == ["Ferry & Co"]
    elsewhere = tmp_path / "elsewhere"
    subprocess.run(["cp", "-r", str(fresh_home), str(elsewhere)], check=True)
    environment["NEWSSTAND_HOME"] = str(elsewhere)
    done = newsstand("add-list", "-", stdin=exported.stdout)
    assert done.stdout.splitlines() == pages("ferry-co")
    assert rows(elsewhere, "SELECT name FROM publishers_publisher") == [("Ferry & Co",)]


def test_an_empty_installation_exports_an_empty_list(newsstand: Newsstand) -> None:
    assert etree.fromstring(newsstand("export").stdout.encode()).find("body/outline") is None


def begin(environment: dict[str, str], addresses: list[str]) -> subprocess.Popen[str]:
    """The command at work on a list, as soon as it has printed three publishers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "newsstand.cli", "add-list", "-"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join(addresses))
    process.stdin.close()
    for _ in range(3):
        process.stdout.readline()
    return process


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_list_is_taken_up_again_without_loss(
    environment: dict[str, str],
    newsstand: Newsstand,
    serve: Serve,
    feed_server: FeedServer,
    home: Path,
    ending: signal.Signals,
) -> None:
    addresses = [serve(f"paper{number:02}") for number in range(30)]
    quick = dict(feed_server.answers)
    held = feed_server.answers["/paper25.xml"]

    ended = threading.Event()

    def slowly(asked: Asked) -> Answer:
        ended.wait(60)
        assert not callable(held)
        return held

    feed_server.answers["/paper25.xml"] = slowly
    process = begin(environment, addresses)
    process.send_signal(ending)
    assert process.wait(60) == (130 if ending == signal.SIGINT else -signal.SIGKILL)
    ended.set()
    if ending == signal.SIGINT:
        assert "Run the same command again" in process.stderr.read()  # type: ignore[union-attr]
    assert 3 <= int(str(rows(home, "SELECT count(*) FROM publishers_feed")[0][0])) < 30
    feed_server.answers.update(quick)
    # What a killed command held is free again when its lease has run out.
    with sqlite3.connect(home / "newsstand.sqlite3") as database:
        database.execute("UPDATE publishers_feed SET leased_until = NULL")
    done = newsstand("add-list", "-", stdin="\n".join(addresses))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 30
    assert rows(home, "SELECT count(*), count(DISTINCT headline) FROM articles_article") == [(30, 30)]
    assert rows(home, "SELECT count(*) FROM publishers_feed WHERE checked_at IS NULL") == [(0,)]


def test_a_terminal_sees_a_progress_bar(environment: dict[str, str], serve: Serve) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    process = subprocess.Popen(
        [sys.executable, "-m", "newsstand.cli", "add-list", "-"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    out, _ = process.communicate("\n".join([serve("ferry"), serve("bus")]), timeout=60)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Adding" in said
    assert "0/2" in said
    assert sorted(out.splitlines()) == pages("bus", "ferry")


# --- the ledger -----------------------------------------------------------------------------------------------------

EMPTY = "<item><guid>empty</guid></item>"
FERRY = f"<item><title>Ferry\tback</title><guid>1</guid><link>https://quay.example/1</link><description>{WORDS}</description></item>"


def test_items_prints_what_became_of_each(newsstand: Newsstand, serve: Serve) -> None:
    address = serve("quay", FERRY + FERRY + EMPTY)
    newsstand("add", address)
    done = newsstand("items", "--feed", address)
    assert done.returncode == 0, done.stderr
    lines = {tuple(line.split("\t")[1:3]): line.split("\t") for line in done.stdout.splitlines()}
    assert set(lines) == {("accepted", "-"), ("duplicate", "repeated"), ("rejected", "empty")}
    assert all(len(line) == 7 for line in lines.values())
    accepted, duplicate = lines["accepted", "-"], lines["duplicate", "repeated"]
    assert accepted[3:5] == ["Ferry back", "https://quay.example/1"]
    assert duplicate[5] == accepted[5]
    assert accepted[5].startswith("http://127.0.0.1:8000/a/")
    assert "last checked" in done.stderr


def test_items_are_chosen_by_outcome_and_printed_as_json(newsstand: Newsstand, serve: Serve) -> None:
    address = serve("quay", FERRY + EMPTY)
    newsstand("add", address)
    done = newsstand("items", "--feed", address, "--outcome", "rejected", "--json")
    (only,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (only["outcome"], only["rule"], only["article"]) == ("rejected", "empty", "")
    assert only["evidence"]["guid"] == "empty"


def test_items_of_an_unknown_feed_say_so(newsstand: Newsstand) -> None:
    done = newsstand("items", "--feed", "https://nowhere.example/")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no such feed" in done.stderr


# --- the feed check -------------------------------------------------------------------------------------------------


def test_a_feed_is_checked_and_nothing_is_stored(newsstand: Newsstand, serve: Serve, home: Path) -> None:
    done = newsstand("check-feed", serve("quay", FERRY + EMPTY))
    assert done.returncode == 1
    for words in ("Mend first", "refused: Items are refused. (1 of 2 items)", "To do:", "accepted: Ferry back"):
        assert words in done.stdout
    assert rows(home, "SELECT count(*) FROM publishers_feed") == [(0,)]
    assert rows(home, "SELECT count(*) FROM ingest_item") == [(0,)]


def test_a_check_is_json_and_well_where_nothing_is_wrong(newsstand: Newsstand, serve: Serve) -> None:
    done = newsstand("check-feed", serve("quay", FERRY), "--json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert [item["outcome"] for item in said["items"]] == ["accepted"]
    assert {"rule", "severity", "sentence", "mend", "count", "of", "examples"} == set(said["findings"][0])


def test_a_check_of_nothing_says_why(newsstand: Newsstand, feed_server: FeedServer) -> None:
    done = newsstand("check-feed", feed_server.url("/gone"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "404" in done.stderr

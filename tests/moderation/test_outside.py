"""A service outside gives its verdict: asked over a real connection, in time, late, wrongly, or not at all."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from newsstand.algorithms.screening.outside import is_signed
from newsstand.articles.models import Article
from newsstand.comments import write
from newsstand.comments.errors import ScreenedError
from newsstand.comments.models import Comment
from newsstand.moderation import outside
from newsstand.moderation.models import Case, Finding
from newsstand.moderation.rulebook import Rulebook
from tests import people
from tests.comments.talk import make_article, say
from tests.feed_server import Answer, Asked, FeedServer

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
SECRET = "between the two of us"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "screening.md"


@pytest.fixture
def service(feed_server: FeedServer, settings: Any, door_to_loopback: None) -> FeedServer:
    settings.NEWSSTAND_SCREEN_URL = feed_server.url("/screen")
    settings.NEWSSTAND_SCREEN_SECRET = SECRET
    settings.NEWSSTAND_SCREEN_TIMEOUT = 3000
    return feed_server


def answers(service: FeedServer, said: object, status: int = 200) -> None:
    service.answers["/screen"] = (status, {"Content-Type": "application/json"}, json.dumps(said).encode())


def ask(text: str = "Words", silent: str = "pass") -> list[tuple[str, str]]:
    found = outside.ask(text, about={"kind": "comment"}, silent=silent, now=NOW)
    return [(one.verdict.value, one.evidence) for one in found]


def test_nobody_is_asked_until_there_is_a_service() -> None:
    assert not outside.is_asked()


def test_the_service_can_tell_who_asks_and_reads_what_was_said(service: FeedServer) -> None:
    answers(service, {"verdict": "hold", "reason": "It reads like an advertisement.", "score": 0.93})
    assert ask("Grüße") == [("hold", "It reads like an advertisement. (score 0.93)")]
    asked = service.asked[0]
    headers = {name: str(asked.headers[name]) for name in ("X-Newsstand-Time", "X-Newsstand-Signature")}
    assert is_signed(SECRET, asked.body, headers, NOW)
    assert not is_signed("a guess", asked.body, headers, NOW)
    assert json.loads(asked.body) == {"kind": "comment", "text": "Grüße"}
    assert "authorization" not in {name.lower() for name in asked.headers}


def test_a_service_that_passes_says_nothing(service: FeedServer) -> None:
    answers(service, {"verdict": "pass"})
    assert ask() == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((500, {}, b'{"verdict": "pass"}'), "status 500"),
        ((200, {}, b"<html>"), "no JSON"),
        ((200, {}, b'{"verdict": "delete"}'), "none of pass"),
        ((302, {"Location": "/elsewhere"}, b""), "could not be read"),
        ((200, {}, b'{"verdict": "pass", "reason": "' + b"x" * 100_000 + b'"}'), "could not be read"),
        ((200, {"Content-Length": "900"}, b'{"verdict": "pass"}'), "did not answer"),
    ],
)
@pytest.mark.parametrize("silent", ["pass", "flag", "hold"])
def test_nonsense_is_noted_with_the_verdict_that_the_house_wants(
    service: FeedServer, answer: Answer, said: str, silent: str
) -> None:
    def misbehave(asked: Asked) -> Answer | None:
        asked.handler.close_connection = True
        return answer

    service.answers["/screen"] = misbehave
    service.answers["/elsewhere"] = (200, {}, b'{"verdict": "refuse"}')
    ((verdict, evidence),) = ask(silent=silent)
    assert verdict == silent
    assert "did not answer" in evidence
    assert said in evidence


def test_a_service_that_takes_too_long_is_not_waited_for(service: FeedServer, settings: Any) -> None:
    released = threading.Event()

    def dawdle(_: Asked) -> Answer:
        released.wait(60)
        return 200, {}, b'{"verdict": "refuse"}'

    service.answers["/screen"] = dawdle
    settings.NEWSSTAND_SCREEN_TIMEOUT = 100
    try:
        ((verdict, evidence),) = ask()
    finally:
        released.set()
    assert (verdict, "longer than 100 milliseconds" in evidence) == ("pass", True)


def test_a_service_that_drips_is_not_waited_for_either(service: FeedServer, settings: Any) -> None:
    stopped = threading.Event()

    def drip(asked: Asked) -> None:
        asked.handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not stopped.wait(0.02):
            asked.handler.wfile.write(b" ")

    service.answers["/screen"] = drip
    settings.NEWSSTAND_SCREEN_TIMEOUT = 200
    try:
        assert ask(silent="flag")[0][0] == "flag"
    finally:
        stopped.set()


def test_a_service_that_is_gone_is_noted(service: FeedServer, settings: Any) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        settings.NEWSSTAND_SCREEN_URL = f"http://127.0.0.1:{one.getsockname()[1]}/"
    evidence = ask()[0][1]
    assert "could not be reached" in evidence
    assert "127.0.0.1" not in evidence


def test_a_private_address_has_to_be_allowed(service: FeedServer, settings: Any) -> None:
    settings.NEWSSTAND_ALLOWED_NETWORKS = []
    answers(service, {"verdict": "refuse"})
    assert ask()[0][0] == "pass"
    assert not service.asked


# --- with comments --------------------------------------------------------------------------------------------------


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article(NOW)


def test_what_the_service_says_becomes_of_the_comment(service: FeedServer, article: Article) -> None:
    answers(service, {"verdict": "hold", "reason": "Looks like spam."})
    comment = say(article, people.ann(), "Buy now", NOW)
    assert comment.status == "held"
    assert Finding.objects.get(number=comment.pk).evidence == "Looks like spam."
    assert Case.objects.get(number=comment.pk).is_held
    answers(service, {"verdict": "refuse", "reason": "That is spam."})
    with pytest.raises(ScreenedError, match="That is spam"):
        say(article, people.ann(), "Buy today", NOW)
    answers(service, {"verdict": "pass"})
    assert say(article, people.ann(), "Good morning", NOW).status == "shown"


def test_a_silent_service_lets_a_comment_go_on_and_is_noted_beside_it(service: FeedServer, article: Article) -> None:
    answers(service, {}, status=503)
    comment = say(article, people.ann(), "Hello", NOW)
    assert comment.status == "shown"
    assert "did not answer" in Finding.objects.get(number=comment.pk).evidence
    Rulebook.objects.create(changed_at=NOW, outside_silent="hold")
    assert say(article, people.ann(), "Hello again", NOW).status == "held"


def test_it_is_not_told_of_what_is_refused_already_nor_asked_twice(service: FeedServer, article: Article) -> None:
    answers(service, {"verdict": "pass"})
    Rulebook.objects.create(changed_at=NOW, banned="grump")
    with pytest.raises(ScreenedError):
        say(article, people.ann(), "A grump", NOW)
    assert not service.asked
    comment = say(article, people.ann(), "Hello", NOW)
    assert say(article, people.ann(), "Hello", NOW) == comment
    assert len(service.asked) == 1
    write.edit(comment=comment, user=people.ann(), text="Hello there", now=NOW)
    assert [json.loads(one.body)["edit"] for one in service.asked] == [False, True]


def test_neither_name_nor_address_of_the_writer_leaves_the_house(service: FeedServer, article: Article) -> None:
    answers(service, {"verdict": "pass"})
    say(article, people.ann(), "Hello", NOW)
    assert b"example.org" not in service.asked[0].body
    assert b"Ann" not in service.asked[0].body
    assert set(json.loads(service.asked[0].body)) == {"text", "kind", "edit", "article", "approved"}


def test_others_write_while_the_service_thinks(service: FeedServer, article: Article) -> None:
    """The service's own thread changes the very article that is commented: with a lock held it would wait for ever."""
    wrote: list[int] = []

    def think(_: Asked) -> Answer:
        try:
            wrote.append(Article.objects.filter(pk=article.pk).update(headline="Changed meanwhile"))
            say(Article.objects.get(pk=article.pk), people.ben(), "Me first", NOW)
        finally:
            connection.close()
        return 200, {}, b'{"verdict": "pass"}'

    def once(asked: Asked) -> Answer:
        service.answers["/screen"] = (200, {}, b'{"verdict": "pass"}')
        return think(asked)

    people.ben()
    service.answers["/screen"] = once
    comment = say(article, people.ann(), "Me second", NOW)
    assert wrote == [1]
    assert list(Comment.objects.order_by("pk").values_list("text", flat=True)) == ["Me first", comment.text]
    assert Article.objects.get().comment_count == 2
    assert Article.objects.get().headline == "Changed meanwhile"


# --- the service of the documentation -------------------------------------------------------------------------------


@pytest.fixture
def documented(settings: Any, door_to_loopback: None) -> Iterator[None]:
    """The service of docs/screening.md, word for word, in a process of its own."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    env = {**os.environ, "NEWSSTAND_SCREEN_SECRET": SECRET, "PORT": str(port)}
    running = subprocess.Popen([sys.executable, "-c", code], env=env, stderr=subprocess.DEVNULL)
    settings.NEWSSTAND_SCREEN_URL = f"http://127.0.0.1:{port}/"
    settings.NEWSSTAND_SCREEN_SECRET = SECRET
    settings.NEWSSTAND_SCREEN_TIMEOUT = 5000
    try:
        while running.poll() is None:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        running.kill()
        running.wait()


def test_the_service_of_the_documentation_works(documented: None, settings: Any) -> None:
    now = datetime.now(UTC)

    def said(text: str) -> list[str]:
        return [one.evidence for one in outside.ask(text, about={}, silent="pass", now=now)]

    assert said("Good morning") == []
    assert said("BUY NOW") == ["It is written in capitals."]
    settings.NEWSSTAND_SCREEN_SECRET = "a guess"
    assert "status 403" in said("Good morning")[0]

"""The mail itself: for every mail program, with one click to stop it, and with nothing that tells on its reader."""

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from newsstand.readers.deliver import send_due
from newsstand.readers.letter import token_of, user_of
from newsstand.readers.models import Digest
from tests.pages.newsroom import make_article
from tests.people import ann, eve
from tests.readers.reading import Newsroom
from tests.readers.test_digest import DUE, NOON, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(newsroom: Newsroom) -> mail.EmailMessage:
    """Ann's digest."""
    make_article(
        newsroom.light, headline="Who <script>alert(1)</script>\r\nBcc: eve@example.org", slug="x", published_at=NOON
    )
    wish(ann())
    send_due(now=DUE)
    [one] = mail.outbox
    return one


def html_of(letter: mail.EmailMessage) -> str:
    return str(letter.alternatives[0][0])  # type: ignore[attr-defined]


def test_it_is_plain_text_and_html_and_reads_as_such(letter: mail.EmailMessage) -> None:
    read = message_from_bytes(letter.message().as_bytes(), policy=default)
    assert read.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert read["To"] == "ann@example.org"
    assert read["Bcc"] is None
    assert "\n" not in letter.subject
    assert letter.recipients() == ["ann@example.org"]


def test_its_subject_is_the_first_headline_and_how_many_more(letter: mail.EmailMessage) -> None:
    first = re.search(r"^1\. (.*)$", str(letter.body), re.MULTILINE)
    assert first is not None
    assert letter.subject.startswith(first[1].strip()[:40])
    assert letter.subject.endswith(", and 3 more")
    assert len(letter.subject) <= 110


def test_nothing_of_it_runs_and_nothing_is_asked_of_any_server(letter: mail.EmailMessage) -> None:
    html = html_of(letter)
    assert "<script" not in html
    assert not re.search(r"<(img|link|iframe|object|video)|url\(|@import|background=", html)
    hosts = {urlsplit(address).netloc for address in re.findall(r'(?:href|src)="([^"]+)"', html)}
    assert hosts == {"127.0.0.1:8000"}


def test_it_names_the_one_click_that_stops_it(letter: mail.EmailMessage) -> None:
    headers = letter.extra_headers
    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in str(letter.body)
    assert address in html_of(letter)
    assert user_of(address.rpartition("/")[2]) == ann()


def off(address: str = "") -> str:
    return f"/digest/off/{address or token_of(ann())}"


def is_on() -> bool:
    return Digest.objects.get(user=ann()).is_on


def test_looking_at_the_address_stops_nothing(letter: mail.EmailMessage) -> None:
    client = Client()
    for answer in (client.get(off()), client.head(off())):
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
    assert "Stop the digest?" in client.get(off()).content.decode()
    assert is_on()


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_one_post_stops_it_without_a_cookie_or_a_token_of_a_form(
    letter: mail.EmailMessage, body: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(off(), body)
        assert answer.status_code == 200
        assert "The digest is off" in answer.content.decode()
    assert not is_on()
    assert not answer.cookies


def test_it_stops_the_digest_of_whom_it_was_sent_to_whoever_is_signed_in(letter: mail.EmailMessage) -> None:
    wish(eve())
    client = Client()
    client.force_login(eve())
    assert client.post(off()).status_code == 200
    assert not is_on()
    assert Digest.objects.get(user=eve()).is_on


@pytest.mark.parametrize("forged", ["1", "1:", ":", "1:abc", "x" * 300, "1:%00", "%F0%9F%98%80"])
def test_an_address_that_we_did_not_make_stops_nothing(letter: mail.EmailMessage, forged: str) -> None:
    for answer in (Client().get(off(forged)), Client().post(off(forged))):
        assert answer.status_code == 404
    assert is_on()


def test_a_token_for_one_reader_is_none_for_another(letter: mail.EmailMessage) -> None:
    _, _, signature = token_of(ann()).partition(":")
    assert user_of(f"{eve().pk}:{signature}") is None


def test_a_very_long_headline_leaves_room_for_how_many_there_are(newsroom: Newsroom) -> None:
    make_article(newsroom.light, headline="Long " * 99, slug="x", published_at=DUE)
    wish(ann())
    send_due(now=DUE)
    assert re.fullmatch(r"(Long )+(Long|Lon|Lo|L)?…, and 3 more", mail.outbox[0].subject)

"""Input that wants to hang or to crash: everything ends, soon."""

import time
from contextlib import suppress

import pytest

from newsstand.algorithms.article_html import render
from newsstand.algorithms.discovery import look_at
from newsstand.algorithms.html import clean, comment_html, plain
from newsstand.algorithms.pages import UnreadablePage, read

SECONDS = 1.0
MEGA = 1_000_000
NESTED = ("div", "b", "span", "blockquote", "table", "ul", "p", "a")
BOMBS = {
    **{f"10,000 nested {tag}": f"<{tag}>" * 10_000 + "the end" for tag in NESTED},
    "50,000 nested fonts": "".join(f"<font color={number}>x" for number in range(50_000)),
    "lists in lists": "<ul><li>" * 10_000 + "x",
    "tables in tables": "<table><tr><td>" * 10_000 + "x",
    "closed by another name": "<div><select></div></select>" * 20_000,
    "end tags that formatting survives": "<b><div></b>" * 20_000,
    "end tags that blocks stop": "<span><div></span>" * 20_000,
    "forms that do not end": "<form><div></form>" * 20_000,
    "figures in figures": "<figure><figcaption><img src=a.png>" * 5_000,
    "captions in captions": "<div class=wp-caption><img src=a.png><p class=caption>" * 5_000,
    "definitions": "<dl><dt><dd>" * 10_000,
    "comments that do not end": "<!--" * 400_000,
    "tags that do not end": "<a " * 400_000,
    "angle brackets": "<" * 2 * MEGA,
    "ampersands": "&" * MEGA,
    "one huge attribute": f"<p title='{'x' * 5 * MEGA}'>text</p>",
    "many attributes": "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">text</p>",
    "a huge srcset": f"<img srcset='{',' * MEGA}'><img srcset='{'a ' * MEGA}'>",
    "a huge style": f"<p style='{';' * MEGA}'>text</p>",
    "a huge class": f"<p class='{'share ' * 200_000}'>text</p>",
    "an address of commas": f"<a href='http://a.example/{'?' * MEGA}'>text</a>",
    "zero bytes": "\x00" * MEGA + "text",
    "spaces": " " * 5 * MEGA + "text",
    "no breaks": "x" * 5 * MEGA,
    "line breaks": "<br>" * 300_000 + "x",
    "read more": "<p><a href=http://a.example/>Continue reading " * 2000,
    "noscript": "<noscript>" * 100_000,
    "scripts": "<script>" * 100_000,
    "images": "<img src=a.png>" * 100_000,
    "data address": f"<img src='data:image/png;base64,{'A' * 5 * MEGA}'>text",
}


def timed(work: object, *args: object, **named: object) -> float:
    start = time.process_time()
    work(*args, **named)  # type: ignore[operator]
    return time.process_time() - start


@pytest.mark.parametrize("name", BOMBS)
def test_a_body_is_cleaned_within_a_second(name: str) -> None:
    assert timed(clean, BOMBS[name], base_url="http://a.example/") < SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_a_stored_body_is_rendered_within_a_second(name: str) -> None:
    assert timed(render, BOMBS[name], pictures={}, topics=()) < SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_is_read_in_time(name: str) -> None:
    page = f"<html><head><title>x</title></head><body><article>{BOMBS[name]}</article></body></html>".encode()

    def tolerant() -> None:
        with suppress(UnreadablePage):
            read(page, url="http://a.example/")

    # The extractor is another's: what it may take is bounded, not what it takes.
    assert timed(tolerant) < 5 * SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_a_home_page_is_looked_at_in_time(name: str) -> None:
    page = f"<html><head><title>x</title></head><body>{BOMBS[name]}</body></html>".encode()
    assert timed(look_at, page, url="http://a.example/") < 2 * SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_plain_text_and_comments_come_in_time(name: str) -> None:
    assert timed(plain, BOMBS[name]) < SECONDS
    assert timed(comment_html, BOMBS[name]) < 2 * SECONDS


def test_addresses_without_end_do_not_stall_a_comment() -> None:
    assert timed(comment_html, "http://" + "a" * MEGA) < SECONDS
    assert timed(comment_html, "http://a.example/" + ")" * 20_000) < SECONDS
    assert timed(comment_html, "http://a.example/ " * 20_000) < 2 * SECONDS


@pytest.mark.parametrize(
    "junk",
    [
        *[
            b"",
            b"\x00" * 1000,
            b"\xff\xfe",
            bytes(range(256)) * 4000,
            b"%PDF-1.7 ...",
            b"<",
            b"<html>",
            b"\xef\xbb\xbf",
        ],
        "п".encode("cp1251") * 9999,
    ],
)
def test_junk_is_read_or_refused_with_a_reason(junk: bytes) -> None:
    for work in (read, look_at):
        reason = "none"
        try:
            work(junk, url="http://a.example/", content_type="text/html; charset=nonsense")
        except UnreadablePage as error:
            reason = error.reason
        assert reason

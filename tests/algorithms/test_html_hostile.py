"""Input that wants to hang or to crash: everything ends."""

from contextlib import suppress

import pytest

from newsstand.algorithms.article_html import render
from newsstand.algorithms.discovery import look_at
from newsstand.algorithms.html import clean, comment_html, plain
from newsstand.algorithms.pages import UnreadablePage, read

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


@pytest.mark.parametrize("name", BOMBS)
def test_a_body_is_cleaned_to_the_end(name: str) -> None:
    body = clean(BOMBS[name], base_url="http://a.example/")
    assert len(body.html) < 10 * MEGA


@pytest.mark.parametrize("name", BOMBS)
def test_a_stored_body_is_rendered_to_the_end(name: str) -> None:
    assert len(render(BOMBS[name], pictures={}, topics=())) < 10 * MEGA


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_is_read_to_the_end_or_refused(name: str) -> None:
    page = f"<html><head><title>x</title></head><body><article>{BOMBS[name]}</article></body></html>".encode()
    with suppress(UnreadablePage):
        assert read(page, url="http://a.example/").headline == "x"


@pytest.mark.parametrize("name", BOMBS)
def test_a_home_page_is_looked_at_to_the_end(name: str) -> None:
    page = f"<html><head><title>x</title></head><body>{BOMBS[name]}</body></html>".encode()
    assert look_at(page, url="http://a.example/").name == "x"


@pytest.mark.parametrize("name", BOMBS)
def test_plain_text_and_comments_come_to_an_end(name: str) -> None:
    assert len(plain(BOMBS[name])) <= len(BOMBS[name]) + 1
    assert "<script" not in comment_html(BOMBS[name])


@pytest.mark.parametrize(
    "text", ["http://" + "a" * MEGA, "http://a.example/" + ")" * 20_000, "http://a.example/ " * 20_000]
)
def test_addresses_without_end_do_not_stall_a_comment(text: str) -> None:
    assert comment_html(text).startswith("<p>")


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

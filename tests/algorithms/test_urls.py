"""Addresses: absolute, canonical, slug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms import urls


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("story.html", "https://news.example/town/story.html"),
        ("/story", "https://news.example/story"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("?page=2", "https://news.example/town/?page=2"),
        ("  http://a.example/x y  ", "http://a.example/x%20y"),
        ("http://a.example/\n\tx", "http://a.example/x"),
        ("HTTPS://A.example/", "https://A.example/"),
        ("http://a.example/ü", "http://a.example/%C3%BC"),
        ("http://good.example\\@evil.example/", "http://good.example/@evil.example/"),
    ],
)
def test_an_address_is_joined_with_the_page_it_stands_in(url: str, expected: str) -> None:
    assert urls.absolute(url, "https://news.example/town/") == expected


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "JaVa\nScRiPt:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "vbscript:x",
        "mailto:a@b.example", "ftp://a.example/", "file:///etc/passwd", "http://", "http://[::1", "http://a.example:port/",
        'http://a"b.example/', "http://a%00.example/", "blob:https://a.example/1",
    ],
)  # fmt: skip
def test_what_is_no_web_address_becomes_nothing(url: str) -> None:
    assert urls.absolute(url, "https://news.example/" if url else "") == ""


def test_a_relative_address_without_a_base_becomes_nothing() -> None:
    assert urls.absolute("/story", "") == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://News.Example:80/a#part", "http://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://news.example/a?utm_source=x&b=2&fbclid=y&a=1", "https://news.example/a?b=2&a=1"),
        ("https://news.example/a?mc_cid=1&gclid=2", "https://news.example/a"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://news.example/A?Id=B", "https://news.example/A?Id=B"),
        ("http://[::1]:80/", "http://[::1]/"),
    ],
)
def test_two_ways_to_write_one_page_have_one_canonical_form(url: str, expected: str) -> None:
    assert urls.canonical(url) == expected


@given(st.one_of(st.text(), st.from_regex(r"https?://[^ ]{0,40}", fullmatch=True)))
def test_canonical_twice_is_canonical_once(url: str) -> None:
    once = urls.canonical(url)
    assert urls.canonical(once) == once


@given(st.text(), st.text())
def test_an_absolute_address_is_a_web_address_or_nothing(url: str, base: str) -> None:
    found = urls.absolute(url, base)
    assert found == "" or found.startswith(("http://", "https://"))
    assert urls.absolute(found, "") == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Multiple Russian Soldiers", "multiple-russian-soldiers"),
        ("The mayor’s “new” plan: 3 bridges!", "the-mayors-new-plan-3-bridges"),
        ("Żółć, Ærø & Straße", "zolc-aero-strasse"),
        ("İstanbul", "istanbul"),
        ("Привет, мир", "привет-мир"),
        ("日本語 ニュース", "日本語-ニュース"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("", "article"),
        ("!!! — ???", "article"),
    ],
)
def test_a_headline_becomes_words_in_an_address(text: str, expected: str) -> None:
    assert urls.slug(text) == expected


def test_a_long_headline_is_cut_between_words() -> None:
    assert urls.slug("one two three four", most=12) == "one-two"
    assert urls.slug("one two three", most=13) == "one-two-three"
    assert urls.slug("x" * 200) == "x" * 80


@given(st.text(), st.integers(min_value=7, max_value=100))
def test_a_slug_is_short_and_stays_itself(text: str, most: int) -> None:
    found = urls.slug(text, most=most)
    assert 0 < len(found) <= most
    assert not found.startswith("-")
    assert not found.endswith("-")
    assert "/" not in found

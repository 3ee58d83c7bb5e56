"""Addresses: absolute, canonical, slug."""

import re
from collections.abc import Callable

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


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://m.news.example/a", "https://news.example/a"),
        ("https://mobile.news.example:8443/a", "https://news.example:8443/a"),
        ("https://en.m.wiki.example/a", "https://en.wiki.example/a"),
        ("https://amp.m.news.example/a", "https://news.example/a"),
        ("https://www.news.example/a/amp", "https://www.news.example/a"),
        ("https://www.news.example/a/amp/", "https://www.news.example/a/"),
        ("https://www.news.example/a.amp.html", "https://www.news.example/a.html"),
        ("https://www.news.example/a/amp.html", "https://www.news.example/a"),
        ("https://www.news.example/amp/town/a", "https://www.news.example/town/a"),
        ("https://news.example/a?amp", "https://news.example/a"),
        ("https://news.example/a?id=3&amp=1&outputType=amp", "https://news.example/a?id=3"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/a/amp/?usqp=1", "https://news.example/a/?usqp=1"),
        ("https://www.google.com/amp/s/m.news.example/a/amp", "https://news.example/a"),
    ],
)
def test_amp_and_mobile_editions_are_the_page_for_desktops(url: str, expected: str) -> None:
    assert urls.canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://mobile.example/a", "https://amp.example/", "https://news.example/camp", "https://news.example/amplifiers",
        "https://news.example/a?lamp=1", "https://news.example/a?amp=12", "https://www.m-news.example/a",
        "https://www.google.com/search?q=amp",
    ],
)  # fmt: skip
def test_what_only_looks_like_another_edition_stays(url: str) -> None:
    assert urls.canonical(url) == url


LABELS = st.sampled_from(["m", "amp", "mobile", "www", "en", "news", "a", "example", "co", "uk", "", "xn--a"])
SEGMENTS = st.sampled_from(
    ["amp", "AMP", "a", "b.html", "x.amp", "a.amp.html", "amp.html", "", "c", "s", "m.news.example"]
)
PARAMETERS = st.sampled_from(["amp", "amp=1", "utm_source=x", "b=2", "a=1", "outputType=amp", "fbclid=z", "", "amp=no"])


@given(
    st.lists(LABELS, min_size=1, max_size=5),
    st.lists(SEGMENTS, max_size=6),
    st.lists(PARAMETERS, max_size=5),
    st.sampled_from(["http", "https", "HTTPS"]),
)
def test_an_edition_of_any_shape_has_a_canonical_form_that_stays(
    labels: list[str], segments: list[str], parameters: list[str], scheme: str
) -> None:
    once = urls.canonical(f"{scheme}://{'.'.join(labels)}/{'/'.join(segments)}?{'&'.join(parameters)}")
    assert urls.canonical(once) == once


def parameter(text: str) -> Callable[[str], str]:
    return lambda url: f"{url}&{text}" if "?" in url else f"{url}?{text}"


DRESSES: dict[str, Callable[[str], str]] = {
    "mobile": lambda url: url.replace("://", "://m.", 1),
    "amp host": lambda url: url.replace("://", "://amp.", 1),
    "amp path": lambda url: "?".join([url.partition("?")[0] + "/amp", *url.split("?")[1:]]),
    "amp beginning": lambda url: re.sub(r"(://[^/]+)", r"\1/amp", url, count=1),
    "amp parameter": parameter("amp=1"),
    "campaign": parameter("utm_medium=mail"),
    "click": parameter("fbclid=1"),
    "case": lambda url: url.replace("news.example", "NEWS.Example"),
}


@given(st.permutations(sorted(DRESSES)), st.integers(0, len(DRESSES)))
def test_an_address_is_known_in_whatever_order_it_was_dressed_up(order: list[str], how_many: int) -> None:
    url = "https://news.example/town/story"
    for name in order[:how_many]:
        url = DRESSES[name](url)
    assert urls.canonical(url) == "https://news.example/town/story"


def test_the_key_of_a_page_knows_neither_scheme_nor_www_nor_a_slash_at_the_end() -> None:
    same = ["http://news.example/a", "https://www.news.example/a/", "https://m.news.example/a?utm_source=x"]
    assert {urls.page_key(url) for url in same} == {"news.example/a"}
    assert urls.page_key("") == ""
    assert urls.page_key("https://news.example/b") != urls.page_key("https://news.example/a")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("https://www.paper.co.uk/story", "https://www.paper.co.uk/story"),
        ("https://paper.co.uk/story?utm_source=x", "https://paper.co.uk/story"),
        ("https://another.co.uk/story", "https://news.paper.co.uk/s?id=1"),
        ("", "https://news.paper.co.uk/s?id=1"),
        ("javascript:alert(1)", "https://news.paper.co.uk/s?id=1"),
    ],
)
def test_a_page_may_name_its_address_on_its_own_site_only(said: str, expected: str) -> None:
    assert urls.honoured("https://news.paper.co.uk/s?id=1", said) == expected

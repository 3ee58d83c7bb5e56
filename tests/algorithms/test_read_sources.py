"""Where a reader came from is a host or a word, and never more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.read_sources import HOST, LABELS, label_of, source_of


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("", "direct"),
        ("/", "here:front"),
        ("/story", "here:story"),
        ("/place", "here:place"),
        ("/a", "here:article"),
        ("/you", "here:you"),
        ("/moderation", "here:other"),
        ("/story/17/bridge?q=my+illness", "here:story"),
        ("www.google.com", "search"),
        ("google.co.uk", "search"),
        ("news.google.com", "news.google.com"),
        ("duckduckgo.com", "search"),
        ("www.bing.com", "search"),
        ("search.brave.com", "search"),
        ("de.search.yahoo.com", "search"),
        ("feedly.com", "feed"),
        ("www.inoreader.com", "feed"),
        ("www.Example.ORG:8443", "example.org"),
        ("l.facebook.com", "l.facebook.com"),
        ("notgoogle.com", "notgoogle.com"),
        ("google.com.evil.example", "google.com.evil.example"),
        ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
        ("192.168.1.17", "unknown"),
        ("localhost", "unknown"),
        ("[2001:db8::1]", "unknown"),
        ("=cmd|' /C calc'!A0", "unknown"),
        ("https://example.org/patient?id=7", "unknown"),
        ("a" * 5000, "unknown"),
    ],
)
def test_a_source_is_cut_to_so_much(said: str, source: str) -> None:
    assert source_of(said) == source


@given(st.text(max_size=300))
def test_whatever_is_said_becomes_a_host_or_one_of_a_few_words(said: str) -> None:
    found = source_of(said)
    assert found in LABELS or HOST.fullmatch(found)
    assert len(found) <= 100
    assert found.isascii()


def test_every_word_of_ours_has_its_label_and_a_host_is_its_own() -> None:
    assert label_of("here:front") == "Our front page"
    assert label_of("example.org") == "example.org"

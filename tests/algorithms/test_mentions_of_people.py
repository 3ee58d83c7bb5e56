"""Whom a comment mentions."""

import pytest

from newsstand.algorithms.html import comment_html
from newsstand.algorithms.mentions_of_people import LONGEST, MOST_MARKS, candidates, find, key_of


def names(text: str, *known: str) -> list[str]:
    return [text[one.start : one.end] for one in find(text, {key_of(name) for name in known})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Ann, have you seen it?", ["@Ann"]),
        ("Have you seen it, @ann?", ["@ann"]),
        ("(@Ann)", ["@Ann"]),
        ("@Ann Lee was there", ["@Ann Lee"]),
        ("@Ann B. was there", ["@Ann B."]),
        ("@Annabel was there", []),
        ("ann@Ann", []),
        ("https://example.org/@Ann", []),
        ("@@Ann", []),
        ("@ Ann", []),
        ("@Ann and @Ann Lee", ["@Ann", "@Ann Lee"]),
        ("@Ann\nLee", ["@Ann"]),
        ("@O'Neil says no", ["@O'Neil"]),
        ("@Zoë ist da", ["@Zoë"]),
    ],
)
def test_a_name_behind_an_at_is_a_mention_and_the_longest_wins(text: str, expected: list[str]) -> None:
    assert names(text, "Ann", "Ann Lee", "Ann B.", "O'Neil", "Zoë") == expected


def test_nobody_is_mentioned_whom_nobody_knows() -> None:
    assert names("@Ann @Ben") == []


def test_everything_that_may_be_a_name_is_asked_for_and_no_more() -> None:
    assert candidates("so @Ann Lee, no") == ["Ann", "Ann Lee", "Ann Lee,", "Ann Lee, no"]
    assert candidates("a@b.example says nothing") == []
    assert len(candidates("@Ann " * 500)) <= MOST_MARKS * 12
    assert all(len(one) <= LONGEST for one in candidates("@" + "a" * 500 + " @" + "b " * 500))


def test_a_mention_is_a_link_and_everything_around_it_stays_escaped() -> None:
    html = comment_html("Hi @Ann <script>alert(1)</script>\n\nhttps://a.example/@Ann", {"ann": "/user/7"})
    assert html == (
        '<p>Hi <a href="/user/7">@Ann</a> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n'
        '<p><a href="https://a.example/@Ann" rel="nofollow ugc noopener">https://a.example/@Ann</a></p>'
    )


def test_a_name_that_is_markup_is_words() -> None:
    key = key_of('Ann "><b>')
    assert comment_html('@Ann "><b>', {key: "/user/7"}) in {
        '<p><a href="/user/7">@Ann "&gt;&lt;b&gt;</a></p>',
        '<p>@Ann "&gt;&lt;b&gt;</p>',
    }


def test_without_people_a_comment_reads_as_before() -> None:
    assert comment_html("Hi @Ann & you") == "<p>Hi @Ann &amp; you</p>"

"""What of an article may be shown, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.algorithms.contracts import Standing, Window, cannot_stand, licence_type, standing, window
from newsstand.algorithms.excerpt import excerpt, first_words

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("withdrawn", "suspended", "seen", "wanted"),
    [
        (False, False, Window(), Standing.SHOWN),
        (False, False, Window(opens=NOON), Standing.SHOWN),
        (False, False, Window(opens=NOON + timedelta(seconds=1)), Standing.EMBARGOED),
        (False, False, Window(closes=NOON + timedelta(seconds=1)), Standing.SHOWN),
        (False, False, Window(closes=NOON), Standing.EXPIRED),
        (False, False, Window(opens=NOON - HOUR, closes=NOON + HOUR), Standing.SHOWN),
        (False, True, Window(), Standing.SUSPENDED),
        (False, True, Window(opens=NOON + HOUR), Standing.SUSPENDED),
        (True, False, Window(closes=NOON), Standing.WITHDRAWN),
        (True, True, Window(), Standing.WITHDRAWN),
    ],
)
def test_an_article_may_be_seen_or_not(withdrawn: bool, suspended: bool, seen: Window, wanted: Standing) -> None:
    assert standing(withdrawn=withdrawn, suspended=suspended, seen=seen, now=NOON) is wanted


def test_embargo_and_expiry_count_from_publication() -> None:
    assert window(NOON, embargo_minutes=0, expires_after_days=None) == Window()
    assert window(NOON, embargo_minutes=90, expires_after_days=7) == Window(
        NOON + timedelta(minutes=90), NOON + timedelta(days=7)
    )


def test_terms_that_would_show_nothing_are_refused() -> None:
    assert cannot_stand(embargo_minutes=24 * 60, expires_after_days=1)
    assert cannot_stand(embargo_minutes=24 * 60 - 1, expires_after_days=1) == ""
    assert cannot_stand(embargo_minutes=24 * 60, expires_after_days=None) == ""


def test_a_machine_readable_licence_is_known_by_its_name() -> None:
    assert licence_type("https://beacon.example/license.xml?v=1") == "application/rsl+xml"
    assert licence_type("https://beacon.example/terms.rsl") == "application/rsl+xml"
    assert licence_type("https://creativecommons.org/licenses/by/4.0/") == ""


BODY = "<p>One two <em>three four</em> five.</p>\n<ul><li>Six seven</li><li>eight</li></ul>\n<p>Nine.</p>"


@pytest.mark.parametrize(
    ("words", "html", "is_cut"),
    [
        (2, "<p>One two…</p>", True),
        (3, "<p>One two <em>three</em>…</p>", True),
        (5, "<p>One two <em>three four</em> five.</p>", True),
        (7, "<p>One two <em>three four</em> five.</p>\n<ul><li>Six seven</li></ul>", True),
        (9, BODY, False),
        (400, BODY, False),
    ],
)
def test_an_excerpt_has_so_many_words_and_says_whether_there_are_more(words: int, html: str, is_cut: bool) -> None:
    found = excerpt(BODY, words)
    assert (found.html, found.is_cut) == (html, is_cut)
    assert excerpt(found.html, words).html == found.html


def test_an_excerpt_shows_no_picture() -> None:
    body = f'<figure><img src="/image/{"a" * 20}/960" alt="A pier"></figure>\n<p>One two.</p>'
    assert excerpt(body, 50).html == "<p>One two.</p>"


def test_two_chinese_characters_are_a_word_and_so_are_many_letters_without_a_space() -> None:
    assert first_words("大桥关闭了，请绕行", 2) == "大桥关闭…"
    assert excerpt(f"<p>{'ก' * 48} end</p>", 2).html == f"<p>{'ก' * 48}…</p>"


def test_a_plain_text_is_cut_between_words() -> None:
    assert first_words("One two, three.", 2) == "One two…"
    assert first_words("One two, three.", 3) == "One two, three."
    assert first_words("One two, three.", None) == "One two, three."

"""What readers type becomes a value, and whatever they type becomes one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.queries import MOST_CHARACTERS, MOST_PARTS, Query, parse

TODAY = date(2026, 11, 22)


def read(text: str) -> Query:
    return parse(text, today=TODAY)


def shape(query: Query) -> list[list[tuple[str, ...]]]:
    """The tokens of each part of each group."""
    return [[part.sought.tokens for part in group if part.sought] for group in query.all_of]


def test_words_phrases_exclusions_and_alternatives() -> None:
    query = read('bridge "high water" -flood ferry OR boat')
    assert shape(query) == [[("bridge",)], [("high", "water")], [("ferry",), ("boat",)]]
    assert [part.said for part in query.none_of] == ["flood"]
    assert query.hints == ()
    assert query.text == 'bridge "high water" -flood ferry OR boat'


def test_typographic_quotes_are_quotes_and_an_open_one_closes_itself() -> None:
    assert shape(read("“high water” „tief«")) == [[("high", "water")], [("tief",)]]
    assert shape(read('"high water')) == [[("high", "water")]]


def test_filters_are_read_and_can_be_taken_away_one_by_one() -> None:
    query = read('fire publisher:"The Beacon" -topic:sport place:york after:2026-11-01 before:2026-12')
    assert [(part.field, part.said, part.excluded) for part in query.filters] == [
        ("publisher", "The Beacon", False), ("topic", "sport", True), ("place", "york", False),
    ]  # fmt: skip
    assert (query.after, query.before) == (date(2026, 11, 1), date(2026, 12, 1))
    assert query.without(query.parts[1]) == "fire -topic:sport place:york after:2026-11-01 before:2026-12"
    assert read(query.text) == query


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)), ("2026-11", date(2026, 11, 1)), ("2026", date(2026, 1, 1)),
        ("today", TODAY), ("yesterday", date(2026, 11, 21)), ("7d", date(2026, 11, 15)), ("2w", date(2026, 11, 8)),
        ('"last week"', date(2026, 11, 15)), ("last-month", date(2026, 10, 23)), ("1y", date(2025, 11, 22)),
    ],
)  # fmt: skip
def test_days_can_be_said_in_many_ways(said: str, day: date) -> None:
    assert read(f"after:{said}").after == day


@pytest.mark.parametrize("said", ["2026-13", "2026-02-30", "20.11.2026", "soon", "9999y", "0000", "99999d9"])
def test_what_is_no_day_becomes_a_hint(said: str) -> None:
    query = read(f"fire after:{said}")
    assert query.after is None
    assert "2026-11-20" in query.hints[0]
    assert shape(query) == [[("fire",)]]


def test_the_last_of_two_days_holds_and_the_wrong_way_round_is_said() -> None:
    assert read("after:2026 after:2025").after == date(2025, 1, 1)
    assert read("after:2026 after:2025").text == "after:2025"
    assert "Nothing can be" in read("after:2026-05 before:2026-04").hints[0]


def test_words_that_look_like_filters_are_words() -> None:
    assert shape(read("Re:Zero 10:30 https://x.example/a")) == [
        [("re", "zero")], [("10", "30")], [("http", "x", "example", "a")],
    ]  # fmt: skip
    assert "comes what to look for" in read("publisher: beacon").hints[0]


@pytest.mark.parametrize("text", ["", "   ", "-bridge", "OR", "AND", '"', "-", "?!", "-publisher:beacon"])
def test_a_query_that_asks_for_nothing_is_known_as_such(text: str) -> None:
    assert read(text).is_empty


def test_very_much_is_cut_and_said_so() -> None:
    assert "first 300 characters" in read("x" * 400).hints[0]
    query = read(" ".join(f"w{number}" for number in range(40)))
    assert len(query.parts) == MOST_PARTS
    assert any("first 16" in hint for hint in query.hints)


@given(st.text(max_size=MOST_CHARACTERS + 20))
def test_no_text_is_an_error_and_what_was_read_reads_the_same_again(text: str) -> None:
    query = read(text)
    assert len(query.parts) <= MOST_PARTS
    assert "\x00" not in query.text
    again = read(query.text)
    assert again.text == query.text
    assert shape(again) == shape(query)
    assert (again.after, again.before) == (query.after, query.before)


PIECES = ['"', "-", "OR", "AND", "a", "b*", "topic:", "after:", "2026", "(", ")", ":", "|", "橋", "'", "*", ",", ";"]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.booleans())
def test_pieces_of_the_language_in_any_order_are_read(pieces: list[str], spaced: bool) -> None:
    query = read((" " if spaced else "").join(pieces))
    assert read(query.text).text == query.text
    for part in query.parts:
        read(query.without(part))

"""A quotation is found in a text however the typography differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.quoting import LEAST_LETTERS, MOST_QUOTE, find, letters, parts_of, same_statement

TEXT = (
    "The mayor said: “We won’t raise the toll — not before 2027.” Crews closed the bridge.\n"
    "The cafe\u0301 at the quay stayed\u00a0open, the har\u00adbour master's o\ufb03ce said on Monday."
)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Crews closed the bridge", "Crews closed the bridge"),
        ("crews CLOSED  the\nbridge.", "Crews closed the bridge."),
        ('"We won\'t raise the toll - not before 2027."', "We won’t raise the toll — not before 2027."),
        ("“We won't raise the toll", "“We won’t raise the toll"),
        ("The café at the quay", "The cafe\u0301 at the quay"),
        ("the cafe at the quay stayed open", "The cafe\u0301 at the quay stayed open"),
        ("the harbour master’s office", "the har\u00adbour master's o\ufb03ce"),
        ("raise the toll … before 2027", "raise the toll — not before 2027"),
        ("The mayor said: [...] not before 2027", "The mayor said: “We won’t raise the toll — not before 2027"),
        ("the bridge. The café", "the bridge. The cafe\u0301"),
        ("rews closed the bri", "Crews closed the bridge"),
    ],
)
def test_the_words_are_the_articles_own(quote: str, words: str) -> None:
    found = find(quote, [TEXT])
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(
    "quote",
    ["", "toll", "…", "the bridge was never closed", "Monday ... The mayor", "2027 2027", "x" * (MOST_QUOTE + 1)],
)
def test_what_the_text_does_not_say_is_not_found(quote: str) -> None:
    assert find(quote, [TEXT]) is None


def test_the_first_text_that_says_it_counts() -> None:
    found = find("closed the bridge", ["A headline", TEXT, TEXT])
    assert found is not None
    assert found.index == 1


def test_words_left_out_are_not_half_the_article() -> None:
    assert find("The mayor … on Monday", [TEXT]) is not None
    assert find("The mayor … on Monday", ["The mayor " + "came and went " * 60 + "on Monday"]) is None


WORDS = st.lists(st.text("abcdeÄéß’–ﬁ中の", min_size=1, max_size=9), min_size=3, max_size=30)


@given(WORDS, st.data())
def test_whatever_stands_in_a_text_is_found_in_it(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 3))
    quote = " ".join(words[start : start + 3])
    found = find(quote.upper(), [" \n ".join(words)])
    assert (found is not None) == (sum(map(letters, parts_of(quote))) >= LEAST_LETTERS)
    if found is not None:
        assert same_statement(found.words, quote)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_are_compared(quote: str, text: str) -> None:
    found = find(quote, [text])
    assert found is None or letters(found.words) >= 1


def test_statements_are_the_same_when_one_holds_the_other_or_most_words_agree() -> None:
    assert same_statement("Crews closed the bridge", "crews closed the bridge on Monday")
    assert same_statement("The toll rises in May 2027", "The toll rises in June 2027")
    assert not same_statement("Crews closed the bridge", "The mayor raised the toll")

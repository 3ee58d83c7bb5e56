"""A contract in words."""

import pytest

from newsstand.algorithms.contract_words import Difference, differences, sentence, span

STRICT = {"excerpt_words": 60, "embargo_minutes": 90, "expires_after_days": 1, "indexing": "noindex", "share": 7000}
OPEN = {"excerpt_words": None, "embargo_minutes": 0, "expires_after_days": None, "indexing": "index", "share": 6667}


def test_all_terms_stand_in_one_sentence() -> None:
    assert sentence(STRICT) == (
        "We show the first 60 words of each article, 90 minutes after publication, for 1 day; search engines are sent "
        "to its own pages; of what they earn, 70 % is the publisher’s."
    )
    assert sentence(OPEN) == (
        "We show the full text of each article, at once, for as long as they stand; search engines may list them here "
        "as pages of their own; of what they earn, 66.67 % is the publisher’s."
    )


def test_only_what_differs_is_named_and_an_empty_term_has_words_too() -> None:
    found = differences({"excerpt_words": 60, "licence": ""}, {"excerpt_words": None, "licence": "CC BY"})
    assert found == [
        Difference("How much is shown", "the first 60 words", "the full text"),
        Difference("Licence", "none", "CC BY"),
    ]
    assert differences(STRICT, STRICT) == []
    assert [one.name for one in differences(STRICT, OPEN)] == [
        *("How much is shown", "Embargo", "How long", "Search engines", "Share of revenue")
    ]


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "1 minute"), (60, "1 hour"), (90, "90 minutes"), (2880, "2 days"), (0, "0 minutes")]
)
def test_a_span_is_said_in_the_largest_whole_unit(minutes: int, words: str) -> None:
    assert span(minutes) == words

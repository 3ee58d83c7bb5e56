"""The line under a headline."""

import pytest

from newsstand.algorithms.deck import brief, deck

TEXT = "The divers came up after nine minutes, and asked for the road to be shut. Nobody argued with them."


@pytest.mark.parametrize(
    "summary",
    [
        "The divers came up after nine minutes, and asked for the road to be shut.",
        "The divers came up after nine minutes…",
        "  the DIVERS came up, after “nine minutes” and asked for the road to be sh...",
        TEXT,
        "",
        "…",
    ],
)
def test_what_opens_the_text_is_not_said_above_it(summary: str) -> None:
    assert deck(summary, TEXT) == ""


@pytest.mark.parametrize("summary", ["Drivers go round by Tidewell.", "The divers were right: it will be 14 weeks."])
def test_what_says_something_of_its_own_is(summary: str) -> None:
    assert deck(f" {summary} ", TEXT) == summary


def test_a_summary_without_a_text_stands() -> None:
    assert deck("All that the feed gave us.", "") == "All that the feed gave us."


def test_a_brief_is_cut_between_words() -> None:
    assert brief("The divers came up, after nine", 20) == "The divers came up…"
    assert brief("  Short\n text ", 20) == "Short text"
    assert brief("x" * 50, 20) == "x" * 20 + "…"

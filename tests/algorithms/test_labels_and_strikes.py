"""Labels are earned by rules that can be read; strikes pause, run out, and take a label down."""

from datetime import UTC, datetime, timedelta

import pytest

from newsstand.algorithms.labels import ORDER, RULES, Facts, earned, missing, next_rule
from newsstand.algorithms.strikes import LIVES, pause_days, paused_until, running

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (Facts(), "voice"),
        (Facts(articles=5, days=13), "voice"),
        (Facts(articles=4, days=14), "voice"),
        (Facts(articles=5, days=14), "writer"),
        (Facts(articles=5, days=14, withdrawn=2), "voice"),
        (Facts(articles=20, days=90), "reporter"),
        (Facts(articles=20, days=90, withdrawn=2), "writer"),
        (Facts(granted="reporter"), "reporter"),
        (Facts(granted="reporter", strikes=1), "writer"),
        (Facts(granted="reporter", strikes=5), "voice"),
        (Facts(articles=20, days=90, strikes=1), "voice"),
    ],
)
def test_a_label_is_earned_by_its_rule(facts: Facts, label: str) -> None:
    assert earned(facts) == label


def test_what_is_missing_is_said_in_words_until_nothing_is() -> None:
    writer = next_rule("voice")
    assert writer == RULES[0]
    assert missing(writer, Facts(articles=4, days=13)) == [
        "1 more article that stands",
        "1 more day since your first article",
    ]
    assert missing(writer, Facts(articles=5, days=14)) == []
    assert next_rule(ORDER[-1]) is None


@pytest.mark.parametrize(("how_many", "days"), [(0, 0), (1, 0), (2, 7), (3, 30), (4, 30)])
def test_each_strike_that_runs_beside_others_pauses_for_longer(how_many: int, days: int) -> None:
    assert pause_days(how_many) == days
    given = [NOW - timedelta(minutes=number) for number in range(how_many)]
    until = paused_until(given, NOW)
    assert (until is None) == (days == 0)
    if until is not None:
        assert until <= NOW + days * DAY


def test_a_strike_that_ran_out_counts_for_nothing() -> None:
    old = NOW - LIVES
    assert running([old], NOW) == 0
    assert running([old + DAY], NOW) == 1
    assert paused_until([old, NOW], NOW) is None
    assert paused_until([old + DAY, NOW], NOW) == NOW + 7 * DAY
    assert paused_until([NOW - 8 * DAY, NOW - 7 * DAY], NOW) is None

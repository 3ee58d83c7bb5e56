"""What is rising for its size, and what only looks so."""

import math
from random import Random

import pytest

from newsstand.algorithms.crowds import USUAL_A_DAY, decayed, outlets_evidence, strength, weight
from newsstand.algorithms.trending import MOST, READING_ALONE, SHOWN_FROM, Counts, rise, surprise

WINDOW, PAST = 8.0, 168.0


def of(by_outlet: dict[int, int], *, past: float = 0.0, readers: float = 0.0, past_readers: float = 0.0) -> Counts:
    return Counts(by_outlet, readers, past, past_readers)


def test_a_village_that_is_suddenly_in_four_papers_is_trending() -> None:
    one = rise(of({1: 1, 2: 1, 3: 1, 4: 1}, past=1), hours=WINDOW, past_hours=PAST)
    assert one.is_shown
    assert one.expected < 0.2


def test_the_capital_that_is_always_in_forty_papers_is_not() -> None:
    assert not rise(of(dict.fromkeys(range(40), 1), past=840), hours=WINDOW, past_hours=PAST).is_shown


def test_the_capital_is_when_it_is_in_ninety() -> None:
    assert rise(of(dict.fromkeys(range(90), 1), past=840), hours=WINDOW, past_hours=PAST).is_shown


def test_one_noisy_source_makes_no_trend() -> None:
    noisy = rise(of({1: 400}), hours=WINDOW, past_hours=PAST)
    assert not noisy.is_shown
    beside = rise(of({1: 400, 2: 1}), hours=WINDOW, past_hours=PAST)
    honest = rise(of({1: 4, 2: 1}), hours=WINDOW, past_hours=PAST)
    assert beside.score == honest.score


def test_bought_clicks_alone_make_no_trend() -> None:
    bought = rise(of({1: 1, 2: 1}, past=60, readers=1e6), hours=WINDOW, past_hours=PAST)
    assert bought.reading == MOST
    assert bought.score <= 2 * bought.coverage + READING_ALONE < SHOWN_FROM


def test_readers_add_to_what_outlets_say() -> None:
    quiet = of({1: 1, 2: 1, 3: 1}, past=5, past_readers=40)
    read = of({1: 1, 2: 1, 3: 1}, past=5, readers=60, past_readers=40)
    assert rise(read, hours=WINDOW, past_hours=PAST).score > rise(quiet, hours=WINDOW, past_hours=PAST).score + 0.5


@pytest.mark.parametrize("before", [0.0, 3.0, 60.0])
def test_surprise_is_the_chance_that_simulation_finds(before: float) -> None:
    draw = Random(5)
    size, scale = before + 0.5, WINDOW / (PAST + 42.0)
    seen = math.ceil(size * scale) + 1

    def poisson(mean: float) -> int:
        limit, product, count = math.exp(-mean), draw.random(), 0
        while product > limit:
            product *= draw.random()
            count += 1
        return count

    often = sum(poisson(draw.gammavariate(size, scale)) >= seen for _ in range(200_000)) / 200_000
    assert surprise(seen, before=before, hours=WINDOW, past_hours=PAST) == pytest.approx(-math.log10(often), abs=0.1)


def test_surprise_grows_with_the_count_up_to_its_limit() -> None:
    found = [surprise(count, before=4.0, hours=WINDOW, past_hours=PAST) for count in range(0, 300, 3)]
    assert found == sorted(found)
    assert found[-1] == MOST


def test_windows_of_no_length_are_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        rise(of({}), hours=0, past_hours=PAST)


def test_a_thousand_clicks_from_one_house_count_as_less_than_two() -> None:
    assert sum(weight(before, today=before) for before in range(1000)) < 1.7
    assert weight(0, today=0) == 1.0


def test_a_network_that_clicks_on_everything_counts_less() -> None:
    assert weight(0, today=10 * USUAL_A_DAY) == pytest.approx(0.1)


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        weight(-1, today=0)


def test_many_articles_of_an_outlet_are_two_at_most() -> None:
    assert outlets_evidence({1: 100, 2: 1, 3: 0}) == 3.0


def test_a_taste_is_believed_slowly_and_between_like_and_dislike() -> None:
    once = strength(liked=1, met=1)
    often = strength(liked=20, met=20)
    never = strength(liked=0, met=20)
    assert 0 < once < 0.4 < often < 1
    assert -1 < never < -0.5
    assert strength(liked=0, met=0) == 0


def test_more_liked_than_met_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be"):
        strength(liked=3, met=2)


def test_half_is_forgotten_in_a_month() -> None:
    assert decayed([8.0, 2.0], days=30) == [4.0, 1.0]
    assert decayed([8.0], days=-1) == [8.0]

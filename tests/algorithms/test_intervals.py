"""How sure a share is, against published figures and its own promise."""

from random import Random

import pytest

from newsstand.algorithms.intervals import wilson


@pytest.mark.parametrize(
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    ("hits", "tries", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_gives_the_published_figures(hits: int, tries: int, low: float, high: float) -> None:
    assert wilson(hits, tries) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_of_nothing_nothing_is_known_and_more_tries_say_more() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(3, 3)[1] == 1.0
    widths = [high - low for low, high in (wilson(n // 100, n) for n in (100, 1000, 10_000, 100_000))]
    assert widths == sorted(widths, reverse=True)
    with pytest.raises(ValueError, match="no share"):
        wilson(2, 1)


def test_it_holds_the_truth_nineteen_times_of_twenty() -> None:
    dice = Random(7)
    held = 0
    for _ in range(1000):
        hits = sum(dice.random() < 0.02 for _ in range(500))
        low, high = wilson(hits, 500)
        held += low <= 0.02 <= high
    assert held >= 930

"""Traffic that looks made is said to, with the reason; ordinary traffic is not."""

from random import Random

import pytest

from newsstand.algorithms.suspicion import Traffic, reasons


def rules(**fields: object) -> set[str]:
    usual: dict[str, object] = {"views": 1000, "clicks": 10, "marked": 30, "expected": 10.0, "pages": 500}
    return {one.rule for one in reasons(Traffic(**(usual | fields)))}  # type: ignore[arg-type]


def people(number: int, seed: int) -> list[float]:
    """Moments at which people come: with gaps of any length."""
    chance, at, found = Random(seed), 0.0, []
    for _ in range(number):
        at += chance.expovariate(0.2)
        found.append(at)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_ordinary_traffic_gives_no_reason(seed: int) -> None:
    chance = Random(seed)
    clicks = sum(chance.random() < 0.01 for _ in range(1000))
    assert rules(clicks=clicks, times=people(1000, seed)) == set()


def test_ten_times_the_clicks_are_a_reason() -> None:
    assert rules(clicks=100) == {"rate"}
    assert rules(clicks=30) == set()


def test_a_few_clicks_on_few_views_are_none() -> None:
    assert rules(views=100, clicks=50, marked=0, expected=1.0, pages=50) == set()
    assert rules(views=300, clicks=4, expected=0.1, pages=150) == set()


def test_views_like_a_clocks_are_a_reason() -> None:
    assert rules(times=[2.0 * at for at in range(1000)]) == {"timing"}
    chance = Random(1)
    assert rules(times=[2.0 * at + chance.uniform(-0.2, 0.2) for at in range(1000)]) == {"timing"}


def test_more_views_than_a_page_has_room_for_are_a_reason() -> None:
    assert rules(pages=200) == {"views a page"}


def test_more_marked_than_believed_is_a_reason() -> None:
    assert rules(marked=1500) == {"marked"}

"""Places that are given by chance, and reasons."""

from collections import Counter

import pytest

from newsstand.algorithms.exploration import EVEN, MOST_POOL, SLOTS, draw, is_new, propensities
from newsstand.algorithms.orders import Asked, Placed, order
from newsstand.algorithms.ranking import Candidate, Reader
from newsstand.algorithms.why import Names, why

NOW = 490_000.0


def news(number: int, *, ago: float, shown: float = 90.0, **known: object) -> Candidate:
    given = {"publisher": number, "publishers": (number,), **known}
    return Candidate(id=number, article=number, hour=NOW - ago, shown=shown, **given)  # type: ignore[arg-type]


OLD = [news(n, ago=1 + n / 10) for n in range(1, 40)]
FRESH = [news(n, ago=8 + n / 100, shown=0.0) for n in range(101, 111)]


def page(*chances: float) -> list[Placed]:
    return order(Asked((*OLD, *FRESH), Reader(), NOW, chances, 24))


def test_chance_puts_something_new_where_nobody_would_have_met_it() -> None:
    without = {one.candidate.id for one in page()}
    assert not without & {one.id for one in FRESH}
    explored = [one for one in page(0.3, 0.6, 0.9) if one.by_chance]
    assert [page(0.3, 0.6, 0.9).index(one) for one in explored] == list(SLOTS[:3])
    assert {one.candidate.id for one in explored} <= {one.id for one in FRESH}


def test_the_top_of_the_page_is_never_left_to_chance() -> None:
    assert min(SLOTS) >= 5


def test_chances_are_kept_add_up_to_one_and_none_is_tiny() -> None:
    for one in page(0.1, 0.5, 0.7):
        if one.by_chance:
            assert sum(chance for _, chance in one.pool) == pytest.approx(1)
            assert min(chance for _, chance in one.pool) >= EVEN / MOST_POOL
            assert dict(one.pool)[one.candidate.id] == one.propensity


def test_drawing_keeps_to_the_chances() -> None:
    chances = propensities([0.0, 3.0, -8.0])
    drawn = Counter(draw(chances, step / 10_000) for step in range(10_000))
    assert [drawn[place] / 10_000 for place in range(3)] == pytest.approx(chances, abs=0.001)


def test_nothing_to_draw_from_is_said() -> None:
    assert propensities([]) == []
    with pytest.raises(ValueError, match="nothing to draw from"):
        draw([], 0.5)


@pytest.mark.parametrize(
    ("ago", "shown", "new"), [(1, 0.0, True), (40, 0.0, False), (1, 40.0, False), (-0.05, 0.0, True)]
)
def test_new_is_what_is_fresh_and_hardly_looked_at(ago: float, shown: float, new: bool) -> None:
    assert is_new(news(1, ago=ago, shown=shown), hour=NOW) is new


def test_the_reasons_add_up_to_the_score_and_name_what_they_speak_of() -> None:
    reader = Reader(place=(51.3, -1.6), topics=frozenset({5}), likes_publishers={7: 0.6}, seen=frozenset({7}))
    one = news(
        7,
        ago=3,
        outlets=12,
        read=8.0,
        comments=5,
        rate=0.5,
        hidden=3.0,
        topics=((5, 0.8),),
        places=((51.41, -1.6, 1.0),),
    )
    names = Names(publishers={7: "The Beacon"}, topics={5: "Ferries"}, place="Wexcombe")
    [placed] = order(Asked((one,), reader, NOW, (), 5))
    reasons = why(placed, reader, names)
    assert sum(reason.points or 0 for reason in reasons) == pytest.approx(placed.score, abs=0.2)
    said = {reason.words: reason.signed for reason in reasons}
    assert said["Reported by 12 outlets, each in its own words"] == "+21.5"
    assert said["New 3 hours ago; each hour costs a point"] == "−3.0"
    assert "12 km from Wexcombe" in said
    assert "You follow Ferries" in said
    assert "Your page believes that you like The Beacon" in said
    assert "You have opened it already" in said


def test_what_chance_placed_says_so_first_with_its_odds() -> None:
    one = next(one for one in page(0.3, 0.6) if one.by_chance)
    first = why(one, Reader(), Names())[0]
    assert "by chance" in first.words
    assert f"1 in {round(1 / one.propensity)}" in first.words
    assert first.signed == ""

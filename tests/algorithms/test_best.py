"""Which comments stand first, by the numbers of research/community.md and by what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.best import best, good, looked_at, lower_bound, rate

some = st.integers(0, 10_000)
looks = st.floats(0, 1e6)
rates = st.floats(1e-4, 10)


def test_a_comment_that_nobody_has_seen_begins_at_par_with_views_and_without() -> None:
    assert best(likes=0, reports=0, seen=0, rate=0.08) == 1
    assert best(likes=0, reports=0, seen=0, rate=None) == 1


def test_the_formula_by_hand() -> None:
    # 12 likes, 2 reports, 150 looks in a thread where a look brings 0.05 likes: (10 + 2) / (7.5 + 2).
    assert best(likes=12, reports=2, seen=150, rate=0.05) == pytest.approx(12 / 9.5)
    assert rate(48, 475) == pytest.approx(50 / 500)


def test_what_was_liked_as_often_by_fewer_looks_stands_higher() -> None:
    early = best(likes=20, reports=0, seen=900, rate=0.05)
    late = best(likes=12, reports=0, seen=100, rate=0.05)
    assert late > early
    assert best(likes=20, reports=0, seen=0, rate=None) > best(likes=12, reports=0, seen=0, rate=None)


def test_a_look_falls_from_place_to_place_and_ends_with_the_page() -> None:
    assert [round(looked_at(at), 3) for at in (0, 1, 10, 19, 20, 500)] == [1, 0.893, 0.455, 0.305, 0, 0]
    assert looked_at(-1) == 0


@pytest.mark.parametrize(("ups", "downs", "bound"), [(1, 0, 0.3784), (10, 0, 0.8589), (5, 5, 0.3122), (0, 4, 0)])
def test_wilsons_bound_as_others_compute_it(ups: int, downs: int, bound: float) -> None:
    # With ups alone it is n / (n + z*z): strictly rising, so that it orders as the likes do.
    assert lower_bound(ups, downs) == pytest.approx(bound, abs=2e-4)


@given(some, some, looks, rates)
def test_one_more_like_never_lowers_and_one_more_report_never_raises(
    likes: int, reports: int, seen: float, thread: float
) -> None:
    for one in (thread, None):
        here = best(likes=likes, reports=reports, seen=seen, rate=one)
        assert here > 0
        assert best(likes=likes + 1, reports=reports, seen=seen, rate=one) >= here
        assert best(likes=likes, reports=reports + 1, seen=seen, rate=one) <= here + 1e-9


@given(some, looks, looks, rates)
def test_being_seen_without_being_liked_never_raises(likes: int, seen: float, more: float, thread: float) -> None:
    before = best(likes=likes, reports=0, seen=seen, rate=thread)
    assert best(likes=likes, reports=0, seen=seen + more, rate=thread) <= before


@given(some, some)
def test_reports_take_away_no_more_than_there_is(likes: int, reports: int) -> None:
    assert 0 <= good(likes, reports) <= likes


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_threads_rate_is_above_nothing_whatever_was_counted(all_good: float, all_seen: float) -> None:
    assert rate(all_good, all_seen) > 0

"""The order of results, what stands together, and how one page follows another."""

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.results import DAY, Row, number, ordered, page, seconds, together, worth

NOW = 1_800_000_000.0


def row(at: int, relevance: float = 1.0, group: int | None = None, *, days: float = 0, copy: bool = False) -> Row:
    return Row(number(NOW - days * DAY, at), at, relevance, ("text", at if group is None else group), copy)


def test_a_number_keeps_its_second_and_grows_with_it() -> None:
    assert seconds(number(NOW + 0.9, 5)) == NOW
    assert seconds(number(-5.5, 5)) == -6
    assert number(NOW, 63) < number(NOW + 1, 0)


def test_age_counts_less_and_less() -> None:
    assert worth(row(1), NOW) == 1.0
    assert round(worth(row(1, days=14), NOW), 3) == 0.7
    assert 0.4 <= worth(row(1, days=3650), NOW) < 0.401
    assert worth(row(1, days=-1), NOW) == 1.0


def test_the_better_stands_first_and_of_equals_the_newer() -> None:
    rows = [row(1, 1.0), row(2, 3.0), row(3, 1.0)]
    assert [each.article_id for each in ordered(rows, now=NOW, newest=False)] == [2, 3, 1]
    assert [each.article_id for each in ordered(rows, now=NOW, newest=True)] == [3, 2, 1]


def test_a_copy_stands_behind_what_it_copies() -> None:
    groups = together([row(1, 3.0, group=7, copy=True), row(2, 2.0), row(3, 1.0, group=7)])
    assert [[each.article_id for each in group.rows] for group in groups] == [[3, 1], [2]]


ROWS = st.lists(st.tuples(st.floats(0.01, 50), st.integers(0, 8), st.integers(0, 400), st.booleans()), max_size=40)


@given(ROWS, st.booleans(), st.integers(1, 7))
def test_pages_show_every_result_once_and_in_order(
    given_rows: list[tuple[float, int, int, bool]], newest: bool, length: int
) -> None:
    rows = [
        Row(number(NOW - days * DAY, 0) + at, at, relevance, ("story", group), copy)
        for at, (relevance, group, days, copy) in enumerate(given_rows)
    ]
    whole = together(ordered(rows, now=NOW, newest=newest))
    seen, after = [], 0
    while True:
        shown = page(rows, now=NOW, newest=newest, after=after, length=length)
        assert shown.total == len(whole)
        seen += shown.groups
        after = shown.next_after
        if not after:
            break
    assert seen == whole


def test_a_page_goes_on_though_the_last_result_is_gone() -> None:
    rows = [row(at, days=at) for at in range(6)]
    first = page(rows, now=NOW, newest=True, after=0, length=2)
    left = [each for each in rows if each.number != first.next_after]
    second = page(left, now=NOW, newest=True, after=first.next_after, length=2)
    assert [group.first.article_id for group in second.groups] == [2, 3]

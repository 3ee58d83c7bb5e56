"""From flat rows to nested reading order."""

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.threads import DEEPEST, Placed, level_of, reading_order


def shape(placed: list[Placed]) -> list[tuple[int, int]]:
    return [(one.id, one.level) for one in placed]


def chain(length: int) -> dict[int, int | None]:
    return {number: number - 1 if number > 1 else None for number in range(1, length + 1)}


def test_a_reply_stands_under_what_it_answers_and_siblings_keep_their_order() -> None:
    placed = reading_order({1: None, 2: None, 3: 1, 4: 2, 5: 1, 6: 3})
    assert shape(placed) == [(1, 1), (3, 2), (6, 3), (5, 2), (2, 1), (4, 2)]


def test_nothing_said_gives_an_empty_thread() -> None:
    assert reading_order({}) == []


def test_below_the_deepest_level_replies_stay_there_and_name_whom_they_answer() -> None:
    placed = reading_order(chain(DEEPEST + 2))
    assert [one.level for one in placed] == [*range(1, DEEPEST + 1), DEEPEST, DEEPEST]
    assert [one.answers for one in placed][-3:] == [None, DEEPEST, DEEPEST + 1]


def test_a_reply_to_a_comment_that_is_not_there_is_shown_all_the_same() -> None:
    assert shape(reading_order({1: None, 3: 99, 4: 3})) == [(1, 1), (3, 1), (4, 2)]


def test_comments_that_answer_each_other_in_a_ring_are_shown_once_each() -> None:
    placed = reading_order({1: 2, 2: 1, 3: 3, 4: None})
    assert sorted(one.id for one in placed) == [1, 2, 3, 4]


def test_a_thread_deeper_than_the_stack_is_placed() -> None:
    assert len(reading_order(chain(20_000))) == 20_000


def test_the_level_of_a_comment_follows_from_what_stands_above_it() -> None:
    assert [level_of(depth) for depth in (0, 1, DEEPEST - 1, DEEPEST, 500)] == [1, 2, DEEPEST, DEEPEST, DEEPEST]


threads = st.dictionaries(st.integers(1, 30), st.none() | st.integers(1, 32), max_size=30)


@given(threads)
def test_every_comment_is_shown_once_and_every_list_that_opens_closes(parents: dict[int, int | None]) -> None:
    placed = reading_order(parents)
    assert sorted(one.id for one in placed) == sorted(parents)
    open_lists = 1
    for one in placed:
        assert one.level == open_lists
        open_lists += one.replies
        open_lists -= one.closes
    assert open_lists == 1


@given(threads)
def test_a_comment_names_whom_it_answers_exactly_where_its_place_does_not_show_it(
    parents: dict[int, int | None],
) -> None:
    above: list[int] = []
    for one in reading_order(parents):
        del above[one.level - 1 :]
        shown = above[-1] if above else None
        if parents[one.id] in parents:
            assert (one.answers or shown) == parents[one.id]
            assert one.answers != shown
        else:
            assert (one.level, one.answers) == (1, None)
        above.append(one.id)

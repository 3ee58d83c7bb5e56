"""References, pseudonyms, who counts as a reporter, and figures."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newsstand.algorithms.figures import nearest_rank, share, times
from newsstand.algorithms.plain_text import plain_line, plain_text
from newsstand.algorithms.references import LETTERS, pseudonym, reference
from newsstand.algorithms.reporting import MOST_REFUSED, Reporter, holds, is_in_good_standing

OLD = timedelta(days=30)


@given(some.binary(min_size=8, max_size=64))
def test_a_reference_has_three_parts_of_four_letters_that_nobody_mistakes(seed: bytes) -> None:
    parts = reference(seed).split("-")
    assert [len(part) for part in parts] == [4, 4, 4]
    assert set("".join(parts)) <= set(LETTERS)
    assert not set(LETTERS) & set("01IO")
    assert reference(seed) == reference(seed)


def test_references_differ_and_little_chance_is_refused() -> None:
    assert len({reference(number.to_bytes(8)) for number in range(20_000)}) == 20_000
    with pytest.raises(ValueError, match="8 bytes"):
        reference(b"short")


def test_a_pseudonym_holds_for_one_period_and_needs_the_key() -> None:
    assert pseudonym(b"key", 7, "2026-11") == pseudonym(b"key", 7, "2026-11")
    others = {pseudonym(b"key", 7, "2026-12"), pseudonym(b"other", 7, "2026-11"), pseudonym(b"key", 8, "2026-11")}
    assert len(others | {pseudonym(b"key", 7, "2026-11")}) == 4


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (Reporter(OLD), True),
        (Reporter(timedelta(hours=23)), False),
        (Reporter(OLD, is_sanctioned=True), False),
        (Reporter(OLD, refused=MOST_REFUSED), False),
        (Reporter(OLD, refused=MOST_REFUSED, upheld=1), True),
    ],
)
def test_whose_reports_count_towards_holding(one: Reporter, counts: bool) -> None:
    assert is_in_good_standing(one) is counts


@given(some.integers(0, 9), some.integers(0, 9), some.integers(0, 9), some.booleans())
def test_so_many_in_good_standing_hold(good: int, bad: int, wanted: int, approved: bool) -> None:
    people = [Reporter(OLD)] * good + [Reporter(timedelta())] * bad
    assert holds(people, wanted=wanted, was_approved=approved) == (not approved and 0 < wanted <= good)


@given(some.lists(some.floats(0, 1e9), min_size=1))
def test_percentiles_are_values_that_were_there_in_their_order(values: list[float]) -> None:
    found = times(values)
    assert found.median in values
    assert found.p90 in values
    assert found.median <= found.p90  # type: ignore[operator]
    assert sum(one <= found.median for one in values) * 2 >= len(values)  # type: ignore[operator]


def test_of_ten_the_ninth_is_the_ninetieth_and_of_nothing_there_is_none() -> None:
    assert times(list(range(1, 11))).p90 == 9
    assert nearest_rank([5.0], 0.9) == 5.0
    assert times([]).median is None
    assert (share(1, 3), share(0, 0)) == (0.3333, None)


@given(some.text())
def test_plain_text_is_a_fixed_point_and_a_line_is_one(text: str) -> None:
    once = plain_text(text)
    assert plain_text(once) == once
    assert "\x00" not in once
    assert "\n" not in plain_line(text)

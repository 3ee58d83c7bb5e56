"""Where on the front page each article stands."""

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.frontpage import FEATURES, LEAD_AMONG, RAIL, SECOND, arrange


@given(st.lists(st.booleans(), max_size=60))
def test_every_article_stands_in_exactly_one_place(pictured: list[bool]) -> None:
    places = arrange(pictured)
    lead = [] if places.lead is None else [places.lead]
    shown = [*lead, *places.features, *places.rail, *places.second, *places.river]
    assert sorted(shown) == list(range(len(pictured)))


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_no_part_is_larger_than_its_room_and_pictures_stand_where_they_are_wanted(pictured: list[bool]) -> None:
    places = arrange(pictured)
    assert len(places.features) <= FEATURES
    assert len(places.rail) <= RAIL
    assert len(places.second) in {0, SECOND}
    assert all(pictured[place] for place in (*places.features, *places.second))
    assert list(places.river) == sorted(places.river)


def test_the_newest_leads_when_no_recent_one_has_a_picture() -> None:
    assert arrange([False] * LEAD_AMONG + [True]).lead == 0


def test_the_newest_with_a_picture_among_the_first_few_leads() -> None:
    assert arrange([False, False, True, True]).lead == 2

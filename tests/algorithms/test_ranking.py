"""Readers and what stands at the top of their page."""

from dataclasses import replace
from itertools import pairwise

import pytest

from newsstand.algorithms.orders import Asked, Placed, order, packed, unpacked
from newsstand.algorithms.ranking import PARTS, PLAIN, Candidate, Reader, base, is_hidden, kilometres, parts, personal

NOW = 490_000.0
WEXCOMBE, FARHAM = (51.30, -1.60), (54.90, 2.10)
NEXT_TOWN = (51.42, -1.72)
FLOOD, FESTIVAL, COUNCIL = 1, 2, 3
BEACON, COMMONS, GAZETTE, QUIET = 11, 12, 13, 14


def story(number: int, *, ago: float = 3.0, **known: object) -> Candidate:
    given = {"publisher": BEACON, "publishers": (BEACON,), "shown": 100.0, "read": 10.0, **known}
    return Candidate(id=number, article=100 + number, hour=NOW - ago, **given)  # type: ignore[arg-type]


def page(*candidates: Candidate, reader: Reader | None = None, length: int = 24, **asked: object) -> list[Placed]:
    return order(Asked(candidates, reader or Reader(), NOW, (), length, **asked))  # type: ignore[arg-type]


def ids(placed: list[Placed]) -> list[int]:
    return [one.candidate.id for one in placed]


FLOOD_STORY = story(FLOOD, ago=5, outlets=2, places=((*WEXCOMBE, 0.9),), topics=((7, 0.9),))
FESTIVAL_STORY = story(FESTIVAL, ago=1, publisher=COMMONS, publishers=(COMMONS,), places=((*FARHAM, 0.9),))


def test_a_reader_in_the_next_town_sees_the_flood_first() -> None:
    big = story(COUNCIL, ago=2, outlets=4, publisher=GAZETTE)
    assert ids(page(FLOOD_STORY, FESTIVAL_STORY, big))[0] == COUNCIL
    assert ids(page(FLOOD_STORY, FESTIVAL_STORY, big, reader=Reader(place=NEXT_TOWN)))[0] == FLOOD


def test_a_reader_far_away_sees_it_where_everybody_does() -> None:
    assert ids(page(FLOOD_STORY, FESTIVAL_STORY, reader=Reader(place=FARHAM)))[0] == FESTIVAL


def test_a_place_that_was_only_guessed_counts_for_less() -> None:
    unsure = replace(FLOOD_STORY, places=((*WEXCOMBE, 0.2),))
    [sure], [guess] = page(FLOOD_STORY, reader=Reader(place=NEXT_TOWN)), page(unsure, reader=Reader(place=NEXT_TOWN))
    assert sure.parts[PARTS.index("near")] == pytest.approx(4.5 * guess.parts[PARTS.index("near")])


def test_what_many_outlets_report_stands_above_what_is_a_little_newer() -> None:
    assert ids(page(story(1, ago=6, outlets=8, publisher=COMMONS), story(2, ago=1)))[0] == 1


def test_what_is_a_day_newer_stands_above_what_many_reported_yesterday() -> None:
    assert ids(page(story(1, ago=30, outlets=8, publisher=COMMONS), story(2, ago=1)))[0] == 2


def test_more_outlets_are_always_worth_more_but_each_a_little_less() -> None:
    worth = [parts(story(1, outlets=count), Reader(), hour=NOW)[PARTS.index("outlets")] for count in range(1, 10)]
    steps = [after - before for before, after in pairwise(worth)]
    assert worth[0] == 0
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] > 0


def test_reading_to_the_end_says_more_than_opening() -> None:
    assert ids(page(story(1, opened=40.0), story(2, opened=40.0, read=30.0, publisher=COMMONS)))[0] == 2


def test_what_many_looked_at_and_nobody_read_sinks() -> None:
    shunned = story(1, ago=2.5, shown=400.0, read=2.0)
    assert ids(page(shunned, story(2, publisher=COMMONS))) == [2, 1]


def test_no_amount_of_reading_lifts_an_article_above_what_three_outlets_report() -> None:
    bought = story(1, ago=1, shown=1e6, opened=1e6, read=1e6)
    assert ids(page(bought, story(2, ago=4, outlets=3, publisher=COMMONS)))[0] == 2


def test_clicks_of_those_who_never_looked_at_a_page_prove_nothing() -> None:
    bought = parts(story(1, shown=0.0, read=1e6, opened=1e6), Reader(), hour=NOW)
    unread = parts(story(1, shown=0.0, read=0.0, opened=0.0), Reader(), hour=NOW)
    assert bought == unread


def test_what_readers_hid_sinks() -> None:
    assert ids(page(story(1, hidden=15.0), story(2, ago=6, publisher=COMMONS)))[0] == 2


def test_a_quiet_source_gets_its_share_beside_one_that_never_stops() -> None:
    loud = [story(number, ago=0.2 * number, rate=60.0) for number in range(1, 20)]
    quiet = story(50, ago=9, rate=0.3, publisher=QUIET, publishers=(QUIET,))
    assert 50 in ids(page(*loud, quiet))[:4]


def test_no_source_fills_the_top_of_a_page() -> None:
    loud = [story(number, ago=0.1 * number) for number in range(1, 16)]
    others = [
        story(100 + number, ago=3 + number, publisher=200 + number, publishers=(200 + number,)) for number in range(5)
    ]
    top = page(*loud, *others)[:8]
    assert sum(one.candidate.publisher == BEACON for one in top) <= 4
    assert any(one.same_source < 0 for one in top)


def test_no_topic_fills_the_top_of_a_page() -> None:
    election = [
        story(n, ago=1 + 0.1 * n, publisher=300 + n, publishers=(300 + n,), topics=((9, 1.0),)) for n in range(1, 9)
    ]
    other = story(20, ago=6, publisher=COMMONS, topics=((8, 1.0),))
    assert 20 in ids(page(*election, other))[:5]


def test_following_brings_a_publisher_up_and_not_everything_it_says_to_the_top() -> None:
    followed = story(1, ago=6, publisher=GAZETTE, publishers=(GAZETTE,))
    big = story(2, ago=1, outlets=8)
    small = story(3, ago=3, publisher=COMMONS)
    fan = Reader(publishers=frozenset({GAZETTE}))
    assert ids(page(followed, big, small)) == [2, 3, 1]
    assert ids(page(followed, big, small, reader=fan)) == [2, 1, 3]


def test_a_follower_of_a_story_sees_its_news_first() -> None:
    news = story(1, ago=8, story=77)
    assert ids(page(news, story(2, ago=1, publisher=COMMONS), reader=Reader(stories=frozenset({77}))))[0] == 1


def test_what_a_reader_likes_comes_up_and_what_they_do_not_goes_down() -> None:
    sport, opera = story(1, topics=((5, 1.0),)), story(2, publisher=COMMONS, topics=((6, 1.0),))
    fan = Reader(likes_topics={6: 0.9, 5: -0.9})
    assert ids(page(sport, opera)) == [1, 2]
    assert ids(page(sport, opera, reader=fan)) == [2, 1]


@pytest.mark.parametrize(
    "hidden",
    [
        {"hidden_articles": frozenset({101})},
        {"hidden_stories": frozenset({77})},
        {"hidden_publishers": frozenset({BEACON})},
        {"hidden_authors": frozenset({31})},
        {"hidden_topics": frozenset({5})},
    ],
)
def test_what_a_reader_hid_is_on_no_page_of_theirs(hidden: dict[str, frozenset[int]]) -> None:
    one = story(1, story=77, authors=(31,), topics=((5, 0.9),), pinned=True)
    assert is_hidden(one, Reader(**hidden))  # type: ignore[arg-type]
    assert page(one, reader=Reader(**hidden)) == []  # type: ignore[arg-type]


def test_an_article_that_mentions_a_hidden_topic_in_passing_stays() -> None:
    assert not is_hidden(story(1, topics=((5, 0.1),)), Reader(hidden_topics=frozenset({5})))


def test_what_was_opened_already_makes_room() -> None:
    assert ids(page(story(1), story(2, ago=5, publisher=COMMONS), reader=Reader(seen=frozenset({101}))))[0] == 2


def test_what_an_editor_pinned_stands_at_the_top() -> None:
    assert ids(page(story(1, ago=20, pinned=True), story(2, outlets=16, publisher=COMMONS)))[0] == 1


def test_the_score_is_the_sum_of_its_parts_and_of_base_and_reader() -> None:
    one = story(
        1, outlets=3, read=9.0, comments=4, rate=1.0, hidden=2.0, topics=((5, 0.7),), places=((*WEXCOMBE, 1.0),)
    )
    reader = Reader(place=NEXT_TOWN, topics=frozenset({5}), likes_publishers={BEACON: 0.4})
    total = sum(parts(one, reader, hour=NOW))
    assert total == pytest.approx(base(one) + personal(one, reader) - NOW)
    assert len(parts(one, reader, hour=NOW)) == len(PARTS)


def test_the_order_for_anybody_does_not_change_as_time_passes() -> None:
    several = [story(n, ago=n * 1.7 % 11, outlets=1 + n % 4, publisher=n, publishers=(n,)) for n in range(1, 30)]
    later = order(Asked(tuple(several), Reader(), NOW + 50, (), 24))
    assert ids(page(*several)) == ids(later)


def test_the_order_of_the_input_decides_nothing() -> None:
    several = [story(n, ago=2.0, publisher=1 + n % 3) for n in range(1, 30)]
    assert ids(page(*several)) == ids(page(*reversed(several)))


def test_an_order_is_made_again_from_its_packed_numbers() -> None:
    several = [story(n, ago=n / 3, publisher=1 + n % 5, topics=((n % 7, 0.5),), opened=float(n)) for n in range(1, 40)]
    reader = Reader(place=NEXT_TOWN, topics=frozenset({3}), likes_topics={2: 0.5}, seen=frozenset({105}))
    asked = Asked(tuple(several), reader, NOW, (0.1, 0.9, 0.4), 24, learnt={3: 1.5})
    assert unpacked(packed(asked)) == asked
    assert order(unpacked(packed(asked))) == order(asked)


@pytest.mark.parametrize(
    ("here", "there", "far"),
    [
        (WEXCOMBE, WEXCOMBE, 0),
        ((0, 0), (0, 1), 111.2),
        ((52.52, 13.405), (48.857, 2.352), 878),
        ((0, 179.5), (0, -179.5), 111.2),
    ],
)
def test_distances_are_those_of_the_globe(here: tuple[float, float], there: tuple[float, float], far: float) -> None:
    assert kilometres(here, there) == pytest.approx(far, rel=0.01, abs=0.01)


def test_the_formula_has_a_name_that_is_stored() -> None:
    assert packed(Asked((), Reader(), NOW, (), 3))["formula"]["name"] == PLAIN.name

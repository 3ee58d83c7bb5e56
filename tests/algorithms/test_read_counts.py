"""One reader, one article, once a day."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from newsstand.algorithms.read_counts import Deeds, admitted, by_reader, by_request
from newsstand.algorithms.read_log import Deed, Event

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def event(deed: Deed, reader: str = "aa", *, hours: float = 0, article: int = 1, source: str = "direct") -> Event:
    return Event(NOON + timedelta(hours=hours), article, deed, reader, "bb", source)


def test_all_that_a_reader_did_in_a_day_is_one_with_the_first_source() -> None:
    events = [
        event(Deed.OPENED, source="search"),
        event(Deed.OPENED, hours=3),
        event(Deed.FINISHED, hours=4),
        event(Deed.REFERRED, hours=5),
    ]
    assert by_reader(events) == [Deeds(NOON.date(), 1, "aa", "bb", "search", finished=True, referred=True)]


def test_another_day_another_article_and_another_reader_are_others() -> None:
    events = [event(Deed.OPENED), event(Deed.OPENED, hours=12), event(Deed.OPENED, article=2), event(Deed.OPENED, "cc")]
    assert len(by_reader(events)) == 4


def test_midnight_is_that_of_utc() -> None:
    days = [one.day.day for one in by_reader([event(Deed.OPENED, hours=11.999), event(Deed.OPENED, hours=12)])]
    assert days == [1, 2]


def test_robots_and_pages_fetched_in_advance_are_counted_apart_each_time() -> None:
    events = [event(Deed.ROBOT, ""), event(Deed.ROBOT, ""), event(Deed.PREFETCH, ""), event(Deed.OPENED)]
    assert len(by_reader(events)) == 1
    assert by_request(events) == {(1, NOON.date(), Deed.ROBOT): 2, (1, NOON.date(), Deed.PREFETCH): 1}


def test_what_comes_from_a_network_beyond_its_most_is_not_counted() -> None:
    new = by_reader([event(Deed.OPENED, f"{number:x}") for number in range(6)])
    assert admitted(new, Counter({(NOON.date(), 1, "bb"): 3}), most=5) == [True, True, False, False, False, False]
    assert admitted(new, Counter({(NOON.date(), 2, "bb"): 3}), most=5) == [True] * 5 + [False]

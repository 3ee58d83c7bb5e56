"""When a digest is due, over every clock change, and what stands in it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsstand.algorithms.digest import EVERY_DAY, Schedule, Told, moment, news, next_time
from newsstand.algorithms.ranking import Candidate, Reader

BERLIN, HOWE, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")
NOBODY = Reader()

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
moments = st.integers(788_918_400, 2_114_380_800).map(lambda second: datetime.fromtimestamp(second, UTC))
days = st.frozensets(st.integers(0, 6), min_size=1)
# The first look into a time zone reads a file.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
schedules = st.builds(Schedule, hour=st.integers(0, 23), zone=zones, days=days)


def test_the_digest_comes_at_the_readers_own_hour_in_summer_and_in_winter() -> None:
    seven = Schedule(7, BERLIN)
    assert next_time(seven, after=datetime(2026, 7, 1, 12, tzinfo=UTC)) == datetime(2026, 7, 2, 5, tzinfo=UTC)
    assert next_time(seven, after=datetime(2026, 12, 1, 12, tzinfo=UTC)) == datetime(2026, 12, 2, 6, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_is_kept_as_soon_as_it_would_have_come() -> None:
    two = Schedule(2, BERLIN)
    due = next_time(two, after=datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert due.astimezone(BERLIN) == datetime(2026, 3, 29, 3, tzinfo=BERLIN)
    assert next_time(two, after=due).astimezone(BERLIN) == datetime(2026, 3, 30, 2, tzinfo=BERLIN)


def test_an_hour_that_comes_twice_brings_one_digest() -> None:
    two = Schedule(2, BERLIN)
    due = next_time(two, after=datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert due == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert next_time(two, after=due) == datetime(2026, 10, 26, 1, tzinfo=UTC)


def test_half_an_hour_left_out_on_lord_howe_is_half_an_hour() -> None:
    due = next_time(Schedule(2, HOWE), after=datetime(2026, 10, 3, 0, tzinfo=UTC))
    assert due.astimezone(HOWE).strftime("%m-%d %H:%M") == "10-04 02:30"


def test_a_day_that_samoa_left_out_brings_no_second_digest() -> None:
    nine = Schedule(9, APIA)
    first = next_time(nine, after=datetime(2011, 12, 29, 12, tzinfo=UTC))
    times = [first]
    while len(times) < 4:
        times.append(next_time(nine, after=times[-1]))
    assert [when.astimezone(APIA).strftime("%m-%d %H") for when in times] == [
        "12-29 09",
        "12-31 09",
        "01-01 09",
        "01-02 09",
    ]


def test_only_the_chosen_days_bring_one() -> None:
    weekly = Schedule(18, UTC, frozenset({4}))
    due = next_time(weekly, after=datetime(2026, 11, 22, 18, tzinfo=UTC))
    assert due == datetime(2026, 11, 27, 18, tzinfo=UTC)
    assert next_time(weekly, after=due) - due == timedelta(days=7)


@patient
@given(schedules, moments)
@example(Schedule(2, HOWE), datetime(2026, 4, 4, 15, 0, tzinfo=UTC))
def test_the_next_time_is_later_on_a_chosen_day_and_at_the_hour_or_just_after_it(
    schedule: Schedule, after: datetime
) -> None:
    due = next_time(schedule, after=after)
    assert after < due <= after + timedelta(days=9)
    local = due.astimezone(schedule.zone)
    if (local.hour, local.minute) == (schedule.hour, 0):
        assert local.weekday() in schedule.days
    else:
        # The clocks left that hour out: just before the moment they showed an earlier one.
        before = (due - timedelta(minutes=1)).astimezone(schedule.zone)
        gap = local.replace(tzinfo=None) - before.replace(tzinfo=None)
        assert gap > timedelta(minutes=1) or local.hour > schedule.hour


@patient
@given(schedules, moments)
def test_nothing_lies_between_one_digest_and_the_next(schedule: Schedule, after: datetime) -> None:
    due = next_time(schedule, after=after)
    between = after + (due - after) / 2
    assert next_time(schedule, after=between) == due
    assert next_time(schedule, after=due) > due


@patient
@given(st.integers(0, 23), zones, st.dates(date(1995, 1, 1), date(2037, 1, 1)))
def test_each_day_of_a_year_has_its_digest_unless_it_was_left_out(hour: int, zone: ZoneInfo, start: date) -> None:
    schedule, when = Schedule(hour, zone), moment(Schedule(hour, zone), start)
    for _ in range(400):
        later = next_time(schedule, after=when)
        assert timedelta(hours=20) <= later - when <= timedelta(hours=49)
        when = later


@pytest.mark.parametrize("wrong", [{"hour": 24}, {"hour": -1}, {"days": frozenset()}, {"days": frozenset({7})}])
def test_what_no_clock_and_no_calendar_has_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"hour|day"):
        Schedule(**{"hour": 7, "zone": UTC, "days": EVERY_DAY, **wrong})  # type: ignore[arg-type]


def candidate(number: int, **fields: object) -> Candidate:
    return Candidate(**{"id": number, "article": number, "hour": 100.0, **fields})  # type: ignore[arg-type]


def ids(candidates: list[Candidate]) -> list[int]:
    return [one.id for one in candidates]


def test_only_what_is_new_since_the_last_digest_is_told() -> None:
    known = [candidate(1, hour=90.0), candidate(2, hour=100.0), candidate(3, hour=100.1)]
    assert ids(news(known, NOBODY, Told(100.0), arrived={})) == [3]


def test_what_came_to_us_late_is_told_and_what_is_old_is_not() -> None:
    known = [candidate(1, hour=95.0), candidate(2, hour=60.0), candidate(3, hour=95.0)]
    arrived = {1: 101.0, 2: 101.0, 3: 95.5}
    assert ids(news(known, NOBODY, Told(100.0), arrived=arrived)) == [1]


def test_nothing_is_told_twice() -> None:
    known = [candidate(1), candidate(2, story=7), candidate(3, story=8)]
    told = Told(50.0, articles={1}, stories={7})
    assert ids(news(known, NOBODY, told, arrived={})) == [3]


def test_a_followed_story_comes_again_with_another_article_and_not_with_the_same() -> None:
    told = Told(50.0, articles={1}, stories={7})
    follower = Reader(stories=frozenset({7}))
    assert ids(news([candidate(2, story=7), candidate(1, story=7)], follower, told, arrived={})) == [2]


def test_articles_in_no_story_do_not_stand_for_each_other() -> None:
    assert ids(news([candidate(2)], NOBODY, Told(50.0, stories={7}), arrived={})) == [2]


def test_what_the_reader_opened_or_hid_is_not_told() -> None:
    known = [
        candidate(1),
        candidate(2),
        candidate(3, story=9),
        candidate(4, publisher=5),
        candidate(5, authors=(6,)),
        candidate(6, topics=((8, 0.9),)),
        candidate(7),
    ]
    reader = Reader(
        seen=frozenset({1}),
        hidden_articles=frozenset({2}),
        hidden_stories=frozenset({9}),
        hidden_publishers=frozenset({5}),
        hidden_authors=frozenset({6}),
        hidden_topics=frozenset({8}),
    )
    assert ids(news(known, reader, Told(50.0), arrived={})) == [7]

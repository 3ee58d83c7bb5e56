"""Until when a contested statement is to be answered."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from newsstand.algorithms.answer_clock import days_waiting, due, next_reminder, reminders

BERLIN = ZoneInfo("Europe/Berlin")
# A Monday.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_five_working_days_after_a_monday_end_with_the_next_monday() -> None:
    assert due(MONDAY, days=5, zone=BERLIN) == datetime(2026, 12, 1, 0, 0, tzinfo=BERLIN)


def test_the_weekend_does_not_count() -> None:
    friday, saturday = datetime(2026, 11, 27, 10, tzinfo=UTC), datetime(2026, 11, 28, 10, tzinfo=UTC)
    assert due(friday, days=1, zone=BERLIN) == due(saturday, days=1, zone=BERLIN)
    assert due(friday, days=1, zone=BERLIN) == datetime(2026, 12, 1, 0, 0, tzinfo=BERLIN)


def test_the_day_is_that_of_the_site() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert due(late, days=1, zone=BERLIN) == datetime(2026, 11, 26, 0, 0, tzinfo=BERLIN)
    assert due(late, days=1, zone=ZoneInfo("UTC")) == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


def test_it_is_said_half_way_on_the_last_day_and_when_it_is_over() -> None:
    until = due(MONDAY, days=5, zone=BERLIN)
    assert reminders(MONDAY, until, zone=BERLIN) == (
        datetime(2026, 11, 26, 9, tzinfo=BERLIN),
        datetime(2026, 11, 30, 9, tzinfo=BERLIN),
        until,
    )


def test_after_each_reminder_comes_the_next_and_after_the_last_none() -> None:
    until, now, said = due(MONDAY, days=5, zone=BERLIN), MONDAY, []
    while (moment := next_reminder(MONDAY, until, now=now, zone=BERLIN)) is not None:
        said.append(moment)
        now = moment
    assert tuple(said) == reminders(MONDAY, until, zone=BERLIN)


def test_days_of_waiting_are_days_of_the_calendar() -> None:
    assert days_waiting(MONDAY, now=MONDAY + timedelta(hours=2), zone=BERLIN) == 0
    assert days_waiting(MONDAY, now=MONDAY + timedelta(days=9), zone=BERLIN) == 9
    assert days_waiting(MONDAY, now=MONDAY - timedelta(days=1), zone=BERLIN) == 0


@given(
    asked=st.integers(0, 15 * 365 * 24 * 60),
    days=st.integers(1, 40),
    zone=st.sampled_from(["Europe/Berlin", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"]),
)
def test_there_are_always_so_many_whole_working_days(asked: int, days: int, zone: str) -> None:
    here = ZoneInfo(zone)
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=asked)
    until = due(moment, days=days, zone=here)
    first, end = moment.astimezone(here).date(), until.astimezone(here).date()
    between = [first + timedelta(days=number) for number in range(1, (end - first).days)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert until.astimezone(here).time().isoformat() == "00:00:00"
    said = reminders(moment, until, zone=here)
    assert said[-1] == until
    assert list(said) == sorted(set(said))
    assert all(moment < one <= until for one in said)

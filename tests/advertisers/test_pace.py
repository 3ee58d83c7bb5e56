"""Paces follow what views should cost; marked ones, hours without readers and a second worker change nothing."""

from datetime import datetime, timedelta

import pytest

from newsstand.advertisers.models import Campaign, Pace
from newsstand.advertisers.pace import Pacer
from newsstand.algorithms.amounts import MICROS
from newsstand.algorithms.pacing import LOWEST
from tests.advertisers.offers import booked, offer, view
from tests.advertisers.town import NOON, running

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def paced(now: datetime) -> Pace:
    """The only campaign's pace after a round."""
    Pacer().step(now=now)
    return Pace.objects.get()


def seen(shown: object, first: int, many: int, now: datetime, *, mark: str = "") -> None:
    """So many readers saw the ad, each at a price of 0.20 for a click and a rate of 1 in 100: 2,000 micros a view."""
    views = [view(offer(shown, number, now=now), reader=number, mark=mark) for number in range(first, first + many)]
    booked(*views, now=now)


def test_who_costs_more_than_the_days_share_bids_less() -> None:
    shown = running(daily=1 * MICROS)
    assert paced(NOON).factor == 1.0
    # The first hour that is ever seen is all the traffic there is to plan by.
    seen(shown, 0, 300, NOON)
    pace = Pace.objects.get()
    assert pace.expected == pytest.approx(600_000)
    pace = paced(NOON + MINUTE)
    assert pace.factor < 1.0
    assert (pace.expected, pace.seen, pace.since) == (0.0, 300, NOON + MINUTE)


def test_who_costs_little_bids_all_it_bids() -> None:
    shown = running(daily=100 * MICROS)
    paced(NOON)
    Pace.objects.update(factor=0.5)
    seen(shown, 0, 300, NOON)
    assert paced(NOON + MINUTE).factor > 0.5


def test_views_that_are_not_believed_change_no_pace() -> None:
    shown = running(daily=1 * MICROS)
    paced(NOON)
    before = Pace.objects.values().get()
    seen(shown, 0, 500, NOON, mark="robot")
    assert Pace.objects.values().get() == before
    after = paced(NOON + MINUTE)
    assert (after.factor, after.expected, after.since) == (1.0, 0.0, NOON)


def test_marked_views_among_others_leave_a_pace_as_it_would_be_without() -> None:
    shown = running(daily=1 * MICROS)
    paced(NOON)
    seen(shown, 0, 200, NOON)
    Pace.objects.update(factor=0.7)
    without = (Pace.objects.get().expected, Pace.objects.get().seen)
    seen(shown, 1000, 200, NOON, mark="robot")
    assert (Pace.objects.get().expected, Pace.objects.get().seen) == without


def test_without_readers_nothing_moves_and_a_burst_after_it_stops_nobody_for_long() -> None:
    shown = running(daily=50 * MICROS)
    paced(NOON)
    for hour in range(1, 8):
        assert paced(NOON + hour * timedelta(hours=1)).factor == 1.0
    seen(shown, 0, 400, NOON + timedelta(hours=8))
    assert paced(NOON + timedelta(hours=8, minutes=1)).factor > 10 * LOWEST


def test_two_workers_move_a_factor_once() -> None:
    shown = running(daily=1 * MICROS)
    paced(NOON)
    seen(shown, 0, 300, NOON)
    first = paced(NOON + MINUTE)
    assert paced(NOON + MINUTE).factor == first.factor


def test_a_new_day_begins_with_yesterdays_factor() -> None:
    running(daily=1 * MICROS)
    paced(NOON)
    Pace.objects.update(factor=0.3, expected=900_000.0)
    pace = paced(NOON + timedelta(hours=12))
    assert (pace.factor, pace.expected) == (0.3, 0.0)


def test_outside_its_hours_a_campaign_has_no_window() -> None:
    # The bakery is in Berlin: noon of UTC is one o'clock there.
    only_at_one = ("0" * 13 + "1" + "0" * 10) * 7
    shown = running(daily=1 * MICROS, hours=only_at_one)
    paced(NOON)
    seen(shown, 0, 300, NOON)
    pace = paced(NOON + timedelta(hours=1))
    assert (pace.factor, pace.expected, pace.since) == (1.0, 0.0, NOON + timedelta(hours=1))


def test_a_campaign_without_day_or_end_is_not_paced_and_one_with_an_end_is() -> None:
    shown = running()
    paced(NOON)
    Pace.objects.update(factor=0.5)
    assert paced(NOON + MINUTE).factor == 1.0
    Campaign.objects.update(ends_at=NOON + timedelta(days=3))
    Pace.objects.update(expected=90.0 * MICROS)
    seen(shown, 0, 300, NOON)
    assert paced(NOON + 2 * MINUTE).factor < 1.0

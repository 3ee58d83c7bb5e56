"""What was heard is booked once, whatever was heard how often and in which order."""

from datetime import timedelta

import pytest

from newsstand.advertisers.models import Ad, AdDay, ContextHour, Decision
from tests.advertisers.offers import adds_up, booked, click, offer, view
from tests.advertisers.town import NOON, running

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_a_view_and_a_click_are_one_decision_with_its_price() -> None:
    one = offer()
    booked(view(one))
    booked(click(one))
    row = Decision.objects.get(pk=one.decision)
    assert (row.viewed_at, row.clicked_at) == (NOON + 2 * SECOND, NOON + 5 * SECOND)
    assert (row.view_mark, row.click_mark, row.charged, row.uncharged) == ("", "", one.price, "")
    assert (row.price, row.rate, row.runner_up, row.floor) == (one.price, one.rate, one.runner_up, one.floor)
    assert (row.owner, row.article, row.slot, row.day, row.decided_at) == (
        "publisher:3",
        17,
        "article-1",
        NOON.date(),
        NOON,
    )
    assert row.charged_at == NOON
    assert row.transaction is not None
    assert adds_up() == one.price
    day = AdDay.objects.get()
    assert (day.views, day.clicks, day.marked_views, day.marked_clicks, day.charged) == (1, 1, 0, 0, one.price)
    assert ContextHour.objects.get().viewed == 1
    shown = Ad.objects.get(pk=one.ad)
    assert (shown.first_shown_on, shown.last_shown_on) == (NOON.date(), NOON.date())


def test_a_batch_of_both_is_the_same() -> None:
    one, other = offer(), offer(running(), 2)
    booked(click(one), view(one), view(other))
    assert list(Decision.objects.order_by("pk").values_list("charged", flat=True)) == [one.price, 0]
    assert adds_up() == one.price

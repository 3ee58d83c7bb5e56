"""Rates are learnt from what was counted, once a minute, by one worker; what is marked teaches nothing."""

from datetime import timedelta

import pytest

from newsstand.advertisers.contexts import PageContext, context_row
from newsstand.advertisers.models import Ad, AdDay, Rates
from newsstand.advertisers.rates import cells, forget, learn_due, learned
from newsstand.algorithms.clickrate import FIRST_RATE
from tests.advertisers.town import NOON, ad, campaign, funded, house_campaign, running

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    forget()


def counted(shown: Ad, views: int, clicks: int, *, slot: str = "article-1", section: int = 7, **marked: int) -> None:
    context = context_row(PageContext("article", sections=(section,)))
    AdDay.objects.create(ad=shown, day=NOON.date(), slot=slot, context=context, views=views, clicks=clicks, **marked)


def test_nothing_counted_is_the_usual_rate() -> None:
    assert learned().of(1)[0] == FIRST_RATE
    assert learn_due(now=NOON)
    assert learned().of(1)[0] == pytest.approx(FIRST_RATE)


def test_what_was_counted_is_known_to_every_node() -> None:
    one = running()
    other = ad(campaign(funded()), headline="Cakes for every day")
    counted(one, 100_000, 1000)
    counted(other, 100_000, 100)
    assert learn_due(now=NOON)
    known = learned()
    assert known.made_at == NOON
    assert known.of(one.pk)[0] > 5 * known.of(other.pk)[0]
    assert known.effects.slots["thread-1"] > 0
    assert learned() is known


def test_it_is_learnt_once_a_minute() -> None:
    assert learn_due(now=NOON)
    assert not learn_due(now=NOON + MINUTE / 2)
    assert learn_due(now=NOON + MINUTE)
    assert Rates.objects.count() == 1


def test_marked_events_leave_rates_as_they_are_without_them() -> None:
    one = running()
    counted(one, 20_000, 150)
    learn_due(now=NOON)
    before = Rates.objects.get().known
    AdDay.objects.update(marked_views=900_000, marked_clicks=80_000)
    learn_due(now=NOON + MINUTE)
    assert Rates.objects.get().known == before


def test_the_houses_ads_and_old_days_teach_nothing() -> None:
    own = ad(house_campaign(), headline="Write for us")
    counted(own, 10_000, 5000)
    assert cells(NOON) == []
    one = running()
    counted(one, 10_000, 50)
    assert [cell.section for cell in cells(NOON)] == [7]
    assert cells(NOON + timedelta(days=61)) == []

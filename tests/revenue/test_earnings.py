"""A contributor takes what they earned with them: theirs alone, month by month, and it adds up."""

import json
from datetime import date

import pytest

from newsstand.people.export import everything
from newsstand.revenue.close import close
from newsstand.revenue.models import Statement
from tests import people
from tests.revenue.town import AFTER, EURO, OCTOBER, give, make_town

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_the_export_of_an_account_has_each_month_with_what_each_article_earned() -> None:
    town = make_town()
    give(100 * EURO)
    close(month=OCTOBER, by=people.ed(), now=AFTER)
    statement = Statement.objects.get(contributor=town.ben)
    [month] = everything(people.ben(), now=AFTER)["earnings"]
    assert (month["month"], month["micros"], month["digest"]) == ("2026-10", statement.micros, statement.digest)
    assert month["micros"] > 0
    assert month["balance"] == month["opening"] + month["micros"]
    assert [one["number"] for one in month["articles"]] == [town.bridge.pk, town.market.pk]
    assert sum(one["micros"] for one in month["articles"]) == month["micros"]
    [first, last] = month["articles"][0]["days"]
    assert (first[:2], last[:2]) == ([date(2026, 10, 1).isoformat(), 20], [date(2026, 10, 31).isoformat(), 7])
    assert json.dumps(month)


def test_what_others_and_publishers_earned_is_not_in_it() -> None:
    town = make_town()
    give(100 * EURO)
    close(month=OCTOBER, by=people.ed(), now=AFTER)
    assert everything(people.cy(), now=AFTER)["earnings"] == []
    assert everything(people.ann(), now=AFTER)["earnings"] == []
    [hers] = everything(people.eve(), now=AFTER)["earnings"]
    assert [one["number"] for one in hers["articles"]] == [town.garden.pk]

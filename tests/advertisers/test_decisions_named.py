"""No foreign key is looked up for each decision; what decisions name stays there all the same."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError

from newsstand.advertisers.models import Ad, AdDay, Context, ContextHour
from tests.advertisers.offers import booked, offer, view

pytestmark = pytest.mark.django_db


def test_an_ad_and_a_context_that_decisions_name_are_not_deleted() -> None:
    one = offer()
    booked(view(one))
    with pytest.raises(RestrictedError):
        Ad.objects.get(pk=one.ad).delete()
    AdDay.objects.all().delete()
    ContextHour.objects.all().delete()
    with pytest.raises(RestrictedError):
        Context.objects.get(pk=one.context).delete()


@pytest.mark.parametrize(("table", "number"), [("ad", "ad"), ("context", "context")])
def test_postgresql_itself_refuses_it_with_no_day_left_to_hold_it(table: str, number: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite whoever deletes is alone, and Django's collector has looked.")
    one = offer()
    booked(view(one))
    AdDay.objects.all().delete()
    ContextHour.objects.all().delete()
    with pytest.raises(IntegrityError, match="decisions name"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM advertisers_{table} WHERE id = %s", [getattr(one, number)])
